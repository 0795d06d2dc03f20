/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pending"

#include "client/pending.h"

#include "client/cache/copy-pending.h"
#include "client/cache/wish-fold.h"
#include "client/pending-call.h"
#include "core/problem.h"
#include "core/timestamp.h"

/* This file owns how deletions for me, read marks and wishes get to the server, in rounds: of one
 * thing there is never more than one call under way, so that the last wish is the last one to
 * arrive. Main thread. */

#define RETRY_SECONDS 30 /* where the server asks for patience without saying how much */

struct _ParlourPending {
  GObject parent_instance;

  ParlourHttp *http;
  ParlourCopy *copy;
  ParlourSync *sync;
  gboolean busy;       /* a round is under way */
  gboolean again;      /* look once more after it */
  gboolean held;       /* a wish waits for messages to be sent */
  GHashTable *reading; /* conversations whose read mark is told in this round */
  guint n_open;        /* calls of this round without an answer */
  guint retry;         /* timer */
  guint settling;      /* timer: a draft is still being written */
};

G_DEFINE_FINAL_TYPE (ParlourPending, parlour_pending, G_TYPE_OBJECT)

enum {
  REFUSED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

typedef struct {
  ParlourPending *self;
  ParlourCopyPlace *place; /* a hide, or a mark; NULL: a wish */
  gboolean hide;
  ParlourWish *wish;
  gboolean tells_message; /* the answer is one */
} Telling;

static void
telling_free (Telling *telling)
{
  g_object_unref (telling->self);
  g_clear_pointer (&telling->place, parlour_copy_place_free);
  g_clear_pointer (&telling->wish, parlour_wish_unref);
  g_free (telling);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Telling, telling_free)

static void
end_one (ParlourPending *self)
{
  if (--self->n_open > 0)
    return;
  self->busy = FALSE;
  if (self->again && self->retry == 0)
    parlour_pending_look (self);
}

/* A refusal is an answer, too: the message is gone, or not ours any more; asking again helps
 * nobody. */
static gboolean
is_told (const GError *error)
{
  if (error == NULL)
    return TRUE;
  if (error->domain != PARLOUR_PROBLEM)
    return FALSE;

  guint status = parlour_problem_get_status (error);
  return status >= 400 && status < 500 && status != 401 && status != 429;
}

static void
retry_cb (gpointer data)
{
  ParlourPending *self = PARLOUR_PENDING (data);

  self->retry = 0;
  parlour_pending_look (self);
}

static void
try_later (ParlourPending *self, const GError *error)
{
  guint asked = parlour_problem_get_retry_after (error);
  guint seconds = asked > 0 ? asked : RETRY_SECONDS;

  if (self->retry == 0)
    self->retry = g_timeout_add_once (seconds * 1000, retry_cb, self);
}

/* What neither was said nor refused for good is tried again. */
static void
not_told (ParlourPending *self, const GError *error)
{
  if (error->domain == PARLOUR_PROBLEM && parlour_problem_get_status (error) == 401)
    parlour_sync_refuse (self->sync, error);
  else
    try_later (self, error);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Telling) telling = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  ParlourPending *self = telling->self;
  const ParlourCopyPlace *place = telling->place;

  if (is_told (error) && telling->hide)
    parlour_copy_hide_done_async (self->copy, place->conversation, place->from, NULL, NULL);
  else if (is_told (error))
    parlour_copy_read_sent_async (self->copy, place->conversation, place->from, NULL, NULL);
  else
    not_told (self, error);
  end_one (self);
}

static void
tell_hide (ParlourPending *self, const ParlourCopyPlace *place, Telling *telling)
{
  g_autofree char *id = g_uri_escape_string (place->conversation, NULL, FALSE);
  g_autofree char *path =
      g_strdup_printf ("/conversations/%s/messages/%" G_GINT64_FORMAT "?for=me", id, place->from);

  parlour_http_call_async (self->http, "DELETE", path, NULL, NULL, told_cb, telling);
}

static void
tell_read (ParlourPending *self, const ParlourCopyPlace *place, Telling *telling)
{
  g_autofree char *id = g_uri_escape_string (place->conversation, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/conversations/%s/read", id);
  g_autofree char *text = g_strdup_printf ("{\"seq\":%" G_GINT64_FORMAT "}", place->from);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  parlour_http_call_async (self->http, "POST", path, body, NULL, told_cb, telling);
}

static void
tell_all (ParlourPending *self, GPtrArray *places, gboolean hide)
{
  for (guint i = 0; places != NULL && i < places->len; i++) {
    const ParlourCopyPlace *place = g_ptr_array_index (places, i);
    Telling *telling = g_new0 (Telling, 1);
    telling->self = g_object_ref (self);
    telling->place = parlour_copy_place_new (place->conversation, place->from, place->to);
    telling->hide = hide;
    self->n_open++;
    if (hide) {
      tell_hide (self, place, telling);
      continue;
    }
    g_hash_table_add (self->reading, g_strdup (place->conversation));
    tell_read (self, place, telling);
  }
}

/* --- wishes ----------------------------------------------------------------------------------- */

static gboolean
takes_away (const ParlourWish *wish)
{
  switch (wish->kind) {
  case PARLOUR_WISH_MEMBER:
    return wish->value == NULL;
  case PARLOUR_WISH_REACTION:
  case PARLOUR_WISH_PIN:
  case PARLOUR_WISH_STAR:
  case PARLOUR_WISH_BLOCK:
    return parlour_wish_get_number (wish) == 0;
  default:
    return FALSE;
  }
}

/* What is to be gone and is not there is as it was wished. */
static gboolean
is_fulfilled (const ParlourWish *wish, const GError *error)
{
  return takes_away (wish) && error->domain == PARLOUR_PROBLEM &&
         parlour_problem_get_status (error) == 404;
}

static void
wish_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourPending) self = data;

  if (!parlour_copy_write_finish (PARLOUR_COPY (source), result, NULL))
    self->again = FALSE; /* it stands in the copy as before, and would be told for ever */
  end_one (self);
}

static void
refuse (ParlourPending *self, ParlourWish *wish, const GError *error)
{
  g_signal_emit (self, signals[REFUSED], 0, wish, error);
  parlour_copy_wish_drop_async (self->copy, wish, wish_ended_cb, g_object_ref (self));
}

static void
wish_told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Telling) telling = data;
  ParlourPending *self = telling->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autoptr (ParlourMessage) message = NULL;

  if (answer != NULL && telling->tells_message) {
    message = parlour_message_read (answer, &error);
    parlour_http_distrust (&error);
  }
  if (error == NULL || is_fulfilled (telling->wish, error)) {
    parlour_copy_wish_done_async (self->copy, telling->wish, message, wish_ended_cb,
                                  g_object_ref (self));
  } else if (is_told (error)) {
    refuse (self, telling->wish, error);
  } else {
    not_told (self, error);
    end_one (self);
  }
}

static void
settled_cb (gpointer data)
{
  ParlourPending *self = PARLOUR_PENDING (data);

  self->settling = 0;
  parlour_pending_look (self);
}

/* A draft is written over and over: it is told when it has stood for a while. */
static gboolean
is_unsettled (ParlourPending *self, const ParlourWish *wish)
{
  gint64 age = parlour_timestamp_now () - wish->created_at;

  if (wish->kind != PARLOUR_WISH_SETTING || !g_str_equal (wish->key, "draft") ||
      wish->value == NULL || age < 0 || age >= PARLOUR_DRAFT_SETTLES_MS)
    return FALSE;
  if (self->settling == 0)
    self->settling = g_timeout_add_once ((guint)(PARLOUR_DRAFT_SETTLES_MS - age), settled_cb, self);
  return TRUE;
}

/* Who has left can't write any more: what was written before goes first. */
static gboolean
is_held (ParlourPending *self, const ParlourWish *wish)
{
  gboolean leaves = wish->kind == PARLOUR_WISH_MEMBER && wish->value == NULL &&
                    g_str_equal (wish->key, PARLOUR_WISH_MYSELF);

  if (!leaves || !wish->behind_messages)
    return FALSE;
  self->held = TRUE;
  return TRUE;
}

/* Reading takes the server's `marked_unread` away: who marks what they have just read means the
 * mark to come after it. */
static gboolean
is_behind_reading (ParlourPending *self, const ParlourWish *wish)
{
  if (wish->kind != PARLOUR_WISH_SETTING || !g_str_equal (wish->key, "marked_unread") ||
      !g_hash_table_contains (self->reading, wish->conversation))
    return FALSE;
  self->again = TRUE;
  return TRUE;
}

static void
tell_wish (ParlourPending *self, ParlourWish *wish)
{
  g_auto (ParlourPendingCall) call = {NULL};
  Telling *telling = g_new0 (Telling, 1);

  parlour_pending_call_init (&call, wish, parlour_copy_get_me (self->copy));
  telling->self = g_object_ref (self);
  telling->wish = parlour_wish_ref (wish);
  telling->tells_message = call.tells_message;
  self->n_open++;
  parlour_http_call_async (self->http, call.method, call.path, call.body, NULL, wish_told_cb,
                           telling);
}

static void
wishes_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourPending) self = data;
  g_autoptr (GPtrArray) wishes =
      parlour_copy_get_wishes_finish (PARLOUR_COPY (source), result, NULL);

  for (guint i = 0; wishes != NULL && i < wishes->len; i++) {
    ParlourWish *wish = g_ptr_array_index (wishes, i);
    if (!is_unsettled (self, wish) && !is_held (self, wish) && !is_behind_reading (self, wish))
      tell_wish (self, wish);
  }
  self->again |= wishes != NULL && wishes->len == PARLOUR_WISHES_A_ROUND;
  end_one (self);
}

/* --- rounds ----------------------------------------------------------------------------------- */

static void
take_places (ParlourPending *self, GObject *copy, GAsyncResult *result, gboolean hides)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places =
      parlour_copy_get_places_finish (PARLOUR_COPY (copy), result, &error);

  if (places == NULL)
    g_debug ("What waits can't be read: %s", error->message);
  tell_all (self, places, hides);
  end_one (self);
}

static void
hides_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourPending) self = data;

  take_places (self, source, result, TRUE);
}

static void
reads_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourPending) self = data;

  take_places (self, source, result, FALSE);
}

void
parlour_pending_look (ParlourPending *self)
{
  g_return_if_fail (PARLOUR_IS_PENDING (self));

  if (parlour_sync_get_state (self->sync) != PARLOUR_ACCOUNT_ONLINE)
    return;
  self->again = self->busy;
  if (self->busy)
    return;
  self->busy = TRUE;
  self->held = FALSE;
  g_hash_table_remove_all (self->reading);
  self->n_open = 3;
  parlour_copy_get_hides_async (self->copy, NULL, hides_cb, g_object_ref (self));
  parlour_copy_get_reads_async (self->copy, NULL, reads_cb, g_object_ref (self));
  parlour_copy_get_wishes_async (self->copy, NULL, wishes_cb, g_object_ref (self));
}

static void
outbox_changed_cb (ParlourPending *self)
{
  if (self->held)
    parlour_pending_look (self);
}

static void
parlour_pending_dispose (GObject *object)
{
  ParlourPending *self = PARLOUR_PENDING (object);

  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_handle_id (&self->settling, g_source_remove);
  g_clear_pointer (&self->reading, g_hash_table_unref);
  g_clear_object (&self->http);
  g_clear_object (&self->copy);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (parlour_pending_parent_class)->dispose (object);
}

static void
parlour_pending_class_init (ParlourPendingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_pending_dispose;
  signals[REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_ERROR);
}

static void
parlour_pending_init (ParlourPending *self)
{
  self->reading = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ParlourPending *
parlour_pending_new (ParlourHttp *http, ParlourCopy *copy, ParlourSync *sync)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (http) && PARLOUR_IS_COPY (copy), NULL);
  g_return_val_if_fail (PARLOUR_IS_SYNC (sync), NULL);

  ParlourPending *self = g_object_new (PARLOUR_TYPE_PENDING, NULL);
  self->http = g_object_ref (http);
  self->copy = g_object_ref (copy);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "online", G_CALLBACK (parlour_pending_look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "outbox-changed", G_CALLBACK (outbox_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
