/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-activity-page"

#include "app/server/activity-page.h"

#include "app/direction-mark.h"
#include "app/group-rows.h"
#include "app/server/day-chart.h"
#include "app/server/server-words.h"
#include "app/time-text.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The page. The log is read a page at a time. Main thread. */

struct _ParlourActivityPage {
  AdwPreferencesPage parent_instance;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  char *next; /* where the log goes on, or NULL */
  ParlourDayChart *chart;
  AdwPreferencesGroup *numbers;
  AdwPreferencesGroup *log;
  GtkWidget *more;
  GPtrArray *number_rows; /* widgets of @numbers, borrowed */
  GPtrArray *log_rows;    /* widgets of @log, borrowed */
};

G_DEFINE_FINAL_TYPE (ParlourActivityPage, parlour_activity_page, ADW_TYPE_PREFERENCES_PAGE)

/* --- numbers ------------------------------------------------------------------------------ */

static void
add_value (ParlourActivityPage *self, const char *title, const char *value)
{
  AdwActionRow *row = parlour_group_rows_add (self->numbers, self->number_rows, title, NULL);
  GtkWidget *label = gtk_label_new (value);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (row, label);
}

static void
add_number (ParlourActivityPage *self, const char *title, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%'" G_GINT64_FORMAT, number);
  add_value (self, title, text);
}

static void
statistics_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostStatistics) all =
      parlour_host_admin_get_statistics_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourActivityPage *self = user_data;
  if (!all) {
    parlour_toast_error (GTK_WIDGET (self), error);
    return;
  }
  g_autofree char *size = g_format_size ((guint64)all->disk_bytes);
  parlour_group_rows_clear (self->numbers, self->number_rows);
  parlour_day_chart_set_days (self->chart, all->by_day, G_N_ELEMENTS (all->by_day));
  add_number (self, _ ("Messages"), all->messages);
  add_number (self, _ ("Conversations"), all->conversations);
  add_number (self, _ ("Accounts"), all->accounts);
  add_number (self, _ ("Devices signed in"), all->sessions);
  add_number (self, _ ("People online"), all->online);
  add_value (self, _ ("Size on disk"), size);
}

/* --- the log ------------------------------------------------------------------------------ */

static void
add_deed (ParlourActivityPage *self, const ParlourHostDeed *deed)
{
  g_autofree char *what = parlour_server_deed_words (deed);
  g_autofree char *who = parlour_server_origin_words (deed);
  g_autofree char *when = parlour_time_text_full (deed->at);
  const char *mark = parlour_direction_mark (GTK_WIDGET (self));
  g_autofree char *line = g_strdup_printf ("%s%s\n%s%s", mark, when, mark, who);
  parlour_group_rows_add (self->log, self->log_rows, what, line);
}

static void
deeds_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) all =
      parlour_host_admin_list_deeds_finish (PARLOUR_HOST_ADMIN (source), result, &next, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourActivityPage *self = user_data;
  if (!all) {
    parlour_toast_error (GTK_WIDGET (self), error);
    return;
  }
  if (!self->next)
    parlour_group_rows_clear (self->log, self->log_rows);
  for (guint i = 0; i < all->len; i++)
    add_deed (self, g_ptr_array_index (all, i));
  g_free (self->next);
  self->next = g_steal_pointer (&next);
  gtk_widget_set_visible (self->more, self->next != NULL);
}

static void
more_cb (ParlourActivityPage *self)
{
  gtk_widget_set_visible (self->more, FALSE);
  parlour_host_admin_list_deeds_async (self->admin, self->next, self->cancellable, deeds_cb, self);
}

static void
refresh (ParlourActivityPage *self)
{
  if (!self->admin)
    return;
  g_clear_pointer (&self->next, g_free);
  parlour_host_admin_get_statistics_async (self->admin, self->cancellable, statistics_cb, self);
  parlour_host_admin_list_deeds_async (self->admin, NULL, self->cancellable, deeds_cb, self);
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_activity_page_dispose (GObject *object)
{
  ParlourActivityPage *self = PARLOUR_ACTIVITY_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->admin);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_ACTIVITY_PAGE);
  G_OBJECT_CLASS (parlour_activity_page_parent_class)->dispose (object);
}

static void
parlour_activity_page_finalize (GObject *object)
{
  ParlourActivityPage *self = PARLOUR_ACTIVITY_PAGE (object);
  g_object_unref (self->cancellable);
  g_free (self->next);
  g_ptr_array_unref (self->number_rows);
  g_ptr_array_unref (self->log_rows);
  G_OBJECT_CLASS (parlour_activity_page_parent_class)->finalize (object);
}

static void
parlour_activity_page_class_init (ParlourActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_activity_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_activity_page_finalize;
  g_type_ensure (PARLOUR_TYPE_DAY_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourActivityPage, chart);
  gtk_widget_class_bind_template_child (widget_class, ParlourActivityPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, ParlourActivityPage, log);
  gtk_widget_class_bind_template_child (widget_class, ParlourActivityPage, more);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
parlour_activity_page_init (ParlourActivityPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->number_rows = g_ptr_array_new ();
  self->log_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (refresh), NULL);
}

void
parlour_activity_page_set_admin (ParlourActivityPage *self, ParlourHostAdmin *admin)
{
  g_return_if_fail (PARLOUR_IS_ACTIVITY_PAGE (self));
  g_set_object (&self->admin, admin);
}
