/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_REGISTRATION_OPEN,
  PARLOUR_REGISTRATION_INVITE,
  PARLOUR_REGISTRATION_CLOSED,
} ParlourRegistration;

/** ParlourPlace: what the server knows about itself. */
typedef struct {
  char *id;    /* of the place, for ever; the client's name for it until TLS gives a key */
  char *epoch; /* the random id of the database's timeline */
  char *name;
  ParlourRegistration registration;
  gint64 max_accounts;  /* 0: as many as like */
  gboolean common;      /* whether new accounts join the common conversation */
  char *welcome_text;   /* its first message; empty for none */
  gint64 space_warning; /* mebibytes: with less free disk space it warns; 0: never */
  gint64 created_at;
} ParlourPlace;

void parlour_place_free (ParlourPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourPlace, parlour_place_free)

/** parlour_store_get_place: (transfer full) (nullable) */
ParlourPlace *parlour_store_get_place (ParlourStore *self, GError **error);

/** parlour_store_set_place_name: the common conversation, where it is called so, goes along. */
gboolean parlour_store_set_place_name (ParlourStore *self, const char *name, GError **error);
gboolean parlour_store_set_registration (ParlourStore *self,
                                         ParlourRegistration registration,
                                         GError **error);

/** PARLOUR_SPACE_WARNING: where nobody said another one: time enough to look for more room. */
#define PARLOUR_SPACE_WARNING     G_GINT64_CONSTANT (1024)
#define PARLOUR_SPACE_WARNING_MAX G_GINT64_CONSTANT (1000000)

/** parlour_store_set_space_warning: @mebibytes: see #ParlourPlace. Writer. */
gboolean parlour_store_set_space_warning (ParlourStore *self, gint64 mebibytes, GError **error);

/** parlour_store_set_max_accounts: 0: as many as like. Those that there are stay. Writer. */
gboolean parlour_store_set_max_accounts (ParlourStore *self, gint64 max_accounts, GError **error);

/**
 * parlour_store_hear:
 * @what: what is said of: a setting that a start may name
 * @said: (nullable): its value; %NULL where this start says nothing of it
 * @news: (out): whether something is said, and the start before did not say the same
 *
 * Keeps what a start says until the next one. Writer.
 */
gboolean parlour_store_hear (
    ParlourStore *self, const char *what, const char *said, gboolean *news, GError **error);

/** parlour_store_renew_epoch: after a restore: clients drop their positions and copies. */
gboolean parlour_store_renew_epoch (ParlourStore *self, GError **error);

const char *parlour_registration_to_string (ParlourRegistration registration);

/** parlour_registration_from_string: FALSE where @text is none. */
gboolean parlour_registration_from_string (const char *text, ParlourRegistration *registration);

G_END_DECLS
