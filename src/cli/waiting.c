/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-waiting"

#include "cli/waiting.h"

#include "cli/await.h"
#include "cli/cli-error.h"
#include "cli/output.h"
#include "client/cache/copy-pending.h"
#include "client/cache/queries.h"
#include "core/problem.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* This file owns how one waits for the outbox to empty. Main thread. */

#define ANSWER_SECONDS 20
#define NEWEST_SENT    200
#define TEXT_CHARS     40

/* The outbox, then the newest messages of mine. */
static GPtrArray *
read_rows (ParlourCopy *copy, GError **error)
{
  const ParlourBoxRequest request = {.mine = TRUE, .limit = NEWEST_SENT, .outbox = TRUE};
  g_autoptr (GAsyncResult) result = NULL;

  parlour_copy_read_box_async (copy, &request, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  g_autoptr (ParlourBoxPage) page = parlour_copy_read_box_finish (copy, result, error);
  return page != NULL ? g_ptr_array_ref (page->rows) : NULL;
}

static ParlourMessageRow *
find_row (GPtrArray *rows, const char *client_id)
{
  for (guint i = 0; i < rows->len; i++) {
    ParlourMessageRow *row = g_ptr_array_index (rows, i);
    if (g_strcmp0 (row->client_id, client_id) == 0)
      return row;
  }
  return NULL;
}

/* Something of the outbox changed, or the connection did. */
typedef struct {
  ParlourCliDevice *device;
  gboolean changed;
} Change;

static void
changed_cb (Change *change)
{
  change->changed = TRUE;
}

static gboolean
has_changed (gpointer data)
{
  Change *change = data;

  return change->changed || parlour_cli_device_is_interrupted (change->device) ||
         parlour_account_get_state (parlour_cli_device_get_account (change->device)) ==
             PARLOUR_ACCOUNT_SIGNED_OUT;
}

static void
discard (ParlourCopy *copy, const char *client_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_copy_outbox_discard_async (copy, client_id, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  if (!parlour_copy_write_finish (copy, result, &error))
    g_warning ("a refused message stays in the outbox: %s", error->message);
}

static void
set_refusal (GError **error, const ParlourMessageRow *row)
{
  /* By way of its JSON, for that knows codes that this version does not. */
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "code", row->problem_code);
  parlour_json_writer_string (writer, "detail", row->problem_detail);
  parlour_json_writer_end_object (writer);

  g_autofree char *text = parlour_json_writer_finish (writer);
  g_propagate_error (error, parlour_problem_from_json (422, text, strlen (text)));
}

static gboolean
is_still_waiting (const ParlourMessageRow *row)
{
  return row != NULL && row->state == PARLOUR_MESSAGE_WAITING;
}

/* Until @client_id's row is no more waiting, or nothing is to be hoped for. */
static ParlourMessageRow *
await_row (ParlourCliDevice *device, const char *client_id, GError **error)
{
  ParlourCopy *copy = parlour_cli_device_get_copy (device);
  Change change = {.device = device, .changed = TRUE};
  gulong handler =
      g_signal_connect_swapped (copy, "outbox-changed", G_CALLBACK (changed_cb), &change);
  g_autoptr (ParlourMessageRow) row = NULL;
  gboolean hope = TRUE;

  while (hope) {
    change.changed = FALSE;
    g_autoptr (GPtrArray) rows = read_rows (copy, error);
    ParlourMessageRow *found = rows != NULL ? find_row (rows, client_id) : NULL;
    g_clear_pointer (&row, parlour_message_row_unref);
    row = found != NULL ? parlour_message_row_ref (found) : NULL;
    hope = is_still_waiting (row) &&
           parlour_cli_await_until (has_changed, &change, ANSWER_SECONDS) && change.changed;
  }
  g_signal_handler_disconnect (copy, handler);
  return g_steal_pointer (&row);
}

static void
set_unanswered (ParlourCliDevice *device, GError **error)
{
  const GError *problem = parlour_account_get_problem (parlour_cli_device_get_account (device));

  if (problem != NULL && parlour_cli_error_to_status (problem) == PARLOUR_CLI_NOT_SIGNED_IN)
    g_propagate_error (error, g_error_copy (problem));
  else
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_NO_CONNECTION, "%s",
                 _ ("The server does not answer: the message waits, and is sent with the next "
                    "command."));
}

gboolean
parlour_cli_await_sent (ParlourCliDevice *device,
                        const char *client_id,
                        ParlourMessageRow **row,
                        GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ParlourMessageRow) found = await_row (device, client_id, &local);

  *row = NULL;
  if (local != NULL) {
    parlour_cli_error_take_local (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (is_still_waiting (found)) {
    set_unanswered (device, error);
    return FALSE;
  }
  if (found != NULL && found->state == PARLOUR_MESSAGE_FAILED) {
    set_refusal (error, found);
    discard (parlour_cli_device_get_copy (device), client_id);
    return FALSE;
  }
  *row = g_steal_pointer (&found);
  return TRUE;
}

static void
say_what_became (const ParlourMessageRow *waiting, const GError *error)
{
  g_autofree char *text = parlour_text_first_line (waiting->body, TEXT_CHARS);
  g_autofree char *sentence =
      error == NULL
          /* Translators: the beginning of a message */
          ? g_strdup_printf (_ ("What waited is sent now: “%s”"), text)
          /* Translators: the beginning of a message, then a reason, then a code for scripts */
          : g_strdup_printf (_ ("What waited was refused: “%s”: %s (%s)"), text, error->message,
                             parlour_cli_error_to_code (error));

  parlour_cli_say (sentence);
}

static void
send_all (ParlourCliDevice *device)
{
  g_autoptr (GPtrArray) rows = read_rows (parlour_cli_device_get_copy (device), NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const ParlourMessageRow *waiting = g_ptr_array_index (rows, i);
    g_autoptr (ParlourMessageRow) sent = NULL;
    g_autoptr (GError) error = NULL;

    if (waiting->outbox == 0)
      return;
    if (!parlour_cli_await_sent (device, waiting->client_id, &sent, &error) &&
        parlour_cli_error_to_status (error) != PARLOUR_CLI_FAILED)
      return;
    say_what_became (waiting, error);
  }
}

void
parlour_cli_send_waiting (ParlourCliSession *session)
{
  if (!g_file_test (parlour_cli_session_get_folder (session), G_FILE_TEST_IS_DIR))
    return;

  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourCliDevice) device =
      parlour_cli_device_open (session, PARLOUR_CLI_COPY_ONLY, &error);
  if (device == NULL) {
    /* Who holds it sends it, too. */
    g_debug ("the outbox is not looked into: %s", error->message);
    return;
  }
  if (parlour_copy_get_waiting (parlour_cli_device_get_copy (device)) > 0 &&
      parlour_cli_device_connect (device, NULL))
    send_all (device);
}
