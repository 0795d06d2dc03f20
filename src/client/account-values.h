/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/user.h"

G_BEGIN_DECLS

/* What a server answers about an account and is kept nowhere here. Main thread. */

/** ParlourDevice: a device that is signed in. */
typedef struct {
  char *id;
  char *name; /* nullable */
  gint64 created_at;
  gint64 last_used_at; /* ms since 1970 */
  gboolean current;    /* this one */
} ParlourDevice;

void parlour_device_free (ParlourDevice *self);

/** parlour_device_read: (transfer full) (nullable): from what a server sent. */
ParlourDevice *parlour_device_read (JsonObject *object, GError **error);

/** ParlourReceipt: whether a member has a message, and has read it. */
typedef struct {
  ParlourUser *user;
  gboolean delivered;
  gboolean read;
} ParlourReceipt;

void parlour_receipt_free (ParlourReceipt *self);

/** parlour_receipt_read: (transfer full) (nullable): from what a server sent. */
ParlourReceipt *parlour_receipt_read (JsonObject *object, GError **error);

/** ParlourMeChange: what of one's own profile changes. Texts: %NULL as it is, "" takes it away. */
typedef struct {
  const char *display_name;
  const char *given_name;
  const char *family_name;
  const char *email;
  const char *status_text;
  gboolean set_share_read;
  gboolean share_read;
  gboolean set_share_presence;
  gboolean share_presence;
} ParlourMeChange;

void parlour_me_change_write (const ParlourMeChange *self, ParlourJsonWriter *writer);

G_END_DECLS
