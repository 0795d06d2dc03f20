/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-address-page"

#include "app/welcome/address-page.h"

#include "app/form.h"
#include "app/problem-text.h"
#include "app/template.h"
#include "core/address.h"

/* The page that finds a server. One question at a time, which dispose cancels. Main thread. */

struct _ParlourAddressPage {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  GCancellable *cancellable; /* of the running question, or NULL */
  GtkWidget *address;
  GtkWidget *next;
  GtkSpinner *spinner;
  GtkLabel *title;
};

G_DEFINE_FINAL_TYPE (ParlourAddressPage, parlour_address_page, GTK_TYPE_WIDGET)

enum { SIGNAL_FOUND, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_busy (ParlourAddressPage *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->address), !busy);
  gtk_widget_set_sensitive (self->next, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
fail (ParlourAddressPage *self, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  parlour_form_set_error (self->address, text);
  gtk_widget_grab_focus (self->address);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place =
      parlour_accounts_probe_finish (PARLOUR_ACCOUNTS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourAddressPage *self = user_data;
  set_busy (self, FALSE);
  if (!place) {
    fail (self, error);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, place);
}

static void
submit_cb (ParlourAddressPage *self)
{
  g_autoptr (GError) error = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->address));
  g_autofree char *address = parlour_address_normalize (text, &error);
  if (!address) {
    fail (self, error);
    return;
  }
  if (self->cancellable)
    return;
  parlour_form_set_error (self->address, NULL);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  parlour_accounts_probe_async (self->accounts, address, self->cancellable, probed_cb, self);
}

static gboolean
parlour_address_page_grab_focus (GtkWidget *widget)
{
  ParlourAddressPage *self = PARLOUR_ADDRESS_PAGE (widget);
  return gtk_widget_grab_focus (self->address);
}

static void
parlour_address_page_dispose (GObject *object)
{
  ParlourAddressPage *self = PARLOUR_ADDRESS_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_ADDRESS_PAGE);
  G_OBJECT_CLASS (parlour_address_page_parent_class)->dispose (object);
}

static void
parlour_address_page_class_init (ParlourAddressPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_address_page_dispose;
  widget_class->grab_focus = parlour_address_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/address-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, address);
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, next);
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, title);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_FOUND] = g_signal_new ("found", PARLOUR_TYPE_ADDRESS_PAGE, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
parlour_address_page_init (ParlourAddressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->address);
}

void
parlour_address_page_set_accounts (ParlourAddressPage *self, ParlourAccounts *accounts)
{
  g_return_if_fail (PARLOUR_IS_ADDRESS_PAGE (self));
  g_set_object (&self->accounts, accounts);
}

void
parlour_address_page_set_title (ParlourAddressPage *self, const char *title)
{
  g_return_if_fail (PARLOUR_IS_ADDRESS_PAGE (self));
  gtk_label_set_text (self->title, title);
}

void
parlour_address_page_stop (ParlourAddressPage *self)
{
  g_return_if_fail (PARLOUR_IS_ADDRESS_PAGE (self));
  g_cancellable_cancel (self->cancellable);
  set_busy (self, FALSE);
}
