/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-window-keys"

#include "app/window-keys.h"

/* GTK knows an application's keys only in the windows that it holds, and those over them it does
 * not: they go with the one below. So each new one gets shortcuts of its own that act on the window
 * at the bottom, and the one that closes itself. Main thread. */

typedef struct {
  const char *action;
  gboolean over_modal; /* also while the window below has to wait */
} Carried;

static const Carried carried[] = {
    {"app.quit", TRUE},
    {"win.preferences", FALSE},
    {"win.compose::", FALSE},
};

static GtkWindow *
find_bottom (GtkWindow *window, gboolean *modal)
{
  *modal = FALSE;
  while (window && !GTK_IS_APPLICATION_WINDOW (window)) {
    *modal = *modal || gtk_window_get_modal (window);
    window = gtk_window_get_transient_for (window);
  }
  return window;
}

/* As a person would, one after the other. One that asks first stays, and all below it. */
static gboolean
close_down_to (GtkWindow *window, GtkWindow *bottom)
{
  while (window != bottom) {
    g_autoptr (GtkWindow) closing = g_object_ref (window);
    window = gtk_window_get_transient_for (window);
    gtk_window_close (closing);
    if (gtk_widget_get_visible (GTK_WIDGET (closing)))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  const Carried *key;
  GtkWindow *window; /* where it was pressed */
} Press;

static void
press_free (gpointer data)
{
  Press *press = data;
  g_clear_object (&press->window);
  g_free (press);
}

static gboolean
act_cb (gpointer user_data)
{
  Press *press = user_data;
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  gboolean modal = FALSE;
  GtkWindow *bottom = find_bottom (press->window, &modal);
  if (!bottom)
    return G_SOURCE_REMOVE;
  g_autoptr (GtkWindow) held = g_object_ref (bottom);
  g_action_parse_detailed_name (press->key->action, &name, &target, NULL);
  if (press->key->over_modal && !close_down_to (press->window, bottom))
    return G_SOURCE_REMOVE;
  g_clear_object (&press->window); /* GTK does not bear that one outlives what it was over */
  gtk_widget_activate_action_variant (GTK_WIDGET (bottom), name, target);
  return G_SOURCE_REMOVE;
}

/* Not at once: windows may not go while one of them hands a key on. */
static gboolean
key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  const Carried *key = user_data;
  gboolean modal = FALSE;
  GtkWindow *bottom = find_bottom (GTK_WINDOW (widget), &modal);
  if (!bottom || (modal && !key->over_modal))
    return FALSE;
  Press *press = g_new (Press, 1);
  *press = (Press){key, GTK_WINDOW (g_object_ref (widget))};
  g_idle_add_full (G_PRIORITY_DEFAULT, act_cb, press, press_free);
  return TRUE;
}

static void
add_key (GtkEventController *keys,
         GtkApplication *application,
         const char *detailed_action,
         GtkShortcutAction *action)
{
  g_auto (GStrv) accels = gtk_application_get_accels_for_action (application, detailed_action);
  for (gsize i = 0; accels[i]; i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (accels[i]), g_object_ref (action)));
  g_object_unref (action);
}

static void
add_keys (GtkWidget *window, GtkApplication *application)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  add_key (keys, application, "window.close", gtk_named_action_new ("window.close"));
  for (gsize i = 0; i < G_N_ELEMENTS (carried); i++)
    add_key (keys, application, carried[i].action,
             gtk_callback_action_new (key_cb, (gpointer)&carried[i], NULL));
  gtk_widget_add_controller (window, keys);
}

static void
windows_changed_cb (
    GListModel *windows, guint position, guint removed, guint added, GtkApplication *application)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    if (!GTK_IS_APPLICATION_WINDOW (window))
      add_keys (window, application);
  }
}

void
parlour_window_keys_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed",
                           G_CALLBACK (windows_changed_cb), application, 0);
}
