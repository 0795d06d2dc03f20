/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-window-keys"

#include "app/keys.h"
#include "app/window-keys.h"

#include <adwaita.h>

/* Which keys work in windows over the main one. Needs a display. */

typedef struct {
  GtkApplication *application;
  GtkWindow *bottom;
  guint quits;
  guint preferences;
  gboolean refuses; /* the window above does not want to close */
} Fixture;

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ((Fixture *)data)->quits++;
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ((Fixture *)data)->preferences++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const GActionEntry app[] = {{"quit", quit_cb}};
  static const GActionEntry win[] = {{"preferences", preferences_cb}};
  f->application = GTK_APPLICATION ((gpointer)data);
  g_action_map_add_action_entries (G_ACTION_MAP (f->application), app, 1, f);
  f->bottom = GTK_WINDOW (gtk_application_window_new (f->application));
  g_action_map_add_action_entries (G_ACTION_MAP (f->bottom), win, 1, f);
  gtk_window_present (f->bottom);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->bottom);
}

static gboolean
close_request_cb (GtkWindow *window, Fixture *f)
{
  return f->refuses;
}

static GtkWindow *
open_over (Fixture *f, GtkWindow *below, gboolean modal)
{
  GtkWindow *window = g_object_new (ADW_TYPE_WINDOW, "transient-for", below, "modal", modal, NULL);
  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), f);
  gtk_window_present (window);
  return window;
}

/* What a key does in @window that nothing in it takes. */
static void
press (GtkWindow *window, const char *accel)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_autoptr (GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string (accel);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GListModel) shortcuts = g_list_model_get_item (controllers, i);
    guint n = GTK_IS_SHORTCUT_CONTROLLER (shortcuts) ? g_list_model_get_n_items (shortcuts) : 0;
    for (guint j = 0; j < n; j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, j);
      if (!gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted))
        continue;
      gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, GTK_WIDGET (window),
                                    NULL);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      return;
    }
  }
}

static void
test_quit_closes_what_is_above_first (Fixture *f, gconstpointer data)
{
  GtkWindow *window = open_over (f, f->bottom, TRUE);
  GtkWindow *above = open_over (f, window, TRUE);
  f->refuses = TRUE;
  press (above, "<Control>q");
  g_assert_cmpuint (f->quits, ==, 0);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (above)));
  f->refuses = FALSE;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *)&window);
  press (above, "<Control>q");
  g_assert_cmpuint (f->quits, ==, 1);
  g_assert_null (window);
}

static void
test_nothing_opens_below_a_modal_window (Fixture *f, gconstpointer data)
{
  GtkWindow *window = open_over (f, f->bottom, FALSE);
  GtkWindow *modal = open_over (f, window, TRUE);
  press (modal, "<Control>comma");
  g_assert_cmpuint (f->preferences, ==, 0);
  press (window, "<Control>comma");
  g_assert_cmpuint (f->preferences, ==, 1);
  gtk_window_destroy (modal);
  gtk_window_destroy (window);
}

static void
test_close_closes_the_one_window (Fixture *f, gconstpointer data)
{
  GtkWindow *window = open_over (f, f->bottom, TRUE);
  GtkWindow *above = open_over (f, window, TRUE);
  g_object_add_weak_pointer (G_OBJECT (above), (gpointer *)&above);
  press (above, "<Control>w");
  g_assert_null (above);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  gtk_window_destroy (window);
}

/* There is no manual of the window: what it can do by keys is the help that there is. */
static void
test_help_opens_by_its_keys (Fixture *f, gconstpointer data)
{
  static const char *const accels[] = {"F1", "<Control>question"};
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++) {
    g_auto (GStrv) actions = gtk_application_get_actions_for_accel (f->application, accels[i]);
    g_assert_true (g_strv_contains ((const char *const *)actions, "win.show-help-overlay"));
  }
}

static GPtrArray *
list_shown (GtkWidget *widget, GPtrArray *shown)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget)) {
    char *accelerator = NULL;
    g_object_get (widget, "accelerator", &accelerator, NULL);
    g_ptr_array_add (shown, accelerator);
  }
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at;
       at = gtk_widget_get_next_sibling (at))
    list_shown (at, shown);
  return shown;
}

static gboolean
is_same (const char *shown, const char *accel)
{
  guint keys[2] = {0, 0};
  GdkModifierType held[2] = {0, 0};
  return gtk_accelerator_parse (shown, &keys[0], &held[0]) &&
         gtk_accelerator_parse (accel, &keys[1], &held[1]) && keys[0] == keys[1] &&
         held[0] == held[1];
}

static gboolean
is_shown (GPtrArray *shown, const char *accel)
{
  for (guint i = 0; i < shown->len; i++) {
    g_auto (GStrv) each = g_strsplit (g_ptr_array_index (shown, i), " ", -1);
    for (guint j = 0; each[j]; j++)
      if (is_same (each[j], accel))
        return TRUE;
  }
  return FALSE;
}

/* But for Alt+1 to 9, which show as a range. */
static void
test_every_key_is_shown (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (f->application);
  GtkWindow *overlay = GTK_WINDOW (g_object_ref_sink (parlour_keys_new_overlay ()));
  list_shown (GTK_WIDGET (overlay), shown);
  for (guint i = 0; actions[i]; i++) {
    g_auto (GStrv) accels = gtk_application_get_accels_for_action (f->application, actions[i]);
    for (guint j = 0; accels[j] && !g_str_has_prefix (actions[i], "win.go-nth"); j++)
      g_assert_true (is_shown (shown, accels[j]));
  }
  gtk_window_destroy (overlay);
  g_object_unref (overlay);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  parlour_keys_install (application);
  parlour_window_keys_install (application);
  g_test_add ("/window-keys/quit-closes-what-is-above-first", Fixture, application, set_up,
              test_quit_closes_what_is_above_first, tear_down);
  g_test_add ("/window-keys/close-closes-the-one-window", Fixture, application, set_up,
              test_close_closes_the_one_window, tear_down);
  g_test_add ("/window-keys/nothing-opens-below-a-modal-window", Fixture, application, set_up,
              test_nothing_opens_below_a_modal_window, tear_down);
  g_test_add ("/window-keys/help-opens-by-its-keys", Fixture, application, set_up,
              test_help_opens_by_its_keys, tear_down);
  g_test_add ("/window-keys/every-key-is-shown", Fixture, application, set_up,
              test_every_key_is_shown, tear_down);
  return g_test_run ();
}
