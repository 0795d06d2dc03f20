/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-user"

#include "core/user.h"

#include "core/fields.h"
#include "core/text.h"

#include <string.h>

/* This file owns the value of a person and its JSON. Any thread. */

ParlourUser *
parlour_user_new (const ParlourUser *fields)
{
  g_return_val_if_fail (fields != NULL && fields->id != NULL && fields->username != NULL, NULL);

  ParlourUser *self = g_atomic_rc_box_new (ParlourUser);
  *self = *fields;
  self->id = g_strdup (fields->id);
  self->username = g_strdup (fields->username);
  self->display_name = g_strdup (fields->display_name ? fields->display_name : fields->username);
  self->status_text = g_strdup (fields->status_text);
  self->avatar = g_strdup (fields->avatar);
  self->given_name = g_strdup (fields->given_name);
  self->family_name = g_strdup (fields->family_name);
  self->email = g_strdup (fields->email);
  return self;
}

ParlourUser *
parlour_user_ref (ParlourUser *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourUser *self = data;

  g_free ((char *)self->id);
  g_free ((char *)self->username);
  g_free ((char *)self->display_name);
  g_free ((char *)self->status_text);
  g_free ((char *)self->avatar);
  g_free ((char *)self->given_name);
  g_free ((char *)self->family_name);
  g_free ((char *)self->email);
}

void
parlour_user_unref (ParlourUser *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
parlour_user_write_members (const ParlourUser *self, ParlourJsonWriter *writer)
{
  parlour_json_writer_string (writer, "id", self->id);
  parlour_json_writer_string (writer, "username", self->username);
  parlour_json_writer_string (writer, "display_name", self->display_name);
  parlour_json_writer_string (writer, "status_text", self->status_text);
  parlour_json_writer_string (writer, "avatar", self->avatar);
  parlour_json_writer_time (writer, "last_seen", self->last_seen);
  parlour_json_writer_int (writer, "version", self->version);
  if (self->deleted)
    parlour_json_writer_boolean (writer, "deleted", TRUE);
  if (self->own_view) {
    parlour_json_writer_string (writer, "given_name", self->given_name);
    parlour_json_writer_string (writer, "family_name", self->family_name);
    parlour_json_writer_string (writer, "email", self->email);
    parlour_json_writer_string (writer, "role",
                                self->role == PARLOUR_USER_ADMIN ? "admin" : "member");
    parlour_json_writer_boolean (writer, "active", self->active);
    parlour_json_writer_time (writer, "joined_at", self->joined_at);
    parlour_json_writer_time (writer, "last_login_at", self->last_login_at);
    parlour_json_writer_boolean (writer, "share_read", self->share_read);
    parlour_json_writer_boolean (writer, "share_presence", self->share_presence);
  }
}

void
parlour_user_write (const ParlourUser *self, ParlourJsonWriter *writer, const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  parlour_user_write_members (self, writer);
  parlour_json_writer_end_object (writer);
}

/* A server may be hostile: its names go through the same rules as a person's own. */
static char *
clean_display_name (const char *name, const char *username)
{
  char *clean = name != NULL ? parlour_display_name_normalize (name, NULL) : NULL;

  return clean != NULL ? clean : g_strdup (username);
}

static char *
clean_line (const char *text)
{
  return text != NULL ? parlour_text_one_line (text) : NULL;
}

ParlourUser *
parlour_user_read (JsonObject *object, GError **error)
{
  g_return_val_if_fail (object != NULL, NULL);

  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourUser user = {
      .id = parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED),
      .username = parlour_fields_string (&in, "username", PARLOUR_FIELD_REQUIRED),
      .display_name = parlour_fields_string (&in, "display_name", 0),
      .status_text = parlour_fields_string (&in, "status_text", 0),
      .avatar = parlour_fields_string (&in, "avatar", 0),
      .last_seen = parlour_fields_time (&in, "last_seen", 0),
      .version = parlour_fields_int (&in, "version", 0, 0, G_MAXINT64, 0),
      .deleted = parlour_fields_boolean (&in, "deleted", 0, FALSE),
      .blocked = parlour_fields_boolean (&in, "blocked", 0, FALSE),
      .own_view = parlour_fields_has (&in, "role"),
      .given_name = parlour_fields_string (&in, "given_name", 0),
      .family_name = parlour_fields_string (&in, "family_name", 0),
      .email = parlour_fields_string (&in, "email", 0),
      .role = g_strcmp0 (parlour_fields_string (&in, "role", 0), "admin") == 0
                  ? PARLOUR_USER_ADMIN
                  : PARLOUR_USER_MEMBER,
      .active = parlour_fields_boolean (&in, "active", 0, TRUE),
      .joined_at = parlour_fields_time (&in, "joined_at", 0),
      .last_login_at = parlour_fields_time (&in, "last_login_at", 0),
      .share_read = parlour_fields_boolean (&in, "share_read", 0, TRUE),
      .share_presence = parlour_fields_boolean (&in, "share_presence", 0, TRUE),
  };
  if (!parlour_fields_end_lax (&in, error))
    return NULL;

  g_autofree char *username = parlour_username_normalize (user.username, error);
  if (username == NULL)
    return NULL;
  g_autofree char *display_name = clean_display_name (user.display_name, username);
  g_autofree char *status = clean_line (user.status_text);
  g_autofree char *given = clean_line (user.given_name);
  g_autofree char *family = clean_line (user.family_name);
  g_autofree char *email = clean_line (user.email);
  user.username = username;
  user.display_name = display_name;
  user.status_text = status;
  user.given_name = given;
  user.family_name = family;
  user.email = email;
  return parlour_user_new (&user);
}
