/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-place-page"

#include "app/welcome/place-page.h"

#include "app/problem-text.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* The page that shows a place. One question at a time, which dispose cancels. Main thread. */

struct _ParlourPlacePage {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  ParlourDestination *destination;
  ParlourPlace *place; /* NULL until the server has been asked */
  ParlourWay way;
  gboolean create; /* what the running question is for */
  GCancellable *cancellable;
  GtkLabel *name;
  GtkLabel *lead;
  GtkLabel *address;
  GtkWidget *registration_row;
  GtkLabel *registration;
  GtkWidget *words_row;
  GtkLabel *words;
  GtkLabel *fingerprint;
  GtkLabel *problem;
  GtkSpinner *spinner;
  GtkWidget *buttons;
  GtkWidget *create_button;
  GtkWidget *sign_in;
  GtkWidget *add_device;
};

G_DEFINE_FINAL_TYPE (ParlourPlacePage, parlour_place_page, GTK_TYPE_WIDGET)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_registration (ParlourPlacePage *self, const char *registration)
{
  return self->place && g_strcmp0 (self->place->registration, registration) == 0;
}

/* --- what is shown ------------------------------------------------------------------------ */

static const char *
registration_text (const char *registration)
{
  if (g_strcmp0 (registration, "open") == 0)
    return _ ("Open: anyone who reaches this address");
  if (g_strcmp0 (registration, "invite") == 0)
    return _ ("By invitation only");
  return _ ("Closed: no new accounts");
}

static const char *
lead_text (ParlourPlacePage *self)
{
  if (!self->destination->pin || self->place)
    return _ ("The computer that hosts this place keeps and can read what is written there.");
  if (self->destination->from_link)
    return _ ("Nothing has been sent yet. The link is good only for the computer with these words. "
              "It keeps and can read what is written there.");
  return _ ("Nothing has been sent yet. Ask whoever hosts this place for its words: only if they "
            "are the same is it that computer. It keeps and can read what is written there.");
}

static void
show_key (ParlourPlacePage *self)
{
  const ParlourFingerprint *pin = self->destination->pin;
  g_autofree char *words = pin ? parlour_fingerprint_to_words (pin) : NULL;
  g_autofree char *groups = pin ? parlour_fingerprint_to_groups (pin) : NULL;
  gtk_widget_set_visible (self->words_row, words != NULL);
  gtk_label_set_text (self->words, words ? words : "");
  if (groups)
    gtk_label_set_text (self->fingerprint, groups);
  else if (self->place && self->place->fingerprint)
    gtk_label_set_text (self->fingerprint, _ ("A public authority vouches for this address"));
  else
    gtk_label_set_text (self->fingerprint, _ ("None: the connection stays on this computer"));
}

static void
show_addresses (ParlourPlacePage *self)
{
  g_autofree char *all = g_strjoinv ("\n", (char **)self->destination->addresses);
  gtk_label_set_text (self->address, self->place ? self->place->server : all);
}

static const char *
get_name (ParlourPlacePage *self)
{
  if (self->place)
    return self->place->name;
  return self->destination->name ? self->destination->name : self->destination->addresses[0];
}

static void
update (ParlourPlacePage *self)
{
  gboolean device =
      self->destination->from_link && self->destination->kind == PARLOUR_INVITE_LINK_DEVICE;
  gboolean may_create =
      !self->place || is_registration (self, "open") || self->destination->token != NULL;
  gboolean create = !device && may_create && self->way != PARLOUR_WAY_SIGN_IN;
  gtk_label_set_text (self->name, get_name (self));
  gtk_label_set_text (self->lead, lead_text (self));
  gtk_widget_set_visible (self->registration_row, self->place != NULL);
  gtk_label_set_text (self->registration,
                      self->place ? registration_text (self->place->registration) : "");
  show_addresses (self);
  show_key (self);
  gtk_widget_set_visible (self->create_button, create);
  gtk_widget_set_visible (self->sign_in, !device);
  gtk_widget_set_visible (self->add_device, device);
}

static void
set_problem (ParlourPlacePage *self, const char *text)
{
  gtk_label_set_text (self->problem, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
set_busy (ParlourPlacePage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->buttons, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
fail (ParlourPlacePage *self, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  set_problem (self, text);
  gtk_widget_grab_focus (GTK_WIDGET (self)); /* the button that had it was insensitive */
}

/* --- what is done ------------------------------------------------------------------------- */

/* The server has said how it takes people in. */
static void
go_on (ParlourPlacePage *self)
{
  gboolean invited = self->destination->token != NULL;
  const char *problem = NULL;
  if (self->create && is_registration (self, "closed"))
    problem = _ ("This place takes no new accounts.");
  else if (self->create && is_registration (self, "invite") && !invited)
    problem = _ ("This place takes new accounts by invitation only: ask for a link.");
  set_problem (self, problem);
  if (problem)
    gtk_widget_grab_focus (GTK_WIDGET (self)); /* the button that had it was insensitive */
  else
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->create);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place =
      parlour_accounts_look_finish (PARLOUR_ACCOUNTS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourPlacePage *self = user_data;
  set_busy (self, FALSE);
  if (!place) {
    fail (self, error);
    return;
  }
  parlour_place_page_show (self, self->destination, place, self->way);
  go_on (self);
}

static void
choose (ParlourPlacePage *self, gboolean create)
{
  if (self->cancellable)
    return;
  self->create = create;
  set_problem (self, NULL);
  if (self->place) {
    go_on (self);
    return;
  }
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  parlour_accounts_look_async (self->accounts, self->destination, self->cancellable, looked_cb,
                               self);
}

static void
create_cb (ParlourPlacePage *self)
{
  choose (self, TRUE);
}

static void
sign_in_cb (ParlourPlacePage *self)
{
  choose (self, FALSE);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourAccount) account =
      parlour_accounts_join_finish (PARLOUR_ACCOUNTS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourPlacePage *self = user_data;
  set_busy (self, FALSE);
  if (!account)
    fail (self, error);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-account", "s",
                                parlour_account_get_id (account));
}

static void
add_device_cb (ParlourPlacePage *self)
{
  if (self->cancellable)
    return;
  set_problem (self, NULL);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  parlour_accounts_add_device_async (self->accounts, self->destination, self->cancellable, added_cb,
                                     self);
}

/* --- the widget --------------------------------------------------------------------------- */

static gboolean
parlour_place_page_grab_focus (GtkWidget *widget)
{
  ParlourPlacePage *self = PARLOUR_PLACE_PAGE (widget);
  GtkWidget *all[] = {self->create_button, self->sign_in, self->add_device};
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (gtk_widget_get_visible (all[i]))
      return gtk_widget_grab_focus (all[i]);
  return FALSE;
}

static void
parlour_place_page_dispose (GObject *object)
{
  ParlourPlacePage *self = PARLOUR_PLACE_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->destination, parlour_destination_unref);
  g_clear_pointer (&self->place, parlour_place_unref);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_PLACE_PAGE);
  G_OBJECT_CLASS (parlour_place_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, name);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, lead);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, address);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, registration_row);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, registration);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, words_row);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, words);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, buttons);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, create_button);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, add_device);
}

static void
parlour_place_page_class_init (ParlourPlacePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_place_page_dispose;
  widget_class->grab_focus = parlour_place_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/place-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_device_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", PARLOUR_TYPE_PLACE_PAGE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
parlour_place_page_init (ParlourPlacePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_place_page_set_accounts (ParlourPlacePage *self, ParlourAccounts *accounts)
{
  g_return_if_fail (PARLOUR_IS_PLACE_PAGE (self));
  g_set_object (&self->accounts, accounts);
}

void
parlour_place_page_show (ParlourPlacePage *self,
                         ParlourDestination *destination,
                         ParlourPlace *place,
                         ParlourWay way)
{
  g_return_if_fail (PARLOUR_IS_PLACE_PAGE (self) && destination != NULL);
  parlour_destination_ref (destination);
  g_clear_pointer (&self->destination, parlour_destination_unref);
  self->destination = destination;
  if (place)
    parlour_place_ref (place);
  g_clear_pointer (&self->place, parlour_place_unref);
  self->place = place;
  self->way = way;
  set_problem (self, NULL);
  update (self);
}

void
parlour_place_page_stop (ParlourPlacePage *self)
{
  g_return_if_fail (PARLOUR_IS_PLACE_PAGE (self));
  g_cancellable_cancel (self->cancellable);
  set_busy (self, FALSE);
}

ParlourPlace *
parlour_place_page_get_place (ParlourPlacePage *self)
{
  g_return_val_if_fail (PARLOUR_IS_PLACE_PAGE (self), NULL);
  return self->place;
}

ParlourDestination *
parlour_place_page_get_destination (ParlourPlacePage *self)
{
  g_return_val_if_fail (PARLOUR_IS_PLACE_PAGE (self), NULL);
  return self->destination;
}
