/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-connection-banner"

#include "app/account/connection-banner.h"

#include "app/problem-text.h"
#include "app/template.h"
#include "app/time-text.h"

#include <glib/gi18n.h>

/* The banner. Main thread. */

struct _ParlourConnectionBanner {
  GtkWidget parent_instance;
  ParlourAccount *account;
  GtkRevealer *revealer;
  GtkLabel *text;
  GtkLabel *reason;
  GtkWidget *wake;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (ParlourConnectionBanner, parlour_connection_banner, GTK_TYPE_WIDGET)

static void
show_reason (ParlourConnectionBanner *self)
{
  const GError *error = parlour_account_get_problem (self->account);
  g_autofree char *reason = error ? parlour_problem_text (error) : NULL;
  gtk_label_set_text (self->reason, reason ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
}

/* Nothing at all answers there: that is how a computer looks that is switched off. */
static gboolean
seems_off (ParlourConnectionBanner *self)
{
  const GError *error = parlour_account_get_problem (self->account);
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static char *
offline_text (ParlourConnectionBanner *self)
{
  gint64 since = parlour_account_get_offline_since (self->account);
  gint64 seen = parlour_account_get_last_seen (self->account);
  g_autofree char *clock = since > 0 ? parlour_time_text_short (since) : NULL;
  g_autofree char *last = seen > 0 ? parlour_time_text_short (seen) : NULL;
  if (last && seems_off (self))
    return g_strdup_printf (
        /* Translators: a time, or a day where it is longer ago */
        _ ("The host’s computer seems to be off, last seen %s. Your messages will be sent later."),
        last);
  if (clock)
    /* Translators: a time, or a day where it is longer ago */
    return g_strdup_printf (_ ("Offline since %s, your messages will be sent later"), clock);
  return g_strdup (_ ("Offline, your messages will be sent later"));
}

/* A sign, where words would leave no room for what is said: the list is narrow. */
static void
show_offline (ParlourConnectionBanner *self)
{
  g_autofree char *text = offline_text (self);
  gtk_label_set_text (self->text, text);
  gtk_button_set_icon_name (self->button, "view-refresh-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Try Again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Try Again"), -1);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), "win.try-again");
}

static void
show_signed_out (ParlourConnectionBanner *self)
{
  gtk_label_set_text (self->text, _ ("You are signed out. What is here stays here."));
  gtk_button_set_label (self->button, _ ("_Sign In"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), NULL);
  /* its words are its name; one beside them would be read as well */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), "win.sign-in-again");
}

static void
update (ParlourConnectionBanner *self)
{
  ParlourAccountState state = parlour_account_get_state (self->account);
  gboolean offline =
      state == PARLOUR_ACCOUNT_OFFLINE || (state == PARLOUR_ACCOUNT_CONNECTING &&
                                           parlour_account_get_offline_since (self->account) > 0);
  if (offline)
    show_offline (self);
  else if (state == PARLOUR_ACCOUNT_SIGNED_OUT)
    show_signed_out (self);
  gtk_widget_set_visible (self->wake, offline && seems_off (self) &&
                                          parlour_account_get_can_wake (self->account));
  show_reason (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), state != PARLOUR_ACCOUNT_CONNECTING);
  gtk_revealer_set_reveal_child (self->revealer, offline || state == PARLOUR_ACCOUNT_SIGNED_OUT);
}

static void
parlour_connection_banner_dispose (GObject *object)
{
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_CONNECTION_BANNER);
  g_clear_object (&PARLOUR_CONNECTION_BANNER (object)->account);
  G_OBJECT_CLASS (parlour_connection_banner_parent_class)->dispose (object);
}

static void
parlour_connection_banner_class_init (ParlourConnectionBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_connection_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/connection-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourConnectionBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourConnectionBanner, text);
  gtk_widget_class_bind_template_child (widget_class, ParlourConnectionBanner, reason);
  gtk_widget_class_bind_template_child (widget_class, ParlourConnectionBanner, wake);
  gtk_widget_class_bind_template_child (widget_class, ParlourConnectionBanner, button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_connection_banner_init (ParlourConnectionBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_connection_banner_set_account (ParlourConnectionBanner *self, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_CONNECTION_BANNER (self) && self->account == NULL);
  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::problem", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::can-wake", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::offline-since", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
