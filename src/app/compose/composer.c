/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-composer"

#include "app/compose/composer-private.h"

#include "app/history/message-words.h"
#include "app/template.h"
#include "core/limits.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* What is written and not sent. Main thread. */

G_DEFINE_FINAL_TYPE (ParlourComposer, parlour_composer, GTK_TYPE_WIDGET)

enum { DRAFT_MS = 500 };

char *
parlour_composer_dup_text (ParlourComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

void
parlour_composer_set_text (ParlourComposer *self, const char *text)
{
  self->loading = TRUE;
  gtk_text_buffer_set_text (self->buffer, text ? text : "", -1);
  self->loading = FALSE;
}

static gboolean
has_title (ParlourComposer *self)
{
  return gtk_revealer_get_reveal_child (self->title_revealer);
}

const char *
parlour_composer_get_title (ParlourComposer *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->title));
  return has_title (self) && !parlour_text_is_blank (text) ? text : NULL;
}

void
parlour_composer_set_problem (ParlourComposer *self, const char *text)
{
  gtk_label_set_text (self->problem, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* --- the state of what stands here -------------------------------------------------------- */

static char *
over_limit_text (int over)
{
  return g_strdup_printf (
      /* Translators: %d is how many characters a message has more than it may have */
      ngettext ("%d character too long", "%d characters too long", (unsigned long)over), over);
}

void
parlour_composer_update (ParlourComposer *self)
{
  int over = gtk_text_buffer_get_char_count (self->buffer) - PARLOUR_BODY_CHARS_MAX;
  g_autofree char *text = parlour_composer_dup_text (self);
  gboolean blank = parlour_text_is_blank (text);
  g_autofree char *problem = over > 0 ? over_limit_text (over) : NULL;
  parlour_composer_set_problem (self, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          gtk_text_buffer_get_char_count (self->buffer) == 0);
  gtk_widget_set_sensitive (self->send, !blank && over <= 0);
}

void
parlour_composer_keep_draft (ParlourComposer *self)
{
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  if (self->writing->kind == PARLOUR_UNSENT_EDIT)
    return;
  g_autofree char *text = parlour_composer_dup_text (self);
  parlour_account_set_draft (self->account, self->conversation, text);
}

static gboolean
draft_cb (gpointer user_data)
{
  ParlourComposer *self = user_data;
  self->draft_timer = 0;
  parlour_composer_keep_draft (self);
  return G_SOURCE_REMOVE;
}

/* A text that was there before is not being typed; once it is gone, nothing is. */
static void
tell_typing (ParlourComposer *self)
{
  g_autofree char *text = parlour_composer_dup_text (self);
  gboolean typing = !parlour_text_is_blank (text);
  if (!typing || !self->loading)
    parlour_account_set_typing (self->account, self->conversation, typing);
}

static void
changed_cb (ParlourComposer *self)
{
  parlour_composer_update (self);
  if (!self->conversation)
    return;
  tell_typing (self);
  if (self->loading)
    return;
  self->untouched = FALSE;
  parlour_mention_list_update (self->mentions);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  self->draft_timer = g_timeout_add (DRAFT_MS, draft_cb, self);
}

void
parlour_composer_set_title (ParlourComposer *self, const char *title)
{
  gtk_editable_set_text (GTK_EDITABLE (self->title), title ? title : "");
  gtk_revealer_set_reveal_child (self->title_revealer, title != NULL);
}

void
parlour_composer_end_writing (ParlourComposer *self)
{
  if (self->writing->kind == PARLOUR_UNSENT_EDIT) {
    parlour_composer_set_text (self, self->writing->draft);
    parlour_composer_set_title (self, self->writing->draft_title);
  }
  parlour_unsent_clear (self->writing);
  parlour_context_bar_show (self->context, self->writing);
  parlour_composer_update (self);
}

/* --- keys --------------------------------------------------------------------------------- */

static void
send_cb (ParlourComposer *self)
{
  parlour_composer_send (self);
}

/* Enter sends, or breaks the line; Up where nothing stands goes back to the last message. */
static gboolean
key_pressed_cb (ParlourComposer *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (parlour_mention_list_take_key (self->mentions, keyval))
    return GDK_EVENT_STOP;
  if (keyval == GDK_KEY_Up && (state & gtk_accelerator_get_default_mod_mask ()) == 0 &&
      gtk_text_buffer_get_char_count (self->buffer) == 0) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-last", NULL);
    return GDK_EVENT_STOP;
  }
  gboolean enter =
      keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  gboolean sends = held == GDK_CONTROL_MASK || (held == 0) == self->enter_sends;
  if (!enter || (held & GDK_ALT_MASK) || !sends)
    return GDK_EVENT_PROPAGATE;
  parlour_composer_send (self);
  return GDK_EVENT_STOP;
}

static void
emoji_cb (ParlourComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_signal_emit_by_name (self->view, "insert-emoji");
}

static void
cancelled_cb (ParlourComposer *self)
{
  parlour_composer_end_writing (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
title_done_cb (ParlourComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- the widget --------------------------------------------------------------------------- */

/* Opening a conversation asks the server for it, whose answer may have the draft of another device.
 */
static void
draft_came_cb (ParlourComposer *self, GParamSpec *pspec, ParlourConversationItem *item)
{
  if (self->untouched && self->writing->kind != PARLOUR_UNSENT_EDIT)
    parlour_composer_set_text (self, parlour_conversation_item_get_draft (item));
}

static gboolean
parlour_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PARLOUR_COMPOSER (widget)->view));
}

static void
parlour_composer_dispose (GObject *object)
{
  ParlourComposer *self = PARLOUR_COMPOSER (object);
  if (self->conversation)
    parlour_composer_set_conversation (self, NULL, NULL);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->account_signals);
  g_clear_pointer (&self->mentions, parlour_mention_list_free);
  g_clear_pointer (&self->unsent, g_hash_table_unref);
  g_clear_pointer (&self->writing, parlour_unsent_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_COMPOSER);
  G_OBJECT_CLASS (parlour_composer_parent_class)->dispose (object);
}

static void
parlour_composer_class_init (ParlourComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_composer_dispose;
  widget_class->grab_focus = parlour_composer_grab_focus;
  g_type_ensure (PARLOUR_TYPE_CONTEXT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/composer.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, context);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, title_revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, view);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, send);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, emoji_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_done_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_signal_new ("sent", PARLOUR_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
}

static void
parlour_composer_init (ParlourComposer *self)
{
  self->enter_sends = TRUE;
  self->writing = parlour_unsent_new ();
  self->unsent =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)parlour_unsent_free);
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::draft", G_CALLBACK (draft_came_cb),
                                  self);
  self->account_signals = g_signal_group_new (PARLOUR_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->account_signals, "event",
                                  G_CALLBACK (parlour_composer_hear_event), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->mentions = parlour_mention_list_new (self->view);
  parlour_composer_update (self);
}

static void
keep_unsent (ParlourComposer *self)
{
  if (self->draft_timer)
    parlour_composer_keep_draft (self);
  g_free (self->writing->title);
  self->writing->title =
      has_title (self) ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title))) : NULL;
  if (self->writing->kind == PARLOUR_UNSENT_EDIT)
    self->writing->text = parlour_composer_dup_text (self);
  g_hash_table_insert (self->unsent, g_strdup (self->conversation),
                       g_steal_pointer (&self->writing));
  self->writing = parlour_unsent_new ();
}

static void
restore_unsent (ParlourComposer *self, ParlourConversationItem *item)
{
  g_autofree char *key = NULL;
  ParlourUnsent *unsent = NULL;
  const char *draft = item ? parlour_conversation_item_get_draft (item) : NULL;
  if (g_hash_table_steal_extended (self->unsent, self->conversation, (gpointer *)&key,
                                   (gpointer *)&unsent)) {
    parlour_unsent_free (self->writing);
    self->writing = unsent;
  }
  gboolean edit = self->writing->kind == PARLOUR_UNSENT_EDIT;
  parlour_composer_set_text (self, edit ? self->writing->text : draft);
  g_clear_pointer (&self->writing->text, g_free);
  parlour_composer_set_title (self, self->writing->title);
  parlour_context_bar_show (self->context, self->writing);
}

static gboolean
is_group (ParlourConversationItem *item)
{
  return item && parlour_conversation_item_get_kind (item) == PARLOUR_CONVERSATION_GROUP;
}

void
parlour_composer_set_conversation (ParlourComposer *self,
                                   ParlourAccount *account,
                                   const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  if (self->conversation)
    keep_unsent (self);
  g_set_object (&self->account, account);
  g_free (self->conversation);
  self->conversation = g_strdup (conversation);
  ParlourConversationItem *item =
      conversation ? parlour_account_get_conversation (account, conversation) : NULL;
  parlour_mention_list_set_group (self->mentions, account, is_group (item) ? conversation : NULL);
  if (conversation)
    restore_unsent (self, item);
  self->untouched = TRUE;
  g_signal_group_set_target (self->item_signals, item);
  g_signal_group_set_target (self->account_signals, conversation ? account : NULL);
  parlour_composer_update (self);
}

void
parlour_composer_flush (ParlourComposer *self)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  if (self->conversation && self->draft_timer)
    parlour_composer_keep_draft (self);
}

void
parlour_composer_set_enter_sends (ParlourComposer *self, gboolean enter_sends)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  self->enter_sends = enter_sends;
}

void
parlour_composer_set_max_height (ParlourComposer *self, int pixels)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  if (gtk_scrolled_window_get_max_content_height (self->scroller) != pixels)
    gtk_scrolled_window_set_max_content_height (self->scroller, pixels);
}

void
parlour_composer_reply_to (ParlourComposer *self, ParlourMessageItem *item)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  g_autofree char *line = parlour_message_line (item);
  const char *name = parlour_message_item_get_sender_name (item);
  parlour_composer_end_writing (self);
  parlour_unsent_set (self->writing, PARLOUR_UNSENT_REPLY, parlour_message_item_get_seq (item),
                      parlour_message_item_get_mine (item) ? _ ("You") : name, line);
  parlour_context_bar_show (self->context, self->writing);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
parlour_composer_edit (ParlourComposer *self, ParlourMessageItem *item, gboolean title)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  g_autofree char *line = parlour_message_line (item);
  const char *subject = parlour_message_item_get_subject (item);
  parlour_composer_end_writing (self);
  parlour_composer_keep_draft (self);
  parlour_unsent_set (self->writing, PARLOUR_UNSENT_EDIT, parlour_message_item_get_seq (item), NULL,
                      line);
  self->writing->draft = parlour_composer_dup_text (self);
  self->writing->draft_title = g_strdup (parlour_composer_get_title (self));
  parlour_composer_set_text (self, parlour_message_item_get_body (item));
  parlour_composer_set_title (self, subject ? subject : title ? "" : NULL);
  parlour_context_bar_show (self->context, self->writing);
  gtk_widget_grab_focus (title ? GTK_WIDGET (self->title) : GTK_WIDGET (self->view));
}

gboolean
parlour_composer_cancel (ParlourComposer *self)
{
  g_return_val_if_fail (PARLOUR_IS_COMPOSER (self), FALSE);
  if (self->writing->kind == PARLOUR_UNSENT_PLAIN)
    return FALSE;
  parlour_composer_end_writing (self);
  return TRUE;
}

void
parlour_composer_toggle_title (ParlourComposer *self)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  gboolean reveal = !has_title (self);
  gtk_revealer_set_reveal_child (self->title_revealer, reveal);
  gtk_widget_grab_focus (reveal ? GTK_WIDGET (self->title) : GTK_WIDGET (self->view));
}
