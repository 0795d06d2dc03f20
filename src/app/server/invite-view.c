/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invite-view"

#include "app/server/invite-view.h"

#include "app/server/invite-card.h"
#include "app/server/qr-code.h"
#include "app/server/server-words.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* One invite. Main thread. */

struct _ParlourInviteView {
  GtkWidget parent_instance;
  ParlourInviteLink *link;
  char *text;
  GtkLabel *name;
  GtkLabel *terms;
  ParlourQrCode *code;
  GtkLabel *link_label;
  GtkWidget *words_row;
  GtkLabel *words;
  GtkButton *copy;
};

G_DEFINE_FINAL_TYPE (ParlourInviteView, parlour_invite_view, GTK_TYPE_WIDGET)

static char *
terms_text (guint uses, gint64 expires_at)
{
  g_autofree char *day = expires_at > 0 ? parlour_server_until (expires_at) : NULL;
  g_autofree char *many =
      /* Translators: %u is for how many people an invite is good */
      uses > 0 ? g_strdup_printf (ngettext ("For %u person", "For %u people", uses), uses)
               : g_strdup (_ ("For any number of people"));
  if (!day)
    return g_steal_pointer (&many);
  /* Translators: for how many people an invite is good ("For 10 people"), until which time or day
   */
  return g_strdup_printf (_ ("%s, until %s"), many, day);
}

static void
copy_cb (ParlourInviteView *self)
{
  if (!self->text)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  gtk_button_set_label (self->copy, _ ("Copied"));
}

static void
print_cb (ParlourInviteView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  if (self->link)
    parlour_invite_card_print (GTK_WINDOW (root), self->link);
}

static void
parlour_invite_view_dispose (GObject *object)
{
  ParlourInviteView *self = PARLOUR_INVITE_VIEW (object);
  g_clear_pointer (&self->link, parlour_invite_link_unref);
  g_clear_pointer (&self->text, g_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_INVITE_VIEW);
  G_OBJECT_CLASS (parlour_invite_view_parent_class)->dispose (object);
}

static void
parlour_invite_view_class_init (ParlourInviteViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_invite_view_dispose;
  g_type_ensure (PARLOUR_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/invite-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteView, name);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteView, terms);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteView, code);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteView, link_label);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteView, words_row);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteView, words);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteView, copy);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_invite_view_init (ParlourInviteView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_invite_view_show (ParlourInviteView *self,
                          ParlourInviteLink *link,
                          guint uses,
                          gint64 expires_at)
{
  g_return_if_fail (PARLOUR_IS_INVITE_VIEW (self) && link != NULL);
  g_autofree char *terms = terms_text (uses, expires_at);
  g_autofree char *words =
      link->fingerprint ? parlour_fingerprint_to_words (link->fingerprint) : NULL;
  parlour_invite_link_ref (link);
  g_clear_pointer (&self->link, parlour_invite_link_unref);
  self->link = link;
  g_free (self->text);
  self->text = parlour_invite_link_to_text (link);
  gtk_label_set_text (self->name, link->name ? link->name : _ ("Parlour"));
  gtk_label_set_text (self->terms, terms);
  gtk_label_set_text (self->link_label, self->text);
  gtk_label_set_text (self->words, words ? words : "");
  gtk_widget_set_visible (self->words_row, words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->code),
                          parlour_qr_code_set_text (self->code, self->text));
  gtk_button_set_label (self->copy, _ ("_Copy Link"));
}
