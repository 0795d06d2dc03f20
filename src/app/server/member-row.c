/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-member-row"

#include "app/server/member-row.h"

#include "app/avatar.h"
#include "app/time-text.h"

#include <glib/gi18n.h>

/* One account. Main thread. */

struct _ParlourMemberRow {
  AdwActionRow parent_instance;
  ParlourUser *user;
  AdwAvatar *avatar;
  GtkWidget *disabled;
  GtkWidget *admin;
};

G_DEFINE_FINAL_TYPE (ParlourMemberRow, parlour_member_row, ADW_TYPE_ACTION_ROW)

enum { SIGNAL_ACT, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
act_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACT], 0, action + strlen ("member."));
}

static char *
sign_in_words (ParlourUser *user)
{
  if (user->last_login_at == 0)
    /* Translators: a username */
    return g_strdup_printf (_ ("@%s, never signed in"), user->username);
  g_autofree char *when = parlour_time_text_short (user->last_login_at);
  /* Translators: a username, and a time, a weekday or a date */
  return g_strdup_printf (_ ("@%s, signed in %s"), user->username, when);
}

/* What the account tells beside: only administrators see it. */
static char *
subtitle_of (ParlourUser *user)
{
  g_autofree char *sign_in = sign_in_words (user);
  g_autofree char *when = parlour_time_text_short (user->joined_at);
  /* Translators: since when somebody has an account: a time, a weekday or a date */
  g_autofree char *joined = g_strdup_printf (_ ("Joined: %s"), when);
  const char *given = user->given_name ? user->given_name : "";
  const char *family = user->family_name ? user->family_name : "";
  g_autofree char *full = g_strstrip (g_strjoin (" ", given, family, NULL));
  const char *lines[] = {sign_in, joined, NULL, NULL, NULL};
  guint n = 2;
  if (*full)
    lines[n++] = full;
  if (user->email)
    lines[n++] = user->email;
  return g_strjoinv ("\n", (char **)lines);
}

static void
parlour_member_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_MEMBER_ROW);
  G_OBJECT_CLASS (parlour_member_row_parent_class)->dispose (object);
}

static void
parlour_member_row_finalize (GObject *object)
{
  g_clear_pointer (&PARLOUR_MEMBER_ROW (object)->user, parlour_user_unref);
  G_OBJECT_CLASS (parlour_member_row_parent_class)->finalize (object);
}

static void
parlour_member_row_class_init (ParlourMemberRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_member_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_member_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/member-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberRow, disabled);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberRow, admin);
  gtk_widget_class_install_action (widget_class, "member.disable", NULL, act_cb);
  gtk_widget_class_install_action (widget_class, "member.enable", NULL, act_cb);
  gtk_widget_class_install_action (widget_class, "member.promote", NULL, act_cb);
  gtk_widget_class_install_action (widget_class, "member.demote", NULL, act_cb);
  gtk_widget_class_install_action (widget_class, "member.reset-password", NULL, act_cb);
  gtk_widget_class_install_action (widget_class, "member.delete", NULL, act_cb);
  signals[SIGNAL_ACT] = g_signal_new ("act", PARLOUR_TYPE_MEMBER_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_member_row_init (ParlourMemberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_member_row_new (void)
{
  return g_object_new (PARLOUR_TYPE_MEMBER_ROW, NULL);
}

void
parlour_member_row_show (ParlourMemberRow *self, ParlourUser *user, ParlourPictures *pictures)
{
  g_return_if_fail (PARLOUR_IS_MEMBER_ROW (self) && user != NULL);
  g_autofree char *subtitle = subtitle_of (user);
  gboolean admin = user->role == PARLOUR_USER_ADMIN;
  g_clear_pointer (&self->user, parlour_user_unref);
  self->user = parlour_user_ref (user);
  adw_avatar_set_text (self->avatar, user->display_name);
  parlour_avatar_show_person (self->avatar, pictures, user->id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), user->display_name);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->disabled, !user->active);
  gtk_widget_set_visible (self->admin, admin);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "member.disable", user->active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "member.enable", !user->active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "member.promote", !admin);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "member.demote", admin);
}

ParlourUser *
parlour_member_row_get_user (ParlourMemberRow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ROW (self), NULL);
  return self->user;
}
