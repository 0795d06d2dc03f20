/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-devices-page"

#include "app/account/devices-page.h"

#include "app/account/device-dialog.h"
#include "app/account/device-row.h"
#include "app/account/end-device-dialog.h"
#include "app/group-rows.h"
#include "app/problem-text.h"
#include "app/toast.h"
#include "client/account-calls.h"

/* The page. It reads the list when it is looked at and after each change. Main thread. */

#define DEVICE "parlour-device"

struct _ParlourDevicesPage {
  AdwPreferencesPage parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable;
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* widgets of @group, borrowed */
};

G_DEFINE_FINAL_TYPE (ParlourDevicesPage, parlour_devices_page, ADW_TYPE_PREFERENCES_PAGE)

static void refresh (ParlourDevicesPage *self);

static GtkWindow *
window_of (ParlourDevicesPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean ended = parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourDevicesPage *self = user_data;
  if (!ended)
    parlour_toast_error (GTK_WIDGET (self), error);
  refresh (self);
}

static void
response_cb (ParlourDevicesPage *self, const char *response, GObject *dialog)
{
  if (g_str_equal (response, "sign-out"))
    parlour_account_end_session_async (self->account, g_object_get_data (dialog, DEVICE),
                                       self->cancellable, ended_cb, self);
}

static void
sign_out_cb (ParlourDevicesPage *self, ParlourDeviceRow *row)
{
  GtkWidget *dialog = parlour_end_device_dialog_new (
      window_of (self), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  g_object_set_data_full (G_OBJECT (dialog), DEVICE, g_strdup (parlour_device_row_get_device (row)),
                          g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A device that was added meanwhile stands in the list as soon as its dialog is closed. */
static void
add_cb (ParlourDevicesPage *self)
{
  GtkWindow *dialog = parlour_device_dialog_new (window_of (self), self->account);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices =
      parlour_account_list_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourDevicesPage *self = user_data;
  g_autofree char *problem = devices ? NULL : parlour_problem_text (error);
  adw_preferences_group_set_description (self->group, problem);
  if (!devices)
    return;
  parlour_group_rows_clear (self->group, self->rows);
  for (guint i = 0; i < devices->len; i++) {
    GtkWidget *row = parlour_device_row_new (devices->pdata[i]);
    g_signal_connect_object (row, "sign-out", G_CALLBACK (sign_out_cb), self, G_CONNECT_SWAPPED);
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
}

static void
refresh (ParlourDevicesPage *self)
{
  if (self->account)
    parlour_account_list_sessions_async (self->account, self->cancellable, listed_cb, self);
}

static void
parlour_devices_page_dispose (GObject *object)
{
  ParlourDevicesPage *self = PARLOUR_DEVICES_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_DEVICES_PAGE);
  G_OBJECT_CLASS (parlour_devices_page_parent_class)->dispose (object);
}

static void
parlour_devices_page_finalize (GObject *object)
{
  ParlourDevicesPage *self = PARLOUR_DEVICES_PAGE (object);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (parlour_devices_page_parent_class)->finalize (object);
}

static void
parlour_devices_page_class_init (ParlourDevicesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_devices_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_devices_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourDevicesPage, group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
parlour_devices_page_init (ParlourDevicesPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (refresh), NULL);
}

void
parlour_devices_page_set_account (ParlourDevicesPage *self, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_DEVICES_PAGE (self));
  g_set_object (&self->account, account);
}
