/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-events"

#include "client/cache/copy-private.h"
#include "client/cache/group-store.h"
#include "client/cache/queries.h"
#include "client/cache/ranges.h"
#include "client/cache/store.h"
#include "db/statement.h"

/* This file owns what an event does to the copy. The public calls belong to the main thread, the
 * rest to the copy's. */

void
parlour_copy_applied_free (ParlourCopyApplied *self)
{
  g_hash_table_unref (self->positions);
  g_ptr_array_unref (self->applied);
  g_ptr_array_unref (self->unknown);
  g_ptr_array_unref (self->holes);
  g_ptr_array_unref (self->stale);
  g_free (self);
}

static ParlourCopyApplied *
applied_new (void)
{
  ParlourCopyApplied *self = g_new0 (ParlourCopyApplied, 1);

  self->positions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->applied = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  self->unknown = g_ptr_array_new_with_free_func (g_free);
  self->holes = g_ptr_array_new_with_free_func (g_free);
  self->stale = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static void
add_name (GPtrArray *names, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

/* Kept until it was read anew, whatever comes between. */
static gboolean
set_stale (ParlourDb *db, const char *conversation, ParlourCopyApplied *applied, GError **error)
{
  add_name (applied->stale, conversation);
  return parlour_db_run (db, error, "UPDATE conversations SET stale = 1 WHERE id = ?1", "s",
                         conversation);
}

/* --- the inbox ----------------------------------------------------------------------------- */

static gboolean
apply_hidden (ParlourDb *db,
              gint64 number,
              const ParlourEvent *event,
              ParlourChanges *changes,
              GError **error)
{
  if (!parlour_db_run (db, error,
                       "INSERT INTO hides VALUES (?1, ?2, 2, NULL) "
                       "ON CONFLICT DO UPDATE SET state = 2, client_id = NULL",
                       "si", event->conversation, event->target))
    return FALSE;
  if (number == 0)
    return TRUE;
  parlour_changes_messages (changes, number, event->conversation, event->target, event->target);
  return parlour_db_run (db, error, "DELETE FROM messages WHERE id = ?1", "i",
                         parlour_store_key (number, event->target));
}

static gboolean
apply_cleared (ParlourDb *db,
               gint64 number,
               const ParlourEvent *event,
               ParlourChanges *changes,
               GError **error)
{
  if (number == 0)
    return TRUE; /* what is fetched later comes without them */
  parlour_changes_messages (changes, number, event->conversation, 1, event->target);
  return parlour_db_run (db, error,
                         "UPDATE conversations SET cleared = max (cleared, ?2) WHERE number = ?1",
                         "ii", number, event->target) &&
         parlour_db_run (db, error, "DELETE FROM messages WHERE id BETWEEN ?1 AND ?2", "ii",
                         parlour_store_key (number, 0),
                         parlour_store_key (number, event->target)) &&
         parlour_db_run (db, error, "DELETE FROM notices WHERE id BETWEEN ?1 AND ?2", "ii",
                         parlour_store_key (number, 0), parlour_store_key (number, event->target));
}

static gboolean
apply_star (ParlourDb *db,
            gint64 number,
            const ParlourEvent *event,
            ParlourChanges *changes,
            GError **error)
{
  gboolean on = event->kind == PARLOUR_EVENT_STAR_ADDED;

  if (number != 0)
    parlour_changes_messages (changes, number, event->conversation, event->target, event->target);
  return parlour_store_star (db, event->conversation, event->target, on, error);
}

static gboolean
apply_to_inbox (ParlourDb *db,
                const ParlourEvent *event,
                ParlourCopyApplied *applied,
                ParlourChanges *changes,
                GError **error)
{
  gint64 number;

  if (event->conversation == NULL)
    return TRUE;
  if (!parlour_store_find_conversation (db, event->conversation, &number, error))
    return FALSE;
  switch (event->kind) {
  case PARLOUR_EVENT_CONVERSATION_ADDED:
  case PARLOUR_EVENT_SETTINGS_CHANGED:
    return set_stale (db, event->conversation, applied, error);
  case PARLOUR_EVENT_CONVERSATION_REMOVED:
    return number == 0 ||
           parlour_store_leave_conversation (db, number, event->conversation, changes, error);
  case PARLOUR_EVENT_MESSAGE_HIDDEN:
    return apply_hidden (db, number, event, changes, error);
  case PARLOUR_EVENT_HISTORY_CLEARED:
    return apply_cleared (db, number, event, changes, error);
  case PARLOUR_EVENT_STAR_ADDED:
  case PARLOUR_EVENT_STAR_REMOVED:
    return apply_star (db, number, event, changes, error);
  default:
    return TRUE;
  }
}

/* --- conversations ------------------------------------------------------------------------- */

/* With a message of mine, from whatever device, the server has erased my draft. */
static gboolean
forget_draft (ParlourDb *db, gint64 number, const ParlourEvent *event, GError **error)
{
  if (event->kind != PARLOUR_EVENT_MESSAGE_CREATED)
    return TRUE;
  return parlour_db_run (db, error,
                         "UPDATE conversations SET draft = NULL WHERE number = ?1 AND "
                         "draft IS NOT NULL AND ?2 = (SELECT value FROM meta WHERE key = 'me')",
                         "is", number, event->message->sender);
}

/* Whoever writes has read what stands above their message, the server says so too: the mark comes
 * by a frame of its own, so nothing is done about it here. */
static gboolean
apply_to_conversation (ParlourDb *db,
                       gint64 number,
                       const ParlourEvent *event,
                       ParlourCopyApplied *applied,
                       ParlourChanges *changes,
                       GError **error)
{
  switch (event->kind) {
  case PARLOUR_EVENT_CONVERSATION_UPDATED:
  case PARLOUR_EVENT_MEMBER_JOINED:
  case PARLOUR_EVENT_MEMBER_CHANGED:
  case PARLOUR_EVENT_MEMBER_LEFT:
    if (!parlour_group_event_apply (db, number, event, changes, error))
      return FALSE;
    break;
  default:
    if (event->message != NULL &&
        (!parlour_store_message (db, number, event->message, event->seq, changes, error) ||
         !forget_draft (db, number, event, error)))
      return FALSE;
  }
  parlour_changes_conversation (changes, number, event->stream);
  return parlour_db_run (db, error,
                         "UPDATE conversations SET top = max (top, ?2) WHERE number = ?1", "ii",
                         number, event->seq) &&
         parlour_ranges_add (db, number, event->seq, event->seq, error);
}

/* --- the batch ----------------------------------------------------------------------------- */

/* Also remembers it in @applied, so that a stream is asked once a batch. */
static gint64 *
get_position (ParlourDb *db, const char *stream, ParlourCopyApplied *applied, GError **error)
{
  gint64 *position = g_hash_table_lookup (applied->positions, stream);
  gint64 seq;

  if (position != NULL)
    return position;
  if (!parlour_store_get_int (db, &seq, 0, error, "SELECT seq FROM positions WHERE stream = ?1",
                              "s", stream))
    return NULL;
  position = g_memdup2 (&seq, sizeof seq);
  g_hash_table_insert (applied->positions, g_strdup (stream), position);
  return position;
}

static gboolean
apply_next (ParlourDb *db,
            ParlourEvent *event,
            gint64 *position,
            ParlourCopyApplied *applied,
            ParlourChanges *changes,
            GError **error)
{
  gboolean inbox = g_str_equal (event->stream, PARLOUR_INBOX_STREAM);
  gint64 number = 0;

  if (!inbox && !parlour_store_find_conversation (db, event->stream, &number, error))
    return FALSE;
  if (!inbox && number == 0) {
    add_name (applied->unknown, event->stream);
    return TRUE;
  }
  if (inbox ? !apply_to_inbox (db, event, applied, changes, error)
            : !apply_to_conversation (db, number, event, applied, changes, error))
    return FALSE;
  *position = event->seq;
  g_ptr_array_add (applied->applied, parlour_event_ref (event));
  return parlour_db_run (db, error, "INSERT OR REPLACE INTO positions VALUES (?1, ?2)", "si",
                         event->stream, event->seq);
}

static gboolean
apply_one (ParlourDb *db,
           ParlourEvent *event,
           ParlourCopyApplied *applied,
           ParlourChanges *changes,
           GError **error)
{
  gint64 *position;

  if (g_ptr_array_find_with_equal_func (applied->unknown, event->stream, g_str_equal, NULL))
    return TRUE;
  position = get_position (db, event->stream, applied, error);
  if (position == NULL)
    return FALSE;
  if (event->seq <= *position)
    return TRUE;
  if (event->seq > *position + 1) {
    add_name (applied->holes, event->stream);
    return TRUE;
  }
  return apply_next (db, event, position, applied, changes, error);
}

static gpointer
write_events (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  GPtrArray *events = data;
  g_autoptr (ParlourCopyApplied) applied = applied_new ();

  for (guint i = 0; i < events->len; i++)
    if (!apply_one (db, g_ptr_array_index (events, i), applied, changes, error))
      return NULL;
  /* A stream that is not known stands nowhere, and must not be acknowledged. */
  for (guint i = 0; i < applied->unknown->len; i++)
    g_hash_table_remove (applied->positions, g_ptr_array_index (applied->unknown, i));
  return g_steal_pointer (&applied);
}

static gpointer
ref_event (gconstpointer event, gpointer user_data)
{
  return parlour_event_ref ((ParlourEvent *)event);
}

static GPtrArray *
copy_events (GPtrArray *events)
{
  GPtrArray *copy = g_ptr_array_copy (events, ref_event, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify)parlour_event_unref);
  return copy;
}

void
parlour_copy_apply_events_async (ParlourCopy *self,
                                 GPtrArray *events,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && events != NULL);

  parlour_copy_write (self, write_events, copy_events (events), (GDestroyNotify)g_ptr_array_unref,
                      (GDestroyNotify)parlour_copy_applied_free, callback, user_data);
}

ParlourCopyApplied *
parlour_copy_apply_events_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

static gpointer
write_begun (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  parlour_db_run (db, error, "UPDATE conversations SET stale = 2 WHERE id = ?1 AND stale = 1", "s",
                  data);
  return NULL;
}

void
parlour_copy_begin_fetch_async (ParlourCopy *self,
                                const char *conversation,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL);

  parlour_copy_write (self, write_begun, g_strdup (conversation), g_free, NULL, callback,
                      user_data);
}

void
parlour_copy_get_stale_async (ParlourCopy *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, parlour_queries_stale, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                     cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_get_stale_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}
