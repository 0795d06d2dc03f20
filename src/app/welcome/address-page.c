/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-address-page"

#include "app/welcome/address-page.h"

#include "app/form.h"
#include "app/problem-text.h"
#include "app/template.h"
#include "app/welcome/nearby.h"

/* The page that finds a server. A link is read, not followed: whoever got it is asked first. One
 * question at a time, which dispose cancels. Main thread. */

struct _ParlourAddressPage {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  ParlourDestination *destination; /* of the running question */
  GCancellable *cancellable;       /* of the running question, or NULL */
  GtkWidget *address;
  GtkWidget *next;
  GtkSpinner *spinner;
  GtkLabel *title;
  ParlourNearby *nearby;
  gboolean pasting; /* what is about to change was on the clipboard */
};

G_DEFINE_FINAL_TYPE (ParlourAddressPage, parlour_address_page, GTK_TYPE_WIDGET)

enum { SIGNAL_FOUND, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_busy (ParlourAddressPage *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->address), !busy);
  gtk_widget_set_sensitive (self->next, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->nearby), !busy);
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
tell_found (ParlourAddressPage *self, ParlourDestination *destination, ParlourPlace *place)
{
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, destination, place);
}

/* Nobody vouches for the server: the person is shown its key, and nothing was sent to it. */
static void
show_key (ParlourAddressPage *self, const GError *error)
{
  g_autoptr (ParlourDestination) pinned = parlour_destination_with_pin (
      self->destination, parlour_client_error_get_fingerprint (error));
  tell_found (self, pinned, NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place =
      parlour_accounts_look_finish (PARLOUR_ACCOUNTS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourAddressPage *self = user_data;
  set_busy (self, FALSE);
  if (place)
    tell_found (self, self->destination, place);
  else if (g_error_matches (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_NOT_TRUSTED))
    show_key (self, error);
  else
    fail (self, error);
}

static void
submit_cb (ParlourAddressPage *self)
{
  g_autoptr (GError) error = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->address));
  g_autoptr (ParlourDestination) destination = parlour_destination_parse (text, &error);
  if (!destination) {
    fail (self, error);
    return;
  }
  if (self->cancellable)
    return;
  parlour_form_set_error (self->address, NULL);
  if (destination->from_link) {
    tell_found (self, destination, NULL);
    return;
  }
  g_clear_pointer (&self->destination, parlour_destination_unref);
  self->destination = g_steal_pointer (&destination);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  parlour_accounts_look_async (self->accounts, self->destination, self->cancellable, looked_cb,
                               self);
}

/* --- other ways in ------------------------------------------------------------------------- */

static void
nearby_cb (ParlourAddressPage *self, ParlourDestination *destination)
{
  parlour_form_set_error (self->address, NULL);
  tell_found (self, destination, NULL);
}

static void
paste_cb (ParlourAddressPage *self)
{
  self->pasting = TRUE;
}

/* A link that was pasted is whole: nothing is left to be said before it is shown. */
static void
changed_cb (ParlourAddressPage *self)
{
  gboolean pasted = self->pasting;
  self->pasting = FALSE;
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address)));
  if (pasted && parlour_invite_link_is_link (g_strstrip (text)))
    submit_cb (self);
}

/* --- the widget --------------------------------------------------------------------------- */

static gboolean
parlour_address_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PARLOUR_ADDRESS_PAGE (widget)->address);
}

static void
parlour_address_page_dispose (GObject *object)
{
  ParlourAddressPage *self = PARLOUR_ADDRESS_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->destination, parlour_destination_unref);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_ADDRESS_PAGE);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (parlour_address_page_parent_class)->dispose (object);
}

static void
parlour_address_page_class_init (ParlourAddressPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_address_page_dispose;
  g_type_ensure (PARLOUR_TYPE_NEARBY);
  widget_class->grab_focus = parlour_address_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/address-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, address);
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, next);
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourAddressPage, nearby);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, nearby_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_FOUND] =
      g_signal_new ("found", PARLOUR_TYPE_ADDRESS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
}

static void
parlour_address_page_init (ParlourAddressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->address);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->address)),
                           "paste-clipboard", G_CALLBACK (paste_cb), self, G_CONNECT_SWAPPED);
}

void
parlour_address_page_set_up (ParlourAddressPage *self,
                             ParlourAccounts *accounts,
                             ParlourDiscovery *discovery)
{
  g_return_if_fail (PARLOUR_IS_ADDRESS_PAGE (self) && self->accounts == NULL);
  self->accounts = g_object_ref (accounts);
  parlour_nearby_set_up (self->nearby, discovery, FALSE);
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

void
parlour_address_page_clear (ParlourAddressPage *self)
{
  g_return_if_fail (PARLOUR_IS_ADDRESS_PAGE (self));
  gtk_editable_set_text (GTK_EDITABLE (self->address), "");
  parlour_form_set_error (self->address, NULL);
}
