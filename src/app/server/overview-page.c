/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-overview-page"

#include "app/server/overview-page.h"

#include "app/group-rows.h"
#include "app/problem-text.h"
#include "app/server/check-dialog.h"
#include "app/server/common-group.h"
#include "app/server/place-group.h"
#include "app/server/server-words.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The page. While it is looked at it asks again every few seconds who is online. Main thread. */

struct _ParlourOverviewPage {
  AdwPreferencesPage parent_instance;
  ParlourHost *host;
  ParlourHostAdmin *admin;
  ParlourDiscovery *discovery;
  ParlourBackground *background;
  GCancellable *cancellable;
  guint timer; /* while the page is mapped */
  AdwActionRow *state;
  GtkWidget *start;
  AdwActionRow *low; /* of space */
  AdwActionRow *addresses;
  AdwActionRow *words;
  AdwActionRow *fingerprint;
  ParlourPlaceGroup *place;
  ParlourCommonGroup *common;
  GtkSwitch *stay;
  AdwPreferencesGroup *online;
  GPtrArray *online_rows; /* widgets of @online, borrowed */
};

G_DEFINE_FINAL_TYPE (ParlourOverviewPage, parlour_overview_page, ADW_TYPE_PREFERENCES_PAGE)

enum { REFRESH_SECONDS = 5 };

/* --- state and addresses ------------------------------------------------------------------ */

static void
show_key (ParlourOverviewPage *self, const char *text)
{
  ParlourFingerprint key;
  gboolean there = text && parlour_fingerprint_parse (text, &key, NULL);
  g_autofree char *words = there ? parlour_fingerprint_to_words (&key) : NULL;
  g_autofree char *groups = there ? parlour_fingerprint_to_groups (&key) : NULL;
  adw_action_row_set_subtitle (self->words, words ? words : "–");
  adw_action_row_set_subtitle (self->fingerprint, groups ? groups : "–");
}

static void
show_state (ParlourOverviewPage *self)
{
  ParlourHostState state = parlour_host_get_state (self->host);
  const GError *problem = parlour_host_get_problem (self->host);
  const char *const *addresses = parlour_host_get_addresses (self->host);
  g_autofree char *reason = problem ? parlour_problem_text (problem) : NULL;
  g_autofree char *all = addresses && addresses[0] ? g_strjoinv ("\n", (char **)addresses) : NULL;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state),
                                 parlour_server_state_words (state));
  adw_action_row_set_subtitle (
      self->state, reason ? reason
                   : state == PARLOUR_HOST_RUNNING
                       ? _ ("Others rely on it: this computer is kept awake while it hosts.")
                       : "");
  adw_action_row_set_subtitle (self->addresses, all ? all : "–");
  gtk_widget_set_visible (self->start,
                          state == PARLOUR_HOST_STOPPED || state == PARLOUR_HOST_FAILED);
  show_key (self, parlour_host_get_fingerprint (self->host));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = parlour_host_start_finish (PARLOUR_HOST (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourOverviewPage *self = user_data;
  if (!address)
    parlour_toast_error (user_data, error);
  parlour_settings_group_refresh (PARLOUR_SETTINGS_GROUP (self->place));
  parlour_settings_group_refresh (PARLOUR_SETTINGS_GROUP (self->common));
}

/* Why the switch went back, or what it does not do here. */
static void
background_cb (ParlourOverviewPage *self)
{
  g_autofree char *problem = NULL;
  g_object_get (self->background, "problem", &problem, NULL);
  if (problem)
    parlour_toast (GTK_WIDGET (self), problem);
}

static void
start_cb (ParlourOverviewPage *self)
{
  parlour_host_start_async (self->host, NULL, NULL, self->cancellable, started_cb, self);
}

static void
check_cb (ParlourOverviewPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (ParlourConnectionCheck) check =
      parlour_connection_check_new_for_host (self->host, self->discovery);
  gtk_window_present (parlour_check_dialog_new (GTK_WINDOW (root), check));
}

/* --- who is online ------------------------------------------------------------------------ */

static void
show_space (ParlourOverviewPage *self, const ParlourHostStatus *status)
{
  gtk_widget_set_visible (GTK_WIDGET (self->low), status && status->space_low);
  if (!status || !status->space_low)
    return;
  g_autofree char *size = g_format_size ((guint64)status->space_free);
  g_autofree char *text =
      /* Translators: %s is a size, like “300 MB” */
      g_strdup_printf (_ ("Only %s are left on this disk. When it is full, nobody can write any "
                          "more: see under Backup what takes room."),
                       size);
  adw_action_row_set_subtitle (self->low, text);
}

static void
online_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostStatus) status =
      parlour_host_admin_get_status_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourOverviewPage *self = user_data;
  parlour_group_rows_clear (self->online, self->online_rows);
  for (guint i = 0; status && i < status->people->len; i++) {
    const ParlourHostPerson *person = g_ptr_array_index (status->people, i);
    g_autofree char *username = g_strconcat ("@", person->username, NULL);
    parlour_group_rows_add (self->online, self->online_rows, person->display_name, username);
  }
  show_space (self, status);
  adw_preferences_group_set_description (
      self->online, self->online_rows->len > 0 ? NULL : _ ("Nobody is online."));
}

static gboolean
refresh_cb (gpointer user_data)
{
  ParlourOverviewPage *self = user_data;
  if (self->admin)
    parlour_host_admin_get_status_async (self->admin, self->cancellable, online_cb, self);
  return G_SOURCE_CONTINUE;
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_overview_page_map (GtkWidget *widget)
{
  ParlourOverviewPage *self = PARLOUR_OVERVIEW_PAGE (widget);
  GTK_WIDGET_CLASS (parlour_overview_page_parent_class)->map (widget);
  if (!self->admin || self->timer != 0)
    return;
  parlour_host_refresh_addresses (self->host);
  refresh_cb (self);
  self->timer = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
}

static void
parlour_overview_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&PARLOUR_OVERVIEW_PAGE (widget)->timer, g_source_remove);
  GTK_WIDGET_CLASS (parlour_overview_page_parent_class)->unmap (widget);
}

static void
parlour_overview_page_dispose (GObject *object)
{
  ParlourOverviewPage *self = PARLOUR_OVERVIEW_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_OVERVIEW_PAGE);
  g_clear_object (&self->host);
  g_clear_object (&self->admin);
  g_clear_object (&self->discovery);
  g_clear_object (&self->background);
  G_OBJECT_CLASS (parlour_overview_page_parent_class)->dispose (object);
}

static void
parlour_overview_page_finalize (GObject *object)
{
  ParlourOverviewPage *self = PARLOUR_OVERVIEW_PAGE (object);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->online_rows);
  G_OBJECT_CLASS (parlour_overview_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, state);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, start);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, low);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, addresses);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, words);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, place);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, common);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, stay);
  gtk_widget_class_bind_template_child (widget_class, ParlourOverviewPage, online);
}

static void
parlour_overview_page_class_init (ParlourOverviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_overview_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_overview_page_finalize;
  widget_class->map = parlour_overview_page_map;
  widget_class->unmap = parlour_overview_page_unmap;
  g_type_ensure (PARLOUR_TYPE_PLACE_GROUP);
  g_type_ensure (PARLOUR_TYPE_COMMON_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/overview-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
}

static void
parlour_overview_page_init (ParlourOverviewPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->online_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_overview_page_set_up (ParlourOverviewPage *self,
                              ParlourHost *host,
                              ParlourHostAdmin *admin,
                              ParlourDiscovery *discovery,
                              ParlourBackground *background)
{
  g_return_if_fail (PARLOUR_IS_OVERVIEW_PAGE (self) && self->host == NULL);
  self->host = g_object_ref (host);
  self->admin = g_object_ref (admin);
  self->discovery = g_object_ref (discovery);
  self->background = g_object_ref (background);
  parlour_settings_group_set_admin (PARLOUR_SETTINGS_GROUP (self->place), admin);
  parlour_settings_group_set_admin (PARLOUR_SETTINGS_GROUP (self->common), admin);
  g_signal_connect_object (host, "notify", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_object_bind_property (background, "wanted", self->stay, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (background, "notify::problem", G_CALLBACK (background_cb), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}
