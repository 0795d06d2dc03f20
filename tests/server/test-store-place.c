/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-place"

#include "test-store-place.h"

#include "server/store/users.h"

#include "core/id.h"
#include "core/problem.h"

#include "db/transaction.h"

#include <glib/gstdio.h>

#include <stdarg.h>
#include <string.h>

/* This file owns the place that the store's tests work on. */

#define BEGIN_OF_TIME G_GINT64_CONSTANT (1700000000000)

static gint64
clock_cb (gpointer data)
{
  Place *self = data;
  return self->now;
}

Place *
place_new (void)
{
  Place *self = g_new0 (Place, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("parlour-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "parlour.db", NULL);
  self->store = parlour_store_open (self->path, PARLOUR_STORE_WRITER, &error);
  g_assert_no_error (error);
  self->now = BEGIN_OF_TIME;
  parlour_store_set_clock (self->store, clock_cb, self);
  return self;
}

void
place_free (Place *self)
{
  const char *name;

  parlour_store_close (self->store);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

void
place_begin (Place *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (parlour_changes_get_length (parlour_store_get_changes (self->store)), ==, 0);
  parlour_db_begin (parlour_store_get_db (self->store), TRUE, &error);
  g_assert_no_error (error);
}

void
place_commit (Place *self, GError *error)
{
  g_autoptr (GError) local = NULL;

  g_assert_no_error (error);
  parlour_db_commit (parlour_store_get_db (self->store), &local);
  g_assert_no_error (local);
  parlour_changes_free (parlour_changes_take (parlour_store_get_changes (self->store)));
}

void
place_refused (Place *self, GError *error, int problem)
{
  g_assert_error (error, PARLOUR_PROBLEM, problem);
  g_assert_cmpuint (parlour_changes_get_length (parlour_store_get_changes (self->store)), ==, 0);
  parlour_db_rollback (parlour_store_get_db (self->store));
}

void
place_exec (Place *self, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  g_autofree char *sql = g_strdup_vprintf (format, args);
  va_end (args);
  parlour_db_exec (parlour_store_get_db (self->store), sql, &error);
  g_assert_no_error (error);
}

gint64
place_ask (Place *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  parlour_db_query_int (parlour_store_get_db (self->store), &number, &error, sql, "");
  g_assert_no_error (error);
  return number;
}

gint64
place_add_user (Place *self, const char *username, const char *display_name)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;
  ParlourNewUser user = {
      .username = username,
      .display_name = display_name,
      .password_hash = "not a hash",
  };

  place_begin (self);
  parlour_store_add_user (self->store, &user, &number, &error);
  place_commit (self, error);
  return number;
}

char *
place_direct (Place *self, gint64 one, gint64 other)
{
  g_autoptr (GError) error = NULL;

  place_begin (self);
  g_autoptr (ParlourMembership) membership =
      parlour_store_find_or_make_direct (self->store, one, other, NULL, NULL, &error);
  place_commit (self, error);
  return g_strdup (membership->id);
}

static void
add_member (Place *self, gint64 stream, gint64 user, int role)
{
  place_exec (self,
              "INSERT INTO members (stream, user, role, joined_at)"
              " VALUES (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %d, 1);"
              "INSERT INTO spans (stream, user, first)"
              " VALUES (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 1);"
              "UPDATE conversations SET member_count = member_count + 1"
              " WHERE stream = %" G_GINT64_FORMAT,
              stream, user, role, stream, user, stream);
}

char *
place_group (Place *self, gint64 owner, ...)
{
  char *id = parlour_id_new ();
  va_list args;

  place_exec (self, "INSERT INTO streams (id, last_at) VALUES ('%s', %" G_GINT64_FORMAT ")", id,
              self->now);
  gint64 stream = place_ask (self, "SELECT max (number) FROM streams");
  place_exec (self,
              "INSERT INTO conversations (stream, kind, title, creator, created_at)"
              " VALUES (%" G_GINT64_FORMAT ", 1, 'Group', %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
              ")",
              stream, owner, self->now);
  add_member (self, stream, owner, PARLOUR_MEMBER_OWNER);
  va_start (args, owner);
  for (gint64 user = va_arg (args, gint64); user != 0; user = va_arg (args, gint64))
    add_member (self, stream, user, PARLOUR_MEMBER_MEMBER);
  va_end (args);
  return id;
}

ParlourMembership *
place_member (Place *self, gint64 user, const char *conversation)
{
  g_autoptr (GError) error = NULL;
  ParlourMembership *membership =
      parlour_store_find_membership (self->store, user, conversation, &error);

  g_assert_no_error (error);
  return membership;
}

ParlourDraft
place_draft (Place *self, const char *body)
{
  ParlourDraft draft = {.body = body};
  guint number = ++self->n_client_ids;

  memcpy (draft.client_id, &number, sizeof number);
  return draft;
}

gint64
place_send (Place *self, gint64 user, const char *conversation, const char *body)
{
  g_autoptr (ParlourMembership) membership = place_member (self, user, conversation);
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  ParlourDraft draft = place_draft (self, body);
  gboolean repeated = TRUE;

  place_begin (self);
  parlour_store_send (self->store, membership, &draft, &message, &repeated, &error);
  place_commit (self, error);
  g_assert_false (repeated);
  return message->seq;
}

void
place_hide (Place *self, gint64 user, const char *conversation, gint64 seq)
{
  g_autoptr (ParlourMembership) membership = place_member (self, user, conversation);
  g_autoptr (GError) error = NULL;

  place_begin (self);
  parlour_store_hide_message (self->store, membership, seq, &error);
  place_commit (self, error);
}

void
place_erase (Place *self, gint64 user, const char *conversation, gint64 seq)
{
  g_autoptr (ParlourMembership) membership = place_member (self, user, conversation);
  g_autoptr (GError) error = NULL;

  place_begin (self);
  parlour_store_erase_message (self->store, membership, seq, &error);
  place_commit (self, error);
}

void
place_edit (Place *self, gint64 user, const char *conversation, gint64 seq, const char *body)
{
  g_autoptr (ParlourMembership) membership = place_member (self, user, conversation);
  g_autoptr (GError) error = NULL;
  ParlourEdit edit = {.body = body};

  place_begin (self);
  parlour_store_edit_message (self->store, membership, seq, &edit, NULL, &error);
  place_commit (self, error);
}

void
place_clear (Place *self, gint64 user, const char *conversation)
{
  g_autoptr (ParlourMembership) membership = place_member (self, user, conversation);
  g_autoptr (GError) error = NULL;

  place_begin (self);
  parlour_store_clear_history (self->store, membership, &error);
  place_commit (self, error);
}

char *
place_seqs (GPtrArray *messages)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < messages->len; i++) {
    ParlourMessage *message = messages->pdata[i];
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", message->seq);
  }
  return g_string_free (text, FALSE);
}

char *
place_history (Place *self, gint64 user, const char *conversation)
{
  g_autoptr (ParlourMembership) membership = place_member (self, user, conversation);
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;
  g_autoptr (GPtrArray) messages =
      parlour_store_history_before (self->store, membership, 0, 200, NULL, &more, &error);

  g_assert_no_error (error);
  g_assert_false (more);
  return place_seqs (messages);
}
