/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pending"

#include "client/pending.h"

#include "core/problem.h"

/* This file owns how deletions for me and read marks get to the server. Main thread. */

#define RETRY_SECONDS 30 /* where the server asks for patience without saying how much */

struct _ParlourPending {
  GObject parent_instance;

  ParlourHttp *http;
  ParlourCopy *copy;
  ParlourSync *sync;
  gboolean busy;  /* a round is under way */
  gboolean again; /* look once more after it */
  guint n_open;   /* calls of this round without an answer */
  guint retry;    /* timer */
};

G_DEFINE_FINAL_TYPE (ParlourPending, parlour_pending, G_TYPE_OBJECT)

typedef struct {
  ParlourPending *self;
  ParlourCopyPlace *place;
  gboolean hide;
} Telling;

static void
telling_free (Telling *telling)
{
  g_object_unref (telling->self);
  parlour_copy_place_free (telling->place);
  g_free (telling);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Telling, telling_free)

static void
end_one (ParlourPending *self)
{
  if (--self->n_open > 0)
    return;
  self->busy = FALSE;
  if (self->again)
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
  guint seconds = MAX (parlour_problem_get_retry_after (error), RETRY_SECONDS);

  if (self->retry == 0)
    self->retry = g_timeout_add_once (seconds * 1000, retry_cb, self);
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
  else if (error->domain == PARLOUR_PROBLEM && parlour_problem_get_status (error) == 401)
    parlour_sync_refuse (self->sync, error);
  else
    try_later (self, error);
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
    if (hide)
      tell_hide (self, place, telling);
    else
      tell_read (self, place, telling);
  }
}

static void
hides_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourPending) self = data;
  g_autoptr (GPtrArray) places =
      parlour_copy_get_places_finish (PARLOUR_COPY (source), result, NULL);

  tell_all (self, places, TRUE);
  end_one (self);
}

static void
reads_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourPending) self = data;
  g_autoptr (GPtrArray) places =
      parlour_copy_get_places_finish (PARLOUR_COPY (source), result, NULL);

  tell_all (self, places, FALSE);
  end_one (self);
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
  self->n_open = 2;
  parlour_copy_get_hides_async (self->copy, NULL, hides_cb, g_object_ref (self));
  parlour_copy_get_reads_async (self->copy, NULL, reads_cb, g_object_ref (self));
}

static void
parlour_pending_dispose (GObject *object)
{
  ParlourPending *self = PARLOUR_PENDING (object);

  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_object (&self->http);
  g_clear_object (&self->copy);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (parlour_pending_parent_class)->dispose (object);
}

static void
parlour_pending_class_init (ParlourPendingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_pending_dispose;
}

static void
parlour_pending_init (ParlourPending *self)
{
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
  return self;
}
