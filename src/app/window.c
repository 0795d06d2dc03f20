/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-window"

#include "app/window.h"

#include "app/keys.h"
#include "app/message-link.h"
#include "app/preferences.h"
#include "app/problem-text.h"
#include "app/server/check-dialog.h"
#include "app/server/invite-dialog.h"
#include "app/server/reports-window.h"
#include "app/server/server-window.h"
#include "app/welcome/welcome.h"
#include "app/window-actions.h"

#include <glib/gi18n.h>

/* Which of its pages and which account the window shows, and its size. Main thread. */

struct _ParlourWindow {
  AdwApplicationWindow parent_instance;
  ParlourApplication *application; /* borrowed: lives longer */
  GtkStack *stack;
  ParlourWelcome *welcome;
  ParlourMainView *main_view; /* a child of the stack, or NULL */
  gboolean adding;            /* Welcome is in front of the main view, for one more account */
  char *awaited_account;      /* nullable: of the conversation to show once it is there */
  char *awaited;              /* nullable: that conversation */
  ParlourAccountDesk *desk;   /* of the account that is shown, or NULL */
  ParlourDestination *opened; /* by a link, to be asked about once it is known where; or NULL */
};

G_DEFINE_FINAL_TYPE (ParlourWindow, parlour_window, ADW_TYPE_APPLICATION_WINDOW)

static void
enable (ParlourWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Only who administers the place has its reports to look after. */
static void
administers_cb (ParlourWindow *self)
{
  enable (self, "reports", self->desk && parlour_account_desk_get_administers (self->desk));
}

static void
take_desk (ParlourWindow *self, ParlourAccountDesk *desk)
{
  g_set_object (&self->desk, desk);
  if (desk)
    g_signal_connect_object (desk, "notify::administers", G_CALLBACK (administers_cb), self,
                             G_CONNECT_SWAPPED);
  administers_cb (self);
}

static void
drop_main_view (ParlourWindow *self)
{
  if (!self->main_view)
    return;
  take_desk (self, NULL);
  gtk_stack_remove (self->stack, GTK_WIDGET (self->main_view));
  self->main_view = NULL;
}

static void
enter_sends_cb (ParlourWindow *self)
{
  ParlourSettings *settings = parlour_application_get_settings (self->application);
  if (self->main_view)
    parlour_main_view_set_enter_sends (self->main_view,
                                       parlour_settings_get_enter_sends (settings));
}

static void
show_page (ParlourWindow *self)
{
  gboolean in_front = self->main_view && !self->adding;
  gboolean loaded = parlour_application_is_loaded (self->application);
  if (in_front)
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->main_view));
  else
    gtk_stack_set_visible_child_name (self->stack, loaded || self->adding ? "welcome" : "starting");
  /* A profile hosts one place. Without an account, an attempt that went half-way is repeated. */
  parlour_welcome_set_offers (
      self->welcome, self->main_view != NULL,
      !self->main_view || !parlour_host_exists (parlour_application_get_host (self->application)));
  parlour_window_enable_actions (self, in_front);
  enable (self, "add-account", in_front);
  enable (self, "leave-welcome", self->main_view && self->adding);
}

static void
show_account (ParlourWindow *self, ParlourAccount *account)
{
  ParlourMainView *before = self->main_view;
  const char *id = parlour_account_get_id (account);
  if (before && parlour_main_view_get_account (before) == account)
    return;
  self->main_view = PARLOUR_MAIN_VIEW (
      parlour_main_view_new (parlour_application_get_accounts (self->application), account));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->main_view), NULL);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->main_view));
  gtk_window_set_focus_visible (GTK_WINDOW (self), FALSE); /* the last key was for another page */
  if (before) {
    parlour_main_view_flush (before);
    gtk_stack_remove (self->stack, GTK_WIDGET (before));
  } else {
    parlour_welcome_reset (self->welcome);
  }
  g_autoptr (ParlourAccountDesk) desk = parlour_account_desk_new (account);
  take_desk (self, desk);
  enter_sends_cb (self);
  parlour_settings_set_account (parlour_application_get_settings (self->application), id);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "show-account",
                                      g_variant_new_string (id));
}

/* (transfer full) (nullable) */
static ParlourAccount *
find_account (ParlourWindow *self, const char *id)
{
  GListModel *accounts = G_LIST_MODEL (parlour_application_get_accounts (self->application));
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (ParlourAccount) account = g_list_model_get_item (accounts, i);
    if (g_str_equal (parlour_account_get_id (account), id))
      return g_steal_pointer (&account);
  }
  return NULL;
}

/* The one that was shown last, which at the start may not have been read yet; else the first. */
static ParlourAccount *
choose_account (ParlourWindow *self)
{
  const char *last =
      parlour_settings_get_account (parlour_application_get_settings (self->application));
  ParlourAccount *account = find_account (self, last);
  if (account || (*last && !parlour_application_is_loaded (self->application)))
    return account;
  GListModel *accounts = G_LIST_MODEL (parlour_application_get_accounts (self->application));
  return g_list_model_get_item (accounts, 0);
}

/* A notification may have started the program: its account comes a moment later. */
static void
show_awaited (ParlourWindow *self)
{
  g_autoptr (ParlourAccount) account =
      self->awaited ? find_account (self, self->awaited_account) : NULL;
  if (!account)
    return;
  g_autofree char *conversation = g_steal_pointer (&self->awaited);
  parlour_window_show_account (self, self->awaited_account);
  parlour_main_view_show_conversation (self->main_view, conversation, 0);
}

static void
update_page (ParlourWindow *self)
{
  g_autoptr (ParlourAccount) account = choose_account (self);
  if (account) {
    self->adding = self->adding && self->main_view;
    show_account (self, account);
  } else {
    drop_main_view (self);
  }
  show_page (self);
  show_awaited (self);
}

/* Only who hosts has a server to look after. */
static void
host_cb (ParlourWindow *self)
{
  gboolean hosts = parlour_host_exists (parlour_application_get_host (self->application));
  enable (self, "server", hosts);
  enable (self, "invite", hosts);
}

/* Once it is known whether there is an account. */
static void
show_opened (ParlourWindow *self)
{
  if (!self->opened || !parlour_application_is_loaded (self->application))
    return;
  g_autoptr (ParlourDestination) destination = g_steal_pointer (&self->opened);
  self->adding = self->main_view != NULL;
  show_page (self);
  parlour_welcome_open_link (self->welcome, destination);
}

static void
loaded_cb (ParlourWindow *self, const char *problem)
{
  update_page (self);
  if (problem)
    parlour_welcome_show_problem (self->welcome, problem);
  show_opened (self);
}

/* Where the keyboard is matters in the window in front alone. */
static void
is_active_cb (ParlourWindow *self)
{
  if (!gtk_window_is_active (GTK_WINDOW (self)))
    gtk_window_set_focus_visible (GTK_WINDOW (self), FALSE);
}

static void
save_size (ParlourWindow *self)
{
  int width = 0;
  int height = 0;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  parlour_settings_set_window (parlour_application_get_settings (self->application), width, height,
                               gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
parlour_window_close_request (GtkWindow *window)
{
  ParlourWindow *self = PARLOUR_WINDOW (window);
  save_size (self);
  if (self->main_view)
    parlour_main_view_flush (self->main_view);
  return GTK_WINDOW_CLASS (parlour_window_parent_class)->close_request (window);
}

static void
parlour_window_dispose (GObject *object)
{
  ParlourWindow *self = PARLOUR_WINDOW (object);
  self->main_view = NULL;
  g_clear_object (&self->desk);
  g_clear_pointer (&self->opened, parlour_destination_unref);
  g_clear_pointer (&self->awaited, g_free);
  g_clear_pointer (&self->awaited_account, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_WINDOW);
  G_OBJECT_CLASS (parlour_window_parent_class)->dispose (object);
}

static void
parlour_window_class_init (ParlourWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = parlour_window_close_request;
  g_type_ensure (PARLOUR_TYPE_WELCOME);
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourWindow, welcome);
}

static void
parlour_window_init (ParlourWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_window_add_actions (self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (is_active_cb), NULL);
  parlour_window_enable_actions (self, FALSE);
  g_autoptr (GtkShortcutsWindow) overlay = parlour_keys_new_overlay ();
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self), overlay);
}

ParlourWindow *
parlour_window_new (ParlourApplication *application)
{
  ParlourWindow *self = g_object_new (PARLOUR_TYPE_WINDOW, "application", application, NULL);
  ParlourAccounts *accounts = parlour_application_get_accounts (application);
  ParlourSettings *settings = parlour_application_get_settings (application);
  int width = 0;
  int height = 0;
  gboolean maximized = FALSE;
  self->application = application;
  parlour_settings_get_window (settings, &width, &height, &maximized);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  parlour_welcome_set_up (self->welcome, accounts, parlour_application_get_discovery (application),
                          parlour_application_get_host (application),
                          parlour_application_get_admin (application));
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (parlour_application_get_host (application), "notify",
                           G_CALLBACK (host_cb), self, G_CONNECT_SWAPPED);
  host_cb (self);
  g_signal_connect_object (settings, "notify::enter-sends", G_CALLBACK (enter_sends_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (application, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  update_page (self);
  return self;
}

ParlourMainView *
parlour_window_get_main_view (ParlourWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_WINDOW (self), NULL);
  return self->main_view;
}

void
parlour_window_show_account (ParlourWindow *self, const char *account)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self) && account != NULL);
  g_autoptr (ParlourAccount) found = find_account (self, account);
  if (!found)
    return;
  self->adding = FALSE;
  parlour_welcome_reset (self->welcome);
  show_account (self, found);
  show_page (self);
}

void
parlour_window_add_account (ParlourWindow *self, gboolean adding)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self));
  self->adding = adding && self->main_view;
  parlour_welcome_reset (self->welcome);
  show_page (self);
}

void
parlour_window_show_conversation (ParlourWindow *self,
                                  const char *account,
                                  const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self) && account != NULL && conversation != NULL);
  g_free (self->awaited_account);
  g_free (self->awaited);
  self->awaited_account = g_strdup (account);
  self->awaited = g_strdup (conversation);
  show_awaited (self);
}

gboolean
parlour_window_has_in_view (ParlourWindow *self, ParlourAccount *account, const char *conversation)
{
  g_return_val_if_fail (PARLOUR_IS_WINDOW (self), FALSE);
  return self->main_view && parlour_main_view_get_account (self->main_view) == account &&
         gtk_window_is_active (GTK_WINDOW (self)) && !self->adding &&
         parlour_main_view_shows (self->main_view, conversation);
}

void
parlour_window_show_preferences (ParlourWindow *self)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self));
  ParlourSettings *settings = parlour_application_get_settings (self->application);
  gtk_window_present (parlour_preferences_new (
      GTK_WINDOW (self), settings, parlour_application_get_background (self->application)));
}

void
parlour_window_open_link (ParlourWindow *self, const char *link)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self) && link != NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation = NULL;
  gint64 seq = 0;
  if (self->main_view && parlour_message_link_parse (link, &conversation, &seq, NULL)) {
    parlour_main_view_show_linked (self->main_view, &(ParlourMessageRef){conversation, seq});
    return;
  }
  g_clear_object (&self->desk);
  g_clear_pointer (&self->opened, parlour_destination_unref);
  self->opened = parlour_destination_parse (link, &error);
  if (self->opened) {
    show_opened (self);
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  if (self->main_view)
    parlour_main_view_toast (self->main_view, text);
  else
    parlour_welcome_show_problem (self->welcome, text);
}

/* (transfer full) (nullable): one of the place hosted here: a server is its key. */
static ParlourAccount *
find_hosted (ParlourWindow *self)
{
  GListModel *accounts = G_LIST_MODEL (parlour_application_get_accounts (self->application));
  const char *key = parlour_host_get_fingerprint (parlour_application_get_host (self->application));
  for (guint i = 0; key && i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (ParlourAccount) account = g_list_model_get_item (accounts, i);
    if (g_strcmp0 (parlour_account_get_fingerprint (account), key) == 0)
      return g_steal_pointer (&account);
  }
  return NULL;
}

void
parlour_window_invite (ParlourWindow *self, gboolean at_once)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self));
  ParlourHostAdmin *admin = parlour_application_get_admin (self->application);
  ParlourInviteDialog *dialog = parlour_invite_dialog_new (GTK_WINDOW (self), admin, at_once);
  g_autoptr (ParlourAccount) account = find_hosted (self);
  if (account)
    parlour_invite_dialog_offer_groups (dialog, parlour_account_get_conversations (account));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
parlour_window_show_reports (ParlourWindow *self)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self));
  if (self->desk)
    gtk_window_present (parlour_reports_window_new (
        GTK_WINDOW (self), self->desk, parlour_main_view_get_account (self->main_view)));
}

void
parlour_window_show_server (ParlourWindow *self)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self));
  ParlourApplication *application = self->application;
  g_autoptr (ParlourAccount) account = find_hosted (self);
  gtk_window_present (parlour_server_window_new (
      GTK_WINDOW (self), account, parlour_application_get_host (application),
      parlour_application_get_admin (application), parlour_application_get_discovery (application),
      parlour_application_get_background (application)));
}

void
parlour_window_check_connection (ParlourWindow *self)
{
  g_return_if_fail (PARLOUR_IS_WINDOW (self) && self->main_view != NULL);
  g_autoptr (ParlourConnectionCheck) check = parlour_connection_check_new_for_account (
      parlour_main_view_get_account (self->main_view),
      parlour_application_get_discovery (self->application));
  gtk_window_present (parlour_check_dialog_new (GTK_WINDOW (self), check));
}
