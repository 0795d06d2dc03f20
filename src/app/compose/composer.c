/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-composer"

#include "app/compose/composer.h"

#include "app/compose/unsent.h"
#include "app/history/message-words.h"
#include "app/problem-text.h"
#include "app/template.h"
#include "core/limits.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* What is written and not sent. The text leaves the view only when the outbox has it; a refusal
 * puts nothing away. Main thread. */

struct _ParlourComposer {
  GtkWidget parent_instance;
  ParlourAccount *account;
  char *conversation;
  GHashTable *unsent; /* conversation → ParlourUnsent */
  gint64 reply_to;
  guint draft_timer;
  gboolean loading; /* the text changes by us, not by a person */
  gboolean sending;
  gboolean enter_sends;
  GtkRevealer *reply_revealer;
  GtkLabel *reply_sender;
  GtkLabel *reply_text;
  GtkRevealer *title_revealer;
  GtkEntry *title;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *placeholder;
  GtkLabel *problem;
  GtkWidget *send;
};

G_DEFINE_FINAL_TYPE (ParlourComposer, parlour_composer, GTK_TYPE_WIDGET)

enum { SIGNAL_SENT, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { DRAFT_MS = 500 };

static char *
dup_text (ParlourComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
set_text (ParlourComposer *self, const char *text)
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

static const char *
title_text (ParlourComposer *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->title));
  return has_title (self) && !parlour_text_is_blank (text) ? text : NULL;
}

static void
set_problem (ParlourComposer *self, const char *text)
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

static void
update_state (ParlourComposer *self)
{
  int over = gtk_text_buffer_get_char_count (self->buffer) - PARLOUR_BODY_CHARS_MAX;
  g_autofree char *text = dup_text (self);
  gboolean blank = parlour_text_is_blank (text);
  g_autofree char *problem = over > 0 ? over_limit_text (over) : NULL;
  set_problem (self, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          gtk_text_buffer_get_char_count (self->buffer) == 0);
  gtk_widget_set_sensitive (self->send, !blank && over <= 0 && !self->sending);
}

static void
keep_draft (ParlourComposer *self)
{
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  g_autofree char *text = dup_text (self);
  parlour_account_set_draft (self->account, self->conversation, text);
}

static gboolean
draft_cb (gpointer user_data)
{
  ParlourComposer *self = user_data;
  self->draft_timer = 0;
  keep_draft (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ParlourComposer *self)
{
  update_state (self);
  if (self->loading || !self->conversation)
    return;
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  self->draft_timer = g_timeout_add (DRAFT_MS, draft_cb, self);
}

static void
clear_reply (ParlourComposer *self)
{
  self->reply_to = 0;
  gtk_revealer_set_reveal_child (self->reply_revealer, FALSE);
}

/* --- sending ------------------------------------------------------------------------------ */

typedef struct {
  GWeakRef composer;
  char *conversation;
  char *text;
} Sending;

static Sending *
sending_new (ParlourComposer *self, const char *text)
{
  Sending *sending = g_new0 (Sending, 1);
  g_weak_ref_init (&sending->composer, self);
  sending->conversation = g_strdup (self->conversation);
  sending->text = g_strdup (text);
  return sending;
}

static void
sending_free (Sending *sending)
{
  g_weak_ref_clear (&sending->composer);
  g_free (sending->conversation);
  g_free (sending->text);
  g_free (sending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

/* The message is on disk: what is still the same text here is not needed any more. */
static void
drop_sent (ParlourComposer *self, Sending *sending)
{
  g_autofree char *text = dup_text (self);
  g_hash_table_remove (self->unsent, sending->conversation);
  if (g_strcmp0 (sending->conversation, self->conversation) != 0 ||
      !g_str_equal (text, sending->text))
    return;
  set_text (self, "");
  gtk_editable_set_text (GTK_EDITABLE (self->title), "");
  gtk_revealer_set_reveal_child (self->title_revealer, FALSE);
  clear_reply (self);
  keep_draft (self);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  g_autoptr (GError) error = NULL;
  gboolean sent = parlour_account_send_finish (PARLOUR_ACCOUNT (source), result, NULL, &error);
  g_autoptr (ParlourComposer) self = g_weak_ref_get (&sending->composer);
  if (!self || !self->conversation)
    return;
  self->sending = FALSE;
  if (sent)
    drop_sent (self, sending);
  update_state (self);
  if (sent) {
    g_signal_emit (self, signals[SIGNAL_SENT], 0);
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  set_problem (self, text);
}

static void
send_cb (ParlourComposer *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr (GError) error = NULL;
  if (!self->conversation || self->sending || parlour_text_is_blank (text))
    return;
  if (!parlour_body_check (text, &error) || !parlour_subject_check (title_text (self), &error)) {
    g_autofree char *problem = parlour_problem_text (error);
    set_problem (self, problem);
    return;
  }
  self->sending = TRUE;
  update_state (self);
  parlour_account_send_async (self->account, self->conversation, title_text (self), text,
                              self->reply_to, NULL, sent_cb, sending_new (self, text));
}

static gboolean
key_pressed_cb (ParlourComposer *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean enter =
      keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  gboolean sends = held == GDK_CONTROL_MASK || (held == 0) == self->enter_sends;
  if (!enter || (held & GDK_ALT_MASK) || !sends)
    return GDK_EVENT_PROPAGATE;
  send_cb (self);
  return GDK_EVENT_STOP;
}

static void
cancel_reply_cb (ParlourComposer *self)
{
  clear_reply (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
title_done_cb (ParlourComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- the widget --------------------------------------------------------------------------- */

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
  g_clear_pointer (&self->unsent, g_hash_table_unref);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_COMPOSER);
  G_OBJECT_CLASS (parlour_composer_parent_class)->dispose (object);
}

static void
parlour_composer_class_init (ParlourComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_composer_dispose;
  widget_class->grab_focus = parlour_composer_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/composer.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, reply_revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, reply_sender);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposer, reply_text);
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
  gtk_widget_class_bind_template_callback (widget_class, cancel_reply_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_done_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_SENT] = g_signal_new ("sent", PARLOUR_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_composer_init (ParlourComposer *self)
{
  self->enter_sends = TRUE;
  self->unsent =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)parlour_unsent_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_state (self);
}

static void
keep_unsent (ParlourComposer *self)
{
  if (self->draft_timer)
    keep_draft (self);
  ParlourUnsent *unsent = parlour_unsent_new (
      has_title (self) ? gtk_editable_get_text (GTK_EDITABLE (self->title)) : NULL, self->reply_to,
      gtk_label_get_text (self->reply_sender), gtk_label_get_text (self->reply_text));
  g_hash_table_insert (self->unsent, g_strdup (self->conversation), unsent);
}

static void
restore_unsent (ParlourComposer *self)
{
  ParlourConversationItem *item =
      parlour_account_get_conversation (self->account, self->conversation);
  ParlourUnsent *unsent = g_hash_table_lookup (self->unsent, self->conversation);
  set_text (self, item ? parlour_conversation_item_get_draft (item) : NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->title), unsent && unsent->title ? unsent->title : "");
  gtk_revealer_set_reveal_child (self->title_revealer, unsent && unsent->title);
  self->reply_to = unsent ? unsent->reply_to : 0;
  gtk_label_set_text (self->reply_sender, unsent ? unsent->reply_sender : "");
  gtk_label_set_text (self->reply_text, unsent ? unsent->reply_text : "");
  gtk_revealer_set_reveal_child (self->reply_revealer, self->reply_to > 0);
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
  self->sending = FALSE;
  if (conversation)
    restore_unsent (self);
  update_state (self);
}

void
parlour_composer_flush (ParlourComposer *self)
{
  g_return_if_fail (PARLOUR_IS_COMPOSER (self));
  if (self->conversation && self->draft_timer)
    keep_draft (self);
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
  self->reply_to = parlour_message_item_get_seq (item);
  gtk_label_set_text (self->reply_sender, parlour_message_item_get_mine (item) ? _ ("You") : name);
  gtk_label_set_text (self->reply_text, line);
  gtk_revealer_set_reveal_child (self->reply_revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

gboolean
parlour_composer_cancel (ParlourComposer *self)
{
  g_return_val_if_fail (PARLOUR_IS_COMPOSER (self), FALSE);
  if (self->reply_to == 0)
    return FALSE;
  clear_reply (self);
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
