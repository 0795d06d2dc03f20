/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-lists"

#include "client/cache/copy-private.h"
#include "client/cache/group-store.h"
#include "client/cache/store.h"
#include "core/member.h"

/* This file owns how whole lists that the server told get into the copy: the members of a group, my
 * stars, whom I block. The public calls belong to the main thread, the writes to the copy's. */

typedef struct {
  char *conversation;
  GPtrArray *items;
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_free (self->conversation);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static List *
list_new (const char *conversation, GPtrArray *items)
{
  List *self = g_new0 (List, 1);

  *self = (List){g_strdup (conversation), g_ptr_array_ref (items)};
  return self;
}

/* --- members --------------------------------------------------------------------------------- */

static gboolean
store_member (ParlourDb *db,
              gint64 number,
              const ParlourMember *member,
              ParlourChanges *changes,
              GError **error)
{
  gint64 person;

  return parlour_store_user (db, member->user, &person, changes, error) &&
         parlour_db_run (db, error,
                         "INSERT INTO members (conversation, person, role) "
                         "SELECT ?1, ?2, ?3 WHERE ?4 <> (SELECT value FROM meta WHERE key = 'me') "
                         "ON CONFLICT DO UPDATE SET role = ?3",
                         "iids", number, person, member->role, member->user->id);
}

static gpointer
write_members (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  List *list = data;
  g_autoptr (GString) ids = g_string_new ("\n");
  gint64 number;

  if (!parlour_store_need_conversation (db, list->conversation, &number, error))
    return NULL;
  for (guint i = 0; i < list->items->len; i++) {
    const ParlourMember *member = g_ptr_array_index (list->items, i);
    if (!store_member (db, number, member, changes, error))
      return NULL;
    g_string_append_printf (ids, "%s\n", member->user->id);
  }
  parlour_changes_conversation (changes, number, list->conversation);
  parlour_store_keep_members (db, number, ids->str, error);
  return NULL;
}

void
parlour_copy_store_members_async (ParlourCopy *self,
                                  const char *conversation,
                                  GPtrArray *members,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL && members != NULL);

  parlour_copy_write (self, write_members, list_new (conversation, members), list_free, NULL,
                      callback, user_data);
}

static gpointer
read_members_known (ParlourDb *db, gpointer data, GError **error)
{
  gint64 known;

  if (!parlour_store_get_int (db, &known, 1, error,
                              "SELECT members_known FROM conversations WHERE id = ?1", "s", data))
    return NULL;
  return GINT_TO_POINTER (known != 0);
}

void
parlour_copy_knows_members_async (ParlourCopy *self,
                                  const char *conversation,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL);

  parlour_copy_read (self, read_members_known, g_strdup (conversation), g_free, NULL, cancellable,
                     callback, user_data);
}

gboolean
parlour_copy_knows_members_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error) != NULL;
}

/* --- stars and blocks ------------------------------------------------------------------------ */

static gpointer
write_stars (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  GPtrArray *places = data;

  if (!parlour_db_run (db, error, "DELETE FROM stars", ""))
    return NULL;
  for (guint i = 0; i < places->len; i++) {
    const ParlourCopyPlace *place = g_ptr_array_index (places, i);
    if (!parlour_store_star (db, place->conversation, place->from, TRUE, error))
      return NULL;
  }
  changes->all = TRUE;
  return NULL;
}

void
parlour_copy_store_stars_async (ParlourCopy *self,
                                GPtrArray *places,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && places != NULL);

  parlour_copy_write (self, write_stars, g_ptr_array_ref (places),
                      (GDestroyNotify)g_ptr_array_unref, NULL, callback, user_data);
}

static gpointer
write_blocks (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  GPtrArray *users = data;

  if (!parlour_db_run (db, error, "UPDATE people SET blocked = 0 WHERE blocked", ""))
    return NULL;
  for (guint i = 0; i < users->len; i++) {
    gint64 person;
    if (!parlour_store_user (db, g_ptr_array_index (users, i), &person, changes, error) ||
        !parlour_db_run (db, error, "UPDATE people SET blocked = 1 WHERE number = ?1", "i", person))
      return NULL;
  }
  changes->people = TRUE;
  return NULL;
}

void
parlour_copy_store_blocks_async (ParlourCopy *self,
                                 GPtrArray *users,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && users != NULL);

  parlour_copy_write (self, write_blocks, g_ptr_array_ref (users),
                      (GDestroyNotify)g_ptr_array_unref, NULL, callback, user_data);
}
