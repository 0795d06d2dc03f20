/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-lists"

#include "client/pages.h"
#include "client/sync-private.h"
#include "core/conversation.h"

/* This file owns the lists that events go on from: my stars, whom I block, who is in a group. Main
 * thread. What changes while one is read is not sure to be in it: it is read once more. */

#define STARS_MOST   10000
#define BLOCKS_MOST  10000
#define MEMBERS_MOST 100000

typedef struct {
  ParlourSync *self;
  GCancellable *connection;
  char *conversation; /* of members */
} Reading;

static Reading *
reading_new (ParlourSync *self, const char *conversation)
{
  Reading *reading = g_new0 (Reading, 1);

  *reading =
      (Reading){g_object_ref (self), g_object_ref (self->cancellable), g_strdup (conversation)};
  return reading;
}

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->self);
  g_object_unref (reading->connection);
  g_free (reading->conversation);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static gpointer
read_user (JsonObject *item, GError **error)
{
  return parlour_user_read (item, error);
}

static gpointer
read_place (JsonObject *item, GError **error)
{
  g_autoptr (ParlourMessage) message = parlour_message_read (item, error);

  return message != NULL
             ? parlour_copy_place_new (message->conversation, message->seq, message->seq)
             : NULL;
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void
blocks_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  ParlourSync *self = reading->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users = parlour_pages_read_finish (PARLOUR_HTTP (source), result, &error);

  if (reading->connection != self->cancellable)
    return;
  self->reading_blocks = FALSE;
  if (users != NULL)
    parlour_copy_store_blocks_async (self->copy, users, NULL, NULL);
  else
    g_debug ("whom I block is not known: %s", error->message);
  if (self->blocks_changed)
    parlour_sync_read_blocks (self);
}

void
parlour_sync_read_blocks (ParlourSync *self)
{
  self->blocks_changed = self->reading_blocks;
  if (self->reading_blocks || self->cancellable == NULL)
    return;
  self->reading_blocks = TRUE;
  parlour_pages_read_async (self->http, "/blocks", "cursor", BLOCKS_MOST, read_user,
                            (GDestroyNotify)parlour_user_unref, self->cancellable, blocks_cb,
                            reading_new (self, NULL));
}

/* --- stars ------------------------------------------------------------------------------------ */

static void
stars_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  ParlourSync *self = reading->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = parlour_pages_read_finish (PARLOUR_HTTP (source), result, &error);

  if (reading->connection != self->cancellable)
    return;
  self->reading_stars = FALSE;
  if (places != NULL)
    parlour_copy_store_stars_async (self->copy, places, NULL, NULL);
  else
    g_debug ("the stars are not known: %s", error->message);
  if (self->stars_changed)
    parlour_sync_read_stars (self);
}

void
parlour_sync_read_stars (ParlourSync *self)
{
  self->stars_changed = self->reading_stars;
  if (self->reading_stars || self->cancellable == NULL)
    return;
  self->reading_stars = TRUE;
  parlour_pages_read_async (self->http, "/stars", "before", STARS_MOST, read_place,
                            (GDestroyNotify)parlour_copy_place_free, self->cancellable, stars_cb,
                            reading_new (self, NULL));
}

/* --- members ---------------------------------------------------------------------------------- */

static void
member_free (gpointer data)
{
  parlour_member_clear (data);
  g_free (data);
}

static gpointer
read_member (JsonObject *item, GError **error)
{
  g_autofree ParlourMember *member = g_new0 (ParlourMember, 1);

  return parlour_member_read (item, member, error) ? g_steal_pointer (&member) : NULL;
}

static void read_members (ParlourSync *self, const char *conversation);

static void
members_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  ParlourSync *self = reading->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = parlour_pages_read_finish (PARLOUR_HTTP (source), result, &error);

  if (reading->connection != self->cancellable)
    return;
  gboolean changed =
      GPOINTER_TO_INT (g_hash_table_lookup (self->members, reading->conversation)) != 0;
  g_hash_table_remove (self->members, reading->conversation);
  if (members == NULL)
    g_debug ("the members are not known: %s", error->message);
  else if (changed)
    read_members (self, reading->conversation);
  else
    parlour_copy_store_members_async (self->copy, reading->conversation, members, NULL, NULL);
}

static void
read_members (ParlourSync *self, const char *conversation)
{
  g_autofree char *escaped = g_uri_escape_string (conversation, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/conversations/", escaped, "/members", NULL);

  if (self->cancellable == NULL || g_hash_table_contains (self->members, conversation))
    return;
  g_hash_table_insert (self->members, g_strdup (conversation), GINT_TO_POINTER (FALSE));
  parlour_pages_read_async (self->http, path, "cursor", MEMBERS_MOST, read_member, member_free,
                            self->cancellable, members_cb, reading_new (self, conversation));
}

static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  gboolean known = parlour_copy_knows_members_finish (PARLOUR_COPY (source), result, &error);

  if (!known && error == NULL && reading->connection == reading->self->cancellable)
    read_members (reading->self, reading->conversation);
}

void
parlour_sync_need_members (ParlourSync *self, const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self) && conversation != NULL);

  if (self->state == PARLOUR_ACCOUNT_ONLINE)
    parlour_copy_knows_members_async (self->copy, conversation, self->cancellable, known_cb,
                                      reading_new (self, conversation));
}

/* --- what changes them ------------------------------------------------------------------------ */

void
parlour_sync_mend_lists (ParlourSync *self, const ParlourEvent *event)
{
  switch (event->kind) {
  case PARLOUR_EVENT_BLOCK_CHANGED:
    parlour_sync_read_blocks (self);
    break;
  case PARLOUR_EVENT_STAR_ADDED:
  case PARLOUR_EVENT_STAR_REMOVED:
    self->stars_changed = self->reading_stars;
    break;
  case PARLOUR_EVENT_MEMBER_JOINED:
  case PARLOUR_EVENT_MEMBER_CHANGED:
  case PARLOUR_EVENT_MEMBER_LEFT:
    if (g_hash_table_contains (self->members, event->stream))
      g_hash_table_insert (self->members, g_strdup (event->stream), GINT_TO_POINTER (TRUE));
    break;
  default:
    break;
  }
}
