/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-application"

#include "app/application.h"

#include "app/about.h"
#include "app/hosting.h"
#include "app/keys.h"
#include "app/notify/launcher.h"
#include "app/notify/notifications.h"
#include "app/problem-text.h"
#include "app/window-keys.h"
#include "app/window.h"
#include "build-config.h"
#include "ui/parlour-resources.h"

#include <glib/gi18n.h>

/* The program's life: start the hosted server and the accounts, show the window at once, close the
 * copies at the end. Main thread. */

struct _ParlourApplication {
  AdwApplication parent_instance;
  ParlourProfile *profile;
  ParlourSettings *settings;
  ParlourAccounts *accounts;
  ParlourDiscovery *discovery;
  ParlourHost *host;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  ParlourBackground *background;
  ParlourHosting *hosting;
  ParlourNotifications *notifications;
  ParlourLauncher *launcher;
  gboolean held;   /* by the wish to stay in the background */
  gboolean hidden; /* started to stay in the background: the first activation shows nothing */
  gboolean loaded;
};

G_DEFINE_FINAL_TYPE (ParlourApplication, parlour_application, ADW_TYPE_APPLICATION)

enum { SIGNAL_LOADED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The hosted server may answer on another port than last time: its accounts go along. Called when
 * it runs and when the accounts are there, whichever comes last. */
static void
follow_host (ParlourApplication *self)
{
  const char *address = parlour_host_get_address (self->host);
  if (!address || !self->loaded)
    return;
  parlour_accounts_follow (self->accounts, address);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++) {
    g_autoptr (ParlourAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
    parlour_account_try_again (account);
  }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  if (!parlour_accounts_load_finish (PARLOUR_ACCOUNTS (source), result, &error)) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    g_warning ("Cannot load the accounts: %s", error->message);
  }
  self->loaded = TRUE;
  if (self->host)
    follow_host (self);
  g_autofree char *text = error ? parlour_problem_text (error) : NULL;
  g_signal_emit (self, signals[SIGNAL_LOADED], 0, text);
}

static void
host_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = parlour_host_start_finish (PARLOUR_HOST (source), result, &error);
  if (!address) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_warning ("Cannot start the hosted server: %s", error->message);
    return;
  }
  follow_host (self);
}

/* Stays without a window while that is wished for. */
static void
set_held (ParlourApplication *self, gboolean held)
{
  if (held == self->held)
    return;
  self->held = held;
  if (held)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

static void
stay_cb (ParlourApplication *self)
{
  set_held (self, parlour_background_get_wanted (self->background));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_held (PARLOUR_APPLICATION (user_data), FALSE);
  GList *windows = gtk_application_get_windows (user_data);
  if (!windows) {
    g_application_quit (user_data);
    return;
  }
  g_autoptr (GList) copy = g_list_copy (windows);
  for (GList *at = copy; at; at = at->next)
    gtk_window_close (at->data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_about_show (gtk_application_get_active_window (user_data));
}

/* What a notification asks for: raise the window, then show it there. */
static void
show_conversation_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *account = NULL;
  const char *conversation = NULL;
  g_variant_get (parameter, "(&s&s)", &account, &conversation);
  PARLOUR_APPLICATION (user_data)->hidden = FALSE;
  g_application_activate (user_data);
  GtkWindow *window = gtk_application_get_active_window (user_data);
  parlour_window_show_conversation (PARLOUR_WINDOW (window), account, conversation);
}

static gboolean
is_in_view (ParlourAccount *account, const char *conversation, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);
  return PARLOUR_IS_WINDOW (window) &&
         parlour_window_has_in_view (PARLOUR_WINDOW (window), account, conversation);
}

static void
parlour_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
      {"quit", quit_cb},
      {"about", about_cb},
      {"show-conversation", show_conversation_cb, "(ss)"},
  };
  ParlourApplication *self = PARLOUR_APPLICATION (application);
  parlour_register_resource ();
  G_APPLICATION_CLASS (parlour_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  parlour_keys_install (GTK_APPLICATION (self));
  parlour_window_keys_install (GTK_APPLICATION (self));
  gtk_window_set_default_icon_name (PARLOUR_APP_ID);
  /* Coming to a text by the keyboard is not wanting to copy all of it. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  self->settings = parlour_settings_new (self->profile);
  self->accounts = parlour_accounts_new (self->profile);
  self->discovery = parlour_discovery_new (self->accounts, NULL);
  self->host = parlour_host_new (self->profile, NULL);
  self->admin = parlour_host_admin_new (self->profile);
  self->background =
      parlour_background_new (self->profile, parlour_settings_get_stay (self->settings));
  g_object_bind_property (self->background, "wanted", self->settings, "stay-in-background",
                          G_BINDING_DEFAULT);
  g_signal_connect_object (self->background, "notify::wanted", G_CALLBACK (stay_cb), self,
                           G_CONNECT_SWAPPED);
  stay_cb (self);
  self->hosting =
      parlour_hosting_new (GTK_APPLICATION (self), self->host, self->admin, self->background);
  self->notifications =
      parlour_notifications_new (application, self->accounts, self->settings, is_in_view, self);
  self->launcher = parlour_launcher_new (application, self->accounts);
  if (parlour_host_exists (self->host))
    parlour_host_start_async (self->host, NULL, NULL, self->cancellable, host_started_cb,
                              g_object_ref (self));
  parlour_accounts_load_async (self->accounts, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
parlour_application_activate (GApplication *application)
{
  ParlourApplication *self = PARLOUR_APPLICATION (application);
  gboolean hidden = self->hidden && self->held;
  self->hidden = FALSE;
  if (hidden)
    return;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  if (!window)
    window = GTK_WINDOW (parlour_window_new (PARLOUR_APPLICATION (application)));
  gtk_window_present (window);
}

/* Links: the window shows what they lead to, and asks. */
static void
parlour_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_application_activate (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_autofree char *link = n_files > 0 ? g_file_get_uri (files[0]) : NULL;
  if (window && link)
    parlour_window_open_link (PARLOUR_WINDOW (window), link);
}

static int
parlour_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  PARLOUR_APPLICATION (application)->hidden = g_variant_dict_contains (options, "background");
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("parlour %s\n", PARLOUR_VERSION);
  return 0;
}

static void
parlour_application_shutdown (GApplication *application)
{
  ParlourApplication *self = PARLOUR_APPLICATION (application);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->notifications);
  g_clear_object (&self->launcher);
  /* The server's end is heard after this, when the application can keep nothing awake any more. */
  g_clear_object (&self->hosting);
  if (self->accounts)
    parlour_accounts_close (self->accounts);
  if (self->host)
    parlour_host_stop (self->host);
  G_APPLICATION_CLASS (parlour_application_parent_class)->shutdown (application);
}

static void
parlour_application_dispose (GObject *object)
{
  ParlourApplication *self = PARLOUR_APPLICATION (object);
  g_clear_object (&self->background);
  g_clear_object (&self->discovery);
  g_clear_object (&self->accounts);
  g_clear_object (&self->admin);
  g_clear_object (&self->host);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->profile, parlour_profile_unref);
  G_OBJECT_CLASS (parlour_application_parent_class)->dispose (object);
}

static void
parlour_application_class_init (ParlourApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_application_dispose;
  application_class->startup = parlour_application_startup;
  application_class->activate = parlour_application_activate;
  application_class->open = parlour_application_open;
  application_class->shutdown = parlour_application_shutdown;
  application_class->handle_local_options = parlour_application_handle_local_options;
  /* "loaded" (char *problem, nullable): the kept accounts have been read, or could not be. */
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", PARLOUR_TYPE_APPLICATION, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_application_init (ParlourApplication *self)
{
  const GOptionEntry entries[] = {
      {"profile", 0, 0, G_OPTION_ARG_STRING, NULL,
       N_ ("Use folders, keyring entries and a window of its own"), N_ ("NAME")},
      {"background", 0, 0, G_OPTION_ARG_NONE, NULL,
       N_ ("Start without a window, where Parlour stays in the background"), NULL},
      {"version", 'V', 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and exit"), NULL},
      {NULL},
  };
  self->cancellable = g_cancellable_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
  g_application_set_option_context_description (
      G_APPLICATION (self),
      _ ("“parlour --serve …” becomes the server; “parlour --serve --help” tells its options."));
}

ParlourApplication *
parlour_application_new (ParlourProfile *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);
  ParlourApplication *self = g_object_new (
      PARLOUR_TYPE_APPLICATION, "application-id", parlour_profile_get_application_id (profile),
      "flags", G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/im/parlour/Parlour", NULL);
  self->profile = parlour_profile_ref (profile);
  return self;
}

ParlourAccounts *
parlour_application_get_accounts (ParlourApplication *self)
{
  g_return_val_if_fail (PARLOUR_IS_APPLICATION (self), NULL);
  return self->accounts;
}

ParlourHost *
parlour_application_get_host (ParlourApplication *self)
{
  g_return_val_if_fail (PARLOUR_IS_APPLICATION (self), NULL);
  return self->host;
}

ParlourHostAdmin *
parlour_application_get_admin (ParlourApplication *self)
{
  g_return_val_if_fail (PARLOUR_IS_APPLICATION (self), NULL);
  return self->admin;
}

ParlourBackground *
parlour_application_get_background (ParlourApplication *self)
{
  g_return_val_if_fail (PARLOUR_IS_APPLICATION (self), NULL);
  return self->background;
}

ParlourDiscovery *
parlour_application_get_discovery (ParlourApplication *self)
{
  g_return_val_if_fail (PARLOUR_IS_APPLICATION (self), NULL);
  return self->discovery;
}

ParlourSettings *
parlour_application_get_settings (ParlourApplication *self)
{
  g_return_val_if_fail (PARLOUR_IS_APPLICATION (self), NULL);
  return self->settings;
}

gboolean
parlour_application_is_loaded (ParlourApplication *self)
{
  g_return_val_if_fail (PARLOUR_IS_APPLICATION (self), FALSE);
  return self->loaded;
}
