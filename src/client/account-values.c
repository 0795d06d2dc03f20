/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-values"

#include "client/account-values.h"

#include "core/fields.h"

/* This file owns the values of answers about an account and their JSON. Main thread. */

void
parlour_device_free (ParlourDevice *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

ParlourDevice *
parlour_device_read (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  const char *id = parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED);
  const char *name = parlour_fields_string (&in, "device_name", 0);
  gint64 created_at = parlour_fields_time (&in, "created_at", 0);
  gint64 last_used_at = parlour_fields_time (&in, "last_used_at", 0);
  gboolean current = parlour_fields_boolean (&in, "current", 0, FALSE);

  if (!parlour_fields_end_lax (&in, error))
    return NULL;

  ParlourDevice *self = g_new0 (ParlourDevice, 1);
  *self = (ParlourDevice){g_strdup (id), g_strdup (name), created_at, last_used_at, current};
  return self;
}

void
parlour_receipt_free (ParlourReceipt *self)
{
  parlour_user_unref (self->user);
  g_free (self);
}

ParlourReceipt *
parlour_receipt_read (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  JsonObject *user = parlour_fields_object (&in, "user", PARLOUR_FIELD_REQUIRED);
  gboolean delivered = parlour_fields_boolean (&in, "delivered", 0, FALSE);
  gboolean read = parlour_fields_boolean (&in, "read", 0, FALSE);

  if (!parlour_fields_end_lax (&in, error))
    return NULL;

  ParlourUser *value = parlour_user_read (user, error);
  if (value == NULL)
    return NULL;
  ParlourReceipt *self = g_new0 (ParlourReceipt, 1);
  *self = (ParlourReceipt){value, delivered, read};
  return self;
}

static void
write_text (ParlourJsonWriter *writer, const char *name, const char *text)
{
  if (text != NULL)
    parlour_json_writer_string (writer, name, *text != '\0' ? text : NULL);
}

void
parlour_me_change_write (const ParlourMeChange *self, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_object (writer, NULL);
  write_text (writer, "display_name", self->display_name);
  write_text (writer, "given_name", self->given_name);
  write_text (writer, "family_name", self->family_name);
  write_text (writer, "email", self->email);
  write_text (writer, "status_text", self->status_text);
  if (self->set_share_read)
    parlour_json_writer_boolean (writer, "share_read", self->share_read);
  if (self->set_share_presence)
    parlour_json_writer_boolean (writer, "share_presence", self->share_presence);
  parlour_json_writer_end_object (writer);
}
