/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-keyring-banner"

#include "app/account/keyring-banner.h"

#include "app/template.h"

#include <glib/gi18n.h>

/* The banner. Once closed it stays away for this run: the accounts remember it. Main thread. */

#define TOLD "parlour-keyring-told"

struct _ParlourKeyringBanner {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  GtkRevealer *revealer;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (ParlourKeyringBanner, parlour_keyring_banner, GTK_TYPE_WIDGET)

static void
update (ParlourKeyringBanner *self)
{
  ParlourKeyringState state = parlour_accounts_get_keyring_state (self->accounts);
  gboolean bad = state == PARLOUR_KEYRING_LOCKED || state == PARLOUR_KEYRING_MISSING;
  if (state == PARLOUR_KEYRING_LOCKED)
    gtk_label_set_text (self->text, _ ("The keyring did not open. Parlour works for now, and asks "
                                       "you to sign in again next time."));
  else if (bad)
    gtk_label_set_text (self->text, _ ("This desktop has no keyring. Parlour works for now, and "
                                       "asks you to sign in again next time."));
  gtk_revealer_set_reveal_child (self->revealer,
                                 bad && !g_object_get_data (G_OBJECT (self->accounts), TOLD));
}

static void
close_cb (ParlourKeyringBanner *self)
{
  g_object_set_data (G_OBJECT (self->accounts), TOLD, GINT_TO_POINTER (TRUE));
  update (self);
}

static void
parlour_keyring_banner_dispose (GObject *object)
{
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_KEYRING_BANNER);
  g_clear_object (&PARLOUR_KEYRING_BANNER (object)->accounts);
  G_OBJECT_CLASS (parlour_keyring_banner_parent_class)->dispose (object);
}

static void
parlour_keyring_banner_class_init (ParlourKeyringBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_keyring_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/keyring-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourKeyringBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourKeyringBanner, text);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_keyring_banner_init (ParlourKeyringBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_keyring_banner_set_accounts (ParlourKeyringBanner *self, ParlourAccounts *accounts)
{
  g_return_if_fail (PARLOUR_IS_KEYRING_BANNER (self) && self->accounts == NULL);
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "notify::keyring-state", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
