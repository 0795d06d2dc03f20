/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-window"

#include "app/account/account-window.h"

#include "app/account/devices-page.h"
#include "app/account/profile-page.h"
#include "app/dialog-fit.h"

/* The window around its pages. Main thread. */

struct _ParlourAccountWindow {
  AdwPreferencesWindow parent_instance;
  ParlourProfilePage *profile;
  ParlourDevicesPage *devices;
};

G_DEFINE_FINAL_TYPE (ParlourAccountWindow, parlour_account_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
parlour_account_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_ACCOUNT_WINDOW);
  G_OBJECT_CLASS (parlour_account_window_parent_class)->dispose (object);
}

static void
parlour_account_window_class_init (ParlourAccountWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_account_window_dispose;
  g_type_ensure (PARLOUR_TYPE_PROFILE_PAGE);
  g_type_ensure (PARLOUR_TYPE_DEVICES_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/account-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourAccountWindow, profile);
  gtk_widget_class_bind_template_child (widget_class, ParlourAccountWindow, devices);
}

/* Before what is inside: once a toast was shown, Escape does not come as far as the bindings of
 * this window (libadwaita 1.2). */
static gboolean
key_cb (GtkWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  gtk_window_close (self);
  return GDK_EVENT_STOP;
}

static void
parlour_account_window_init (ParlourAccountWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWindow *
parlour_account_window_new (GtkWindow *parent, ParlourAccounts *accounts, ParlourAccount *account)
{
  ParlourAccountWindow *self =
      g_object_new (PARLOUR_TYPE_ACCOUNT_WINDOW, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  parlour_profile_page_set_up (self->profile, accounts, account);
  parlour_devices_page_set_account (self->devices, account);
  return GTK_WINDOW (self);
}
