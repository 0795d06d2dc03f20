/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-conversations"

#include "client/cache/copy-private.h"
#include "client/cache/group-store.h"
#include "client/cache/ranges.h"
#include "client/cache/store.h"
#include "db/statement.h"

/* This file owns how what HTTP answered gets into the copy: conversations, pages of messages,
 * people, and the marks of `marks` frames. The public calls belong to the main thread, the writes
 * to the copy's. */

typedef struct {
  GPtrArray *conversations;
  GHashTable *tops; /* nullable */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *self = data;

  g_ptr_array_unref (self->conversations);
  g_clear_pointer (&self->tops, g_hash_table_unref);
  g_free (self);
}

static gint64
count_others (const ParlourConversation *conversation, const char *me)
{
  gint64 others = 0;

  if (conversation->kind == PARLOUR_CONVERSATION_GROUP)
    return MAX (conversation->member_count - 1, 0);
  for (gsize i = 0; i < conversation->n_members; i++)
    others += g_strcmp0 (conversation->members[i].user->id, me) != 0;
  return others;
}

static gboolean
store_member (ParlourDb *db,
              gint64 number,
              const ParlourMember *member,
              const char *me,
              ParlourChanges *changes,
              GError **error)
{
  gint64 person;

  if (!parlour_store_user (db, member->user, &person, changes, error))
    return FALSE;
  if (g_strcmp0 (member->user->id, me) == 0)
    return TRUE;
  return parlour_db_run (db, error,
                         "INSERT INTO members (conversation, person, role, read, delivered) "
                         "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET role = ?3, "
                         "read = max (read, ?4), delivered = max (delivered, ?5)",
                         "iidii", number, person, member->role, member->read, member->delivered);
}

/* Those who left go where the server named all who are there. */
static gboolean
drop_leavers (ParlourDb *db, gint64 number, const ParlourConversation *conversation, GError **error)
{
  g_autoptr (GString) ids = g_string_new ("\n");

  if (conversation->kind == PARLOUR_CONVERSATION_GROUP &&
      (gint64)conversation->n_members < conversation->member_count)
    return TRUE;
  for (gsize i = 0; i < conversation->n_members; i++)
    g_string_append_printf (ids, "%s\n", conversation->members[i].user->id);
  return parlour_store_keep_members (db, number, ids->str, error);
}

static gboolean
store_members (ParlourDb *db,
               gint64 number,
               const ParlourConversation *conversation,
               const char *me,
               ParlourChanges *changes,
               GError **error)
{
  const ParlourMember *peer = parlour_conversation_get_peer (conversation, me);

  for (gsize i = 0; i < conversation->n_members; i++)
    if (!store_member (db, number, &conversation->members[i], me, changes, error))
      return FALSE;
  if (!drop_leavers (db, number, conversation, error))
    return FALSE;
  if (peer == NULL || conversation->kind != PARLOUR_CONVERSATION_DIRECT)
    return TRUE;
  /* What was written to a name waits for this conversation. */
  if (!parlour_db_run (db, error,
                       "UPDATE outbox SET conversation = ?1 WHERE conversation IS NULL "
                       "AND recipient = ?2",
                       "ss", conversation->id, peer->user->username))
    return FALSE;
  if (parlour_db_changes (db) > 0) {
    parlour_changes_outbox (changes, conversation->id);
    parlour_changes_outbox (changes, NULL);
  }
  return parlour_db_run (
      db, error,
      "UPDATE conversations SET peer = (SELECT number FROM people WHERE id = ?2) "
      "WHERE number = ?1",
      "is", number, peer->user->id);
}

/* Of a group that one has left nothing is told about who is in it, not even how many. */
static gboolean
is_former (const ParlourConversation *c)
{
  return c->kind == PARLOUR_CONVERSATION_GROUP && c->member_count == 0;
}

static gboolean
write_fields (ParlourDb *db, const ParlourConversation *c, gint64 others, GError **error)
{
  return parlour_db_run (
      db, error,
      "INSERT INTO conversations (id, kind, title, description, avatar, created_at, top, role, "
      "read, read_sent, archived, pinned, marked_unread, notify, muted_until, draft, others, "
      "server_unread, server_top, server_mentions, former) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
      "?7, ?18, ?19) "
      "ON CONFLICT (id) DO UPDATE SET kind = ?2, title = ?3, description = ?4, avatar = ?5, "
      "created_at = ?6, top = max (top, ?7), role = ?8, read = max (read, ?9), "
      "read_sent = max (read_sent, ?9), archived = ?10, pinned = ?11, marked_unread = ?12, "
      "notify = ?13, muted_until = ?14, draft = ?15, others = ?16, server_unread = ?17, "
      "server_top = ?7, server_mentions = ?18, stale = stale = 1, former = ?19",
      "sdsssiididdddisiiid", c->id, c->kind, c->title, c->description, c->avatar, c->created_at,
      c->top, c->role, c->read, c->archived, c->pinned, c->marked_unread, c->notify, c->muted_until,
      c->draft, others, c->unread, c->mentions, is_former (c));
}

static gboolean
write_rules (ParlourDb *db, gint64 number, const ParlourConversation *c, GError **error)
{
  return parlour_db_run (db, error,
                         "UPDATE conversations SET posting = ?2, joining = ?3, past = ?4, "
                         "common = ?5 WHERE number = ?1",
                         "idddd", number, c->posting, c->joining, c->past, c->common) &&
         parlour_db_run (db, error,
                         "UPDATE people SET blocked = ?2 WHERE number = "
                         "(SELECT peer FROM conversations WHERE number = ?1)",
                         "id", number, c->blocked);
}

/* The last message is the newest that I may see, so up to the top there is nothing else; in a group
 * there may be lines behind it, which come with its history. */
static gboolean
store_last (ParlourDb *db,
            gint64 number,
            const ParlourConversation *conversation,
            ParlourChanges *changes,
            GError **error)
{
  ParlourMessage *last = conversation->last_message;
  gint64 from = last != NULL ? last->seq : 1;

  if (conversation->top <= 0)
    return TRUE;
  if (last != NULL && !parlour_store_message (db, number, last, 0, changes, error))
    return FALSE;
  parlour_changes_messages (changes, number, conversation->id, from, conversation->top);
  if (conversation->kind == PARLOUR_CONVERSATION_GROUP && from < conversation->top)
    return TRUE;
  return parlour_ranges_add (db, number, from, MAX (from, conversation->top), error);
}

static gboolean
store_conversation (ParlourDb *db,
                    const ParlourConversation *conversation,
                    const char *me,
                    GHashTable *tops,
                    ParlourChanges *changes,
                    GError **error)
{
  gint64 *top = tops != NULL ? g_hash_table_lookup (tops, conversation->id) : NULL;
  gint64 number;

  if (!parlour_store_find_conversation (db, conversation->id, &number, error) ||
      (!is_former (conversation) && !parlour_store_come_back (db, number, error)) ||
      !write_fields (db, conversation, count_others (conversation, me), error) ||
      !parlour_store_find_conversation (db, conversation->id, &number, error) ||
      !store_members (db, number, conversation, me, changes, error) ||
      !write_rules (db, number, conversation, error) ||
      !store_last (db, number, conversation, changes, error))
    return FALSE;
  parlour_changes_conversation (changes, number, conversation->id);
  return top == NULL ||
         parlour_db_run (db, error, "INSERT OR IGNORE INTO positions VALUES (?1, ?2)", "si",
                         conversation->id, *top);
}

static gpointer
write_listing (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  Listing *listing = data;
  g_autofree char *me = NULL;

  if (!parlour_store_get_me (db, &me, error))
    return NULL;
  for (guint i = 0; i < listing->conversations->len; i++)
    if (!store_conversation (db, g_ptr_array_index (listing->conversations, i), me, listing->tops,
                             changes, error))
      return NULL;
  return NULL;
}

static gpointer
ref_conversation (gconstpointer conversation, gpointer user_data)
{
  return parlour_conversation_ref ((ParlourConversation *)conversation);
}

static GHashTable *
copy_tops (GHashTable *tops)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, tops);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_memdup2 (value, sizeof (gint64)));
  return copy;
}

void
parlour_copy_store_conversations_async (ParlourCopy *self,
                                        GPtrArray *conversations,
                                        GHashTable *tops,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  Listing *listing;

  g_return_if_fail (PARLOUR_IS_COPY (self) && conversations != NULL);

  listing = g_new0 (Listing, 1);
  listing->conversations = g_ptr_array_copy (conversations, ref_conversation, NULL);
  g_ptr_array_set_free_func (listing->conversations, (GDestroyNotify)parlour_conversation_unref);
  listing->tops = tops != NULL ? copy_tops (tops) : NULL;
  parlour_copy_write (self, write_listing, listing, listing_free, NULL, callback, user_data);
}

/* --- the ones that are no more --------------------------------------------------------------- */

static GPtrArray *
list_others_than (ParlourDb *db, char **ids, GError **error)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ParlourStatement) statement =
      parlour_db_prepare (db, "SELECT id FROM conversations", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&others);
    if (!g_strv_contains ((const char *const *)ids, parlour_statement_get_text (statement, 0)))
      g_ptr_array_add (others, parlour_statement_dup_text (statement, 0));
  }
}

static gpointer
write_kept (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  g_autoptr (GPtrArray) gone = list_others_than (db, data, error);

  for (guint i = 0; gone != NULL && i < gone->len; i++) {
    const char *id = g_ptr_array_index (gone, i);
    gint64 number;

    if (!parlour_store_find_conversation (db, id, &number, error) ||
        !parlour_store_leave_conversation (db, number, id, changes, error))
      return NULL;
  }
  return NULL;
}

void
parlour_copy_keep_conversations_async (ParlourCopy *self,
                                       const char *const *ids,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && ids != NULL);

  parlour_copy_write (self, write_kept, g_strdupv ((char **)ids), (GDestroyNotify)g_strfreev, NULL,
                      callback, user_data);
}

/* --- pages of messages ----------------------------------------------------------------------- */

typedef struct {
  char *conversation;
  GPtrArray *messages;
  GPtrArray *lines;
  gint64 from;
  gint64 to;
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_free (self->conversation);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static gboolean
has_seq (const Page *page, gint64 seq)
{
  for (guint i = 0; i < page->messages->len; i++)
    if (((ParlourMessage *)g_ptr_array_index (page->messages, i))->seq == seq)
      return TRUE;
  return FALSE;
}

/* Numbers of messages that show between the page's ends and are not on it. */
static GArray *
list_gone (ParlourDb *db, gint64 number, const Page *page, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (
      db, "SELECT id FROM messages WHERE id BETWEEN ?1 AND ?2 AND hidden = 0", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  parlour_statement_bind (statement, "ii", parlour_store_key (number, MAX (page->from, 1)),
                          parlour_store_key (number, page->to));
  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&gone);
    gint64 id = parlour_statement_get_int (statement, 0);
    if (!has_seq (page, id & PARLOUR_SEQ_MAX))
      g_array_append_val (gone, id);
  }
}

/* A page tells all that is there for me between its ends. */
static gboolean
drop_gone (ParlourDb *db, gint64 number, const Page *page, GError **error)
{
  if (page->from > page->to)
    return TRUE;

  g_autoptr (GArray) gone = list_gone (db, number, page, error);
  for (guint i = 0; gone != NULL && i < gone->len; i++)
    if (!parlour_db_run (db, error, "DELETE FROM messages WHERE id = ?1", "i",
                         g_array_index (gone, gint64, i)))
      return FALSE;
  return gone != NULL;
}

static gboolean
store_lines (
    ParlourDb *db, gint64 number, const Page *page, ParlourChanges *changes, GError **error)
{
  for (guint i = 0; i < page->lines->len; i++)
    if (!parlour_store_notice (db, number, g_ptr_array_index (page->lines, i), changes, error))
      return FALSE;
  return TRUE;
}

static gpointer
write_page (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  Page *page = data;
  gint64 from = MAX (page->from, 1);
  gint64 number;

  if (!parlour_store_need_conversation (db, page->conversation, &number, error) ||
      !drop_gone (db, number, page, error))
    return NULL;
  for (guint i = 0; i < page->messages->len; i++)
    if (!parlour_store_message (db, number, g_ptr_array_index (page->messages, i), 0, changes,
                                error))
      return NULL;
  parlour_changes_messages (changes, number, page->conversation, from, page->to);
  if (store_lines (db, number, page, changes, error) &&
      parlour_ranges_add (db, number, from, page->to, error))
    parlour_db_run (db, error, "UPDATE conversations SET top = max (top, ?2) WHERE number = ?1",
                    "ii", number, page->to);
  return NULL;
}

static gpointer
ref_message (gconstpointer message, gpointer user_data)
{
  return parlour_message_ref ((ParlourMessage *)message);
}

static gpointer
ref_line (gconstpointer line, gpointer user_data)
{
  return parlour_event_ref ((ParlourEvent *)line);
}

static GPtrArray *
copy_lines (GPtrArray *lines)
{
  GPtrArray *copy = lines != NULL ? g_ptr_array_copy (lines, ref_line, NULL) : g_ptr_array_new ();

  g_ptr_array_set_free_func (copy, (GDestroyNotify)parlour_event_unref);
  return copy;
}

void
parlour_copy_store_page_async (ParlourCopy *self,
                               const char *conversation,
                               GPtrArray *messages,
                               GPtrArray *lines,
                               gint64 from_seq,
                               gint64 to_seq,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Page *page;

  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL && messages != NULL);

  page = g_new0 (Page, 1);
  *page = (Page){g_strdup (conversation), g_ptr_array_copy (messages, ref_message, NULL),
                 copy_lines (lines), from_seq, to_seq};
  g_ptr_array_set_free_func (page->messages, (GDestroyNotify)parlour_message_unref);
  parlour_copy_write (self, write_page, page, page_free, NULL, callback, user_data);
}
