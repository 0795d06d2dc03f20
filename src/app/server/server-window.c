/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-server-window"

#include "app/server/server-window.h"

#include "app/dialog-fit.h"
#include "app/server/activity-page.h"
#include "app/server/backup-page.h"
#include "app/server/invites-page.h"
#include "app/server/members-page.h"
#include "app/server/overview-page.h"
#include "app/server/reports-page.h"

/* The window; its pages do the work. Main thread. */

struct _ParlourServerWindow {
  AdwPreferencesWindow parent_instance;
  ParlourOverviewPage *overview;
  ParlourMembersPage *members;
  ParlourInvitesPage *invites;
  ParlourReportsPage *reports;
  ParlourBackupPage *backup;
  ParlourActivityPage *activity;
  ParlourAccount *account; /* nullable */
};

G_DEFINE_FINAL_TYPE (ParlourServerWindow, parlour_server_window, ADW_TYPE_PREFERENCES_WINDOW)

/* The window behind may show another place. */
static void
show_message_cb (ParlourServerWindow *self, const char *conversation, gint64 seq)
{
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  gtk_widget_activate_action (parent, "win.show-account", "s",
                              parlour_account_get_id (self->account));
  gtk_widget_activate_action (parent, "win.show-message", "(sx)", conversation, seq);
  gtk_window_close (GTK_WINDOW (self));
}

static void
parlour_server_window_dispose (GObject *object)
{
  g_clear_object (&PARLOUR_SERVER_WINDOW (object)->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_SERVER_WINDOW);
  G_OBJECT_CLASS (parlour_server_window_parent_class)->dispose (object);
}

static void
parlour_server_window_class_init (ParlourServerWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_server_window_dispose;
  g_type_ensure (PARLOUR_TYPE_OVERVIEW_PAGE);
  g_type_ensure (PARLOUR_TYPE_MEMBERS_PAGE);
  g_type_ensure (PARLOUR_TYPE_INVITES_PAGE);
  g_type_ensure (PARLOUR_TYPE_REPORTS_PAGE);
  g_type_ensure (PARLOUR_TYPE_BACKUP_PAGE);
  g_type_ensure (PARLOUR_TYPE_ACTIVITY_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/server-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourServerWindow, overview);
  gtk_widget_class_bind_template_child (widget_class, ParlourServerWindow, members);
  gtk_widget_class_bind_template_child (widget_class, ParlourServerWindow, invites);
  gtk_widget_class_bind_template_child (widget_class, ParlourServerWindow, reports);
  gtk_widget_class_bind_template_child (widget_class, ParlourServerWindow, backup);
  gtk_widget_class_bind_template_child (widget_class, ParlourServerWindow, activity);
  gtk_widget_class_bind_template_callback (widget_class, show_message_cb);
}

static void
parlour_server_window_init (ParlourServerWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parlour_server_window_new (GtkWindow *parent,
                           ParlourAccount *account,
                           ParlourHost *host,
                           ParlourHostAdmin *admin,
                           ParlourDiscovery *discovery,
                           ParlourBackground *background)
{
  ParlourServerWindow *self =
      g_object_new (PARLOUR_TYPE_SERVER_WINDOW, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  parlour_overview_page_set_up (self->overview, host, admin, discovery, background);
  g_set_object (&self->account, account);
  parlour_members_page_set_up (self->members, admin,
                               account ? parlour_account_get_pictures (account) : NULL);
  parlour_invites_page_set_up (self->invites, admin,
                               account ? parlour_account_get_conversations (account) : NULL);
  parlour_reports_page_set_up (self->reports, PARLOUR_REPORT_DESK (admin), account);
  parlour_backup_page_set_up (self->backup, host, admin);
  parlour_activity_page_set_admin (self->activity, admin);
  return GTK_WINDOW (self);
}
