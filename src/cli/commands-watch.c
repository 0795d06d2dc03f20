/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-watch"

#include "cli/await.h"
#include "cli/commands.h"
#include "cli/device.h"
#include "cli/output.h"
#include "cli/people.h"
#include "cli/watched.h"

#include <glib/gi18n.h>

/* This file owns `watch`: events are queued as they come and printed one after the other, with what
 * has to be asked for each in between. Main thread. */

#define MISSED_RETRY_MS 2000

typedef struct {
  ParlourCli *cli;
  ParlourCliDevice *device;
  ParlourCliPeople *people;
  ParlourCliWatched *watched;
  GQueue events; /* ParlourEvent: to be printed */
  gboolean online;
  gboolean told; /* that there is no connection */
  gboolean late;
} Watch;

static void
event_cb (Watch *watch, ParlourEvent *event)
{
  g_queue_push_tail (&watch->events, parlour_event_ref (event));
}

static gboolean
is_over (Watch *watch)
{
  return parlour_cli_device_is_interrupted (watch->device) ||
         parlour_account_get_state (parlour_cli_device_get_account (watch->device)) ==
             PARLOUR_ACCOUNT_SIGNED_OUT;
}

/* How the connection stands goes to standard error, once each time that it changes. */
static void
tell_state (Watch *watch)
{
  ParlourAccount *account = parlour_cli_device_get_account (watch->device);
  ParlourAccountState state = parlour_account_get_state (account);
  const GError *problem = parlour_account_get_problem (account);

  if (state == PARLOUR_ACCOUNT_OFFLINE && !watch->told) {
    watch->told = TRUE;
    if (problem != NULL)
      parlour_cli_say_error (problem);
    parlour_cli_say (_ ("No connection; it is tried again by itself."));
  }
  if (state == PARLOUR_ACCOUNT_ONLINE && watch->told) {
    watch->told = FALSE;
    parlour_cli_say (_ ("Connected."));
  }
}

static void
state_cb (Watch *watch)
{
  ParlourAccount *account = parlour_cli_device_get_account (watch->device);

  tell_state (watch);
  if (parlour_account_get_state (account) == PARLOUR_ACCOUNT_ONLINE)
    watch->online = TRUE;
}

/* The conversation that it is about, if any. */
static const char *
where (const ParlourEvent *event)
{
  return strcmp (event->stream, PARLOUR_INBOX_STREAM) == 0 ? event->conversation : event->stream;
}

static void
print (Watch *watch, const ParlourEvent *event)
{
  gboolean json = watch->cli->options->json;
  ParlourCliHeading heading = {NULL, NULL};

  if (!parlour_cli_watched_is_new (watch->watched, event))
    return;
  if (!json && event->kind != PARLOUR_EVENT_VOID)
    heading = parlour_cli_people_head (watch->people, event->actor, where (event));
  parlour_cli_print_event (event, &heading, json);
  parlour_cli_watched_printed (watch->watched, event);
}

static gboolean
has_work (gpointer data)
{
  Watch *watch = data;

  return watch->late || watch->online || watch->events.length > 0 || is_over (watch);
}

static void
late_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
}

/* Without the connection there is nothing to do but to try again, until somebody ends us. */
static gboolean
pause_ (Watch *watch, const GError *problem)
{
  guint timer = g_timeout_add_once (MISSED_RETRY_MS, late_cb, &watch->late);

  if (!watch->told)
    parlour_cli_say_error (problem);
  watch->told = TRUE;
  parlour_cli_await_until (has_work, watch, 0);
  if (!watch->late)
    g_source_remove (timer);
  watch->late = FALSE;
  return !is_over (watch);
}

/* What earlier runs did not print comes first, and before new events can move on. */
static gboolean
print_missed (Watch *watch, GError **error)
{
  g_autoptr (GPtrArray) events = NULL;

  while (events == NULL) {
    g_autoptr (GError) local = NULL;
    events = parlour_cli_watched_get_missed (watch->watched, &local);
    if (events == NULL && !parlour_http_is_network_error (local)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (events == NULL && !pause_ (watch, local))
      return TRUE;
  }
  for (guint i = 0; i < events->len; i++)
    print (watch, g_ptr_array_index (events, i));
  return TRUE;
}

static gboolean
follow (Watch *watch, GError **error)
{
  parlour_cli_device_start (watch->device);
  while (!is_over (watch)) {
    g_autoptr (ParlourEvent) event = NULL;

    parlour_cli_await_until (has_work, watch, 0);
    if (watch->online && !parlour_cli_watched_begin (watch->watched, error))
      return FALSE;
    watch->online = FALSE;
    event = g_queue_pop_head (&watch->events);
    if (event != NULL)
      print (watch, event);
  }
  if (parlour_cli_device_is_interrupted (watch->device))
    return TRUE;
  g_propagate_error (error, g_error_copy (parlour_account_get_problem (
                                parlour_cli_device_get_account (watch->device))));
  return FALSE;
}

gboolean
parlour_cli_watch (ParlourCli *cli, GError **error)
{
  g_autoptr (ParlourCliDevice) device =
      parlour_cli_device_open (cli->session, PARLOUR_CLI_COPY_OR_TEMPORARY, error);
  if (device == NULL)
    return FALSE;

  g_autoptr (ParlourCliPeople) people = parlour_cli_people_new (cli->session);
  g_autoptr (ParlourCliWatched) watched = parlour_cli_watched_new (cli->session, device);
  ParlourAccount *account = parlour_cli_device_get_account (device);
  Watch watch = {.cli = cli, .device = device, .people = people, .watched = watched};
  gulong handlers[] = {
      g_signal_connect_swapped (account, "event", G_CALLBACK (event_cb), &watch),
      g_signal_connect_swapped (account, "notify::state", G_CALLBACK (state_cb), &watch),
  };
  gboolean good = print_missed (&watch, error) && follow (&watch, error);

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_handler_disconnect (account, handlers[i]);
  g_queue_clear_full (&watch.events, (GDestroyNotify)parlour_event_unref);
  return good;
}
