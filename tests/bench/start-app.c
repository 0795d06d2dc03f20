/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "frames.h"

#include "app/application.h"
#include "app/log/message-log.h"
#include "app/window.h"
#include "client/models/conversation-list.h"

#include <locale.h>
#include <stdio.h>

/* Parlour's own application in a program that watches its frames: when the window shows, when the
 * list of conversations does, and how long it takes from asking for the one that is named until its
 * messages are painted. Main thread. */

typedef enum { WAIT_LIST, SEE_LIST, WAIT_LOG, SEE_LOG } Phase;

typedef struct {
  GtkApplication *application;
  const char *conversation; /* nullable */
  Phase phase;
  double first;
  double list;
  double asked;
  double open;
  gint64 rss;
  gint64 anonymous;
} Run;

static GtkWidget *
find_log (GtkWidget *widget)
{
  if (PARLOUR_IS_MESSAGE_LOG (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *log = find_log (child);
    if (log != NULL)
      return log;
  }
  return NULL;
}

static gboolean
is_list_ready (Run *run, GtkWindow *window)
{
  ParlourMainView *view = parlour_window_get_main_view (PARLOUR_WINDOW (window));

  if (view == NULL || !gtk_widget_get_mapped (GTK_WIDGET (view)))
    return FALSE;
  GListModel *list = parlour_account_get_conversations (parlour_main_view_get_account (view));
  return parlour_conversation_list_get_ready (PARLOUR_CONVERSATION_LIST (list));
}

static gboolean
is_log_filled (GtkWindow *window)
{
  GtkWidget *log = find_log (GTK_WIDGET (window));
  GListModel *model =
      log != NULL ? parlour_message_log_get_model (PARLOUR_MESSAGE_LOG (log)) : NULL;

  return model != NULL && g_list_model_get_n_items (model) > 0 && gtk_widget_get_mapped (log) &&
         gtk_widget_get_first_child (log) != NULL;
}

static void
tell_and_quit (Run *run)
{
  gint64 rss = 0, anonymous = 0;

  printf ("{\"first_ms\":%.2f,\"list_ms\":%.2f,\"rss_kib\":%d,\"anonymous_kib\":%d", run->first,
          run->list, (int)run->rss, (int)run->anonymous);
  if (run->conversation != NULL) {
    frames_get_memory (&rss, &anonymous);
    printf (",\"open_ms\":%.2f,\"open_rss_kib\":%d,\"open_anonymous_kib\":%d",
            run->open - run->asked, (int)rss, (int)anonymous);
  }
  printf ("}\n");
  g_application_quit (G_APPLICATION (run->application));
}

/* Once nothing is left to do for the frame that was waited for. */
static gboolean
settled_cb (gpointer data)
{
  Run *run = data;
  GtkWindow *window = gtk_application_get_active_window (run->application);

  if (run->phase == SEE_LIST)
    frames_get_memory (&run->rss, &run->anonymous);
  if (run->phase == SEE_LOG || run->conversation == NULL) {
    tell_and_quit (run);
    return G_SOURCE_REMOVE;
  }
  run->phase = WAIT_LOG;
  run->asked = frames_now ();
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-conversation",
                                  g_variant_new_string (run->conversation));
  return G_SOURCE_REMOVE;
}

static void
frame_cb (double ms, gpointer data)
{
  Run *run = data;
  GtkWindow *window = gtk_application_get_active_window (run->application);

  if (window == NULL)
    return;
  if (run->first <= 0)
    run->first = ms;
  if (run->phase == WAIT_LIST && is_list_ready (run, window)) {
    run->list = ms;
    run->phase = SEE_LIST;
  } else if (run->phase == WAIT_LOG && is_log_filled (window)) {
    run->open = ms;
    run->phase = SEE_LOG;
  } else {
    return;
  }
  g_idle_add_full (G_PRIORITY_LOW, settled_cb, run, NULL);
}

static void
startup_cb (GApplication *application, gpointer run)
{
  frames_watch (frame_cb, run);
}

/* start-app PROFILE [CONVERSATION] */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Run run = {.conversation = argc > 2 ? argv[2] : NULL};

  setlocale (LC_ALL, "");
  g_autoptr (ParlourProfile) profile = argc > 1 ? parlour_profile_new (argv[1], &error) : NULL;
  if (profile == NULL) {
    g_printerr ("bench: %s\n", error != NULL ? error->message : "which profile?");
    return 2;
  }
  g_set_prgname (parlour_profile_get_application_id (profile));
  g_autoptr (ParlourApplication) application = parlour_application_new (profile);
  run.application = GTK_APPLICATION (application);
  g_signal_connect_after (application, "startup", G_CALLBACK (startup_cb), &run);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
