/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/** ParlourActor: who administers. Plain data; the texts are borrowed. */
typedef struct {
  gint64 user;        /* 0: who owns the data folder */
  const char *name;   /* username; nullable with it */
  const char *origin; /* an address, or "control" or "folder" */
} ParlourActor;

/** ParlourDeed: one line of the log. Plain data of its owner. */
/* A year: what somebody may still ask about, and no longer than that. Invites that have ended stay
 * as long, for the log names them. As many are forgotten at once as housekeeping has the time for.
 */
#define PARLOUR_AUDIT_KEPT_MS   (G_GINT64_CONSTANT (365) * 24 * 3600 * 1000)
#define PARLOUR_AUDIT_FORGOTTEN G_GINT64_CONSTANT (500)

typedef struct {
  gint64 number;
  gint64 at;
  char *actor; /* username; nullable: who owned the data folder */
  char *origin;
  char *action;  /* a route's name */
  char *subject; /* username or id; nullable, as the next */
  char *detail;
} ParlourDeed;

/**
 * parlour_store_note_deed:
 * @action: a route's name
 * @subject: (nullable): whom or what it was done to
 * @detail: (nullable): never a secret
 *
 * In the transaction of the change itself. Writer.
 */
gboolean parlour_store_note_deed (ParlourStore *self,
                                  const ParlourActor *actor,
                                  const char *action,
                                  const char *subject,
                                  const char *detail,
                                  GError **error);

/** parlour_store_forget_deeds: those older than %PARLOUR_AUDIT_KEPT_MS, some at a time;
 * housekeeping. Writer. */
gboolean parlour_store_forget_deeds (ParlourStore *self, GError **error);

/**
 * parlour_store_list_deeds:
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * The newest first.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourDeed)
 */
GPtrArray *parlour_store_list_deeds (
    ParlourStore *self, const char *cursor, guint limit, char **next, GError **error);

G_END_DECLS
