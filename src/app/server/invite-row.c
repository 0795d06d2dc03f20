/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invite-row"

#include "app/server/invite-row.h"

#include "app/server/server-words.h"
#include "app/time-text.h"

#include <glib/gi18n.h>

/* One invite. Main thread. */

struct _ParlourInviteRow {
  AdwActionRow parent_instance;
  char *id;
  GtkWidget *revoke;
};

G_DEFINE_FINAL_TYPE (ParlourInviteRow, parlour_invite_row, ADW_TYPE_ACTION_ROW)

enum { SIGNAL_REVOKE, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_open (const ParlourHostInvite *invite)
{
  return g_strcmp0 (invite->state, "open") == 0;
}

static char *
title_of (const ParlourHostInvite *invite)
{
  guint left = (guint)invite->uses_left;
  if (is_open (invite))
    return g_strdup_printf (
        /* Translators: %u is how many more people an invite is good for */
        ngettext ("Good for %u more person", "Good for %u more people", left), left);
  if (g_strcmp0 (invite->state, "used_up") == 0)
    return g_strdup (_ ("Used up"));
  if (g_strcmp0 (invite->state, "expired") == 0)
    return g_strdup (_ ("Expired"));
  return g_strdup (_ ("Revoked"));
}

static char *
used_text (const ParlourHostInvite *invite)
{
  guint uses = (guint)MAX (invite->uses - invite->uses_left, 0);
  if (uses == 0)
    return g_strdup (_ ("Nobody has joined with it"));
  return g_strdup_printf (
      /* Translators: %u is how many people made an account with an invite */
      ngettext ("%u person has joined with it", "%u people have joined with it", uses), uses);
}

static char *
subtitle_of (const ParlourHostInvite *invite)
{
  g_autofree char *used = used_text (invite);
  g_autofree char *made = parlour_time_text_short (invite->created_at);
  g_autofree char *until =
      invite->expires_at > 0 ? parlour_server_until (invite->expires_at) : g_strdup (_ ("revoked"));
  if (is_open (invite))
    /* Translators: when an invite was made, until when it is good, “3 people have joined with it”
     */
    return g_strdup_printf (_ ("Made %s, until %s. %s"), made, until, used);
  /* Translators: when an invite was made, “3 people have joined with it” */
  return g_strdup_printf (_ ("Made %s. %s"), made, used);
}

static void
revoke_cb (ParlourInviteRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REVOKE], 0, self->id);
}

static void
parlour_invite_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_INVITE_ROW);
  G_OBJECT_CLASS (parlour_invite_row_parent_class)->dispose (object);
}

static void
parlour_invite_row_finalize (GObject *object)
{
  g_free (PARLOUR_INVITE_ROW (object)->id);
  G_OBJECT_CLASS (parlour_invite_row_parent_class)->finalize (object);
}

static void
parlour_invite_row_class_init (ParlourInviteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_invite_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_invite_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/invite-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteRow, revoke);
  gtk_widget_class_bind_template_callback (widget_class, revoke_cb);
  signals[SIGNAL_REVOKE] = g_signal_new ("revoke", PARLOUR_TYPE_INVITE_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_invite_row_init (ParlourInviteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_invite_row_new (const ParlourHostInvite *invite)
{
  ParlourInviteRow *self = g_object_new (PARLOUR_TYPE_INVITE_ROW, NULL);
  g_autofree char *title = title_of (invite);
  g_autofree char *subtitle = subtitle_of (invite);
  self->id = g_strdup (invite->id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->revoke, is_open (invite));
  return GTK_WIDGET (self);
}
