/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/json-writer.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  PARLOUR_USER_MEMBER,
  PARLOUR_USER_ADMIN,
} ParlourUserRole;

/**
 * ParlourUser:
 *
 * A person as the server knows them. Immutable: the fields are for reading; counted atomically, so
 * it crosses threads. Times are milliseconds since 1970 in UTC, 0 where unknown.
 */
typedef struct {
  const char *id;
  const char *username;
  const char *display_name; /* never NULL nor empty: the username where none was chosen */
  const char *status_text;  /* nullable, as the rest is */
  const char *avatar;
  gint64 last_seen;
  gint64 version;
  gboolean deleted;  /* the account is no more: whoever shows it has words of their own */
  gboolean blocked;  /* by who reads it; told of one person alone, and never written from here */
  gboolean own_view; /* whether what follows was told: only to oneself and to admins */
  const char *given_name;
  const char *family_name;
  const char *email;
  ParlourUserRole role;
  gboolean active;
  gint64 joined_at;
  gint64 last_login_at;
  gboolean share_read;     /* others see how far they have read, and they see others' */
  gboolean share_presence; /* the same of when they are here */
} ParlourUser;

/** parlour_user_new: (transfer full): an immutable copy of @fields. */
ParlourUser *parlour_user_new (const ParlourUser *fields);
ParlourUser *parlour_user_ref (ParlourUser *self);
void parlour_user_unref (ParlourUser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourUser, parlour_user_unref)

/** parlour_user_write: writes it as a JSON object, the own view only where it has one. */
void parlour_user_write (const ParlourUser *self, ParlourJsonWriter *writer, const char *name);

/** parlour_user_write_members: the same, inside an object that the caller has begun. */
void parlour_user_write_members (const ParlourUser *self, ParlourJsonWriter *writer);

/** parlour_user_read: (transfer full) (nullable): from what a server sent. */
ParlourUser *parlour_user_read (JsonObject *object, GError **error);

G_END_DECLS
