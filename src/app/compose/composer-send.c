/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-composer-send"

#include "app/compose/composer-private.h"
#include "app/problem-text.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* How a message leaves the composer. Its text leaves the view at once, so that what is typed while
 * the outbox stores it is the next message and not a part of this one; a refusal brings it back.
 * Main thread. */

typedef struct {
  GWeakRef composer;
  ParlourAccount *account;
  char *conversation;
  char *title; /* nullable */
  char *text;
  ParlourUnsent *writing;
} Sending;

/* Takes what @self is writing. */
static Sending *
sending_new (ParlourComposer *self, const char *text)
{
  Sending *sending = g_new0 (Sending, 1);
  g_weak_ref_init (&sending->composer, self);
  sending->account = g_object_ref (self->account);
  sending->conversation = g_strdup (self->conversation);
  sending->title = g_strdup (parlour_composer_get_title (self));
  sending->text = g_strdup (text);
  sending->writing = g_steal_pointer (&self->writing);
  self->writing = parlour_unsent_new ();
  return sending;
}

static void
sending_free (Sending *sending)
{
  g_weak_ref_clear (&sending->composer);
  g_object_unref (sending->account);
  g_free (sending->conversation);
  g_free (sending->title);
  g_free (sending->text);
  g_clear_pointer (&sending->writing, parlour_unsent_free);
  g_free (sending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static void
tell (ParlourComposer *self, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  parlour_composer_set_problem (self, text);
}

static char *
put_before (const char *text, const char *rest)
{
  return parlour_text_is_blank (rest ? rest : "") ? g_strdup (text)
                                                  : g_strconcat (text, "\n", rest, NULL);
}

/* Whoever is in another conversation by now finds it as the draft of this one. */
static void
put_into_draft (Sending *sending)
{
  ParlourConversationItem *item =
      parlour_account_get_conversation (sending->account, sending->conversation);
  g_autofree char *draft =
      put_before (sending->text, item ? parlour_conversation_item_get_draft (item) : NULL);
  parlour_account_set_draft (sending->account, sending->conversation, draft);
}

static void
put_into_view (ParlourComposer *self, Sending *sending)
{
  g_autofree char *rest = parlour_composer_dup_text (self);
  g_autofree char *text = put_before (sending->text, rest);
  parlour_composer_set_text (self, text);
  if (sending->title && !parlour_composer_get_title (self))
    parlour_composer_set_title (self, sending->title);
  if (self->writing->kind == PARLOUR_UNSENT_PLAIN) {
    parlour_unsent_free (self->writing);
    self->writing = g_steal_pointer (&sending->writing);
    parlour_context_bar_show (self->context, self->writing);
  }
  parlour_composer_keep_draft (self);
  parlour_composer_update (self);
}

/* An edit has the view: what was in it before the edit comes back after it. */
static void
put_behind_edit (ParlourComposer *self, Sending *sending)
{
  char *draft = put_before (sending->text, self->writing->draft);
  g_free (self->writing->draft);
  self->writing->draft = draft;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  g_autoptr (GError) error = NULL;
  gboolean sent = parlour_account_send_finish (PARLOUR_ACCOUNT (source), result, NULL, &error);
  g_autoptr (ParlourComposer) self = g_weak_ref_get (&sending->composer);
  gboolean open = self && g_strcmp0 (sending->conversation, self->conversation) == 0;
  if (sent) {
    if (open)
      g_signal_emit_by_name (self, "sent");
    return;
  }
  if (!open)
    put_into_draft (sending);
  else if (self->writing->kind == PARLOUR_UNSENT_EDIT)
    put_behind_edit (self, sending);
  else
    put_into_view (self, sending);
  if (open)
    tell (self, error);
}

/* Without its title line, a message has no title any more. */
static void
send_edit (ParlourComposer *self, const char *text)
{
  const char *title = parlour_composer_get_title (self);
  g_autoptr (GError) error = NULL;
  if (parlour_account_edit (self->account, self->conversation, self->writing->seq,
                            title ? title : "", text, &error)) {
    parlour_composer_end_writing (self);
    /* Where the edit is refused after all, its words come back as the draft. */
    self->untouched = gtk_text_buffer_get_char_count (self->buffer) == 0;
  } else
    tell (self, error);
}

void
parlour_composer_send (ParlourComposer *self)
{
  g_autofree char *text = parlour_composer_dup_text (self);
  g_autoptr (GError) error = NULL;
  if (!self->conversation || parlour_text_is_blank (text))
    return;
  if (self->writing->kind == PARLOUR_UNSENT_EDIT) {
    send_edit (self, text);
    return;
  }
  if (!parlour_body_check (text, &error) ||
      !parlour_subject_check (parlour_composer_get_title (self), &error)) {
    tell (self, error);
    return;
  }
  g_autoptr (Sending) sending = sending_new (self, text);
  self->untouched = FALSE;
  parlour_composer_set_text (self, "");
  parlour_composer_set_title (self, NULL);
  parlour_context_bar_show (self->context, self->writing);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  parlour_account_send_async (self->account, self->conversation, sending->title, text,
                              sending->writing->seq, NULL, sent_cb, sending);
  g_steal_pointer (&sending);
}

/* What was being changed is gone for everyone: the words can be a message of their own. */
static void
turn_into_draft (ParlourComposer *self)
{
  g_autofree char *text = parlour_composer_dup_text (self);
  g_autofree char *draft = put_before (text, self->writing->draft);
  parlour_unsent_clear (self->writing);
  parlour_context_bar_show (self->context, self->writing);
  parlour_composer_set_text (self, draft);
  parlour_composer_keep_draft (self);
  parlour_composer_update (self);
  parlour_composer_set_problem (self, _ ("The message was deleted. What you wrote is kept here."));
}

void
parlour_composer_hear_event (ParlourComposer *self, const ParlourEvent *event)
{
  if (event->kind != PARLOUR_EVENT_MESSAGE_DELETED || !event->message ||
      self->writing->kind == PARLOUR_UNSENT_PLAIN || event->message->seq != self->writing->seq ||
      g_strcmp0 (event->stream, self->conversation) != 0)
    return;
  if (self->writing->kind == PARLOUR_UNSENT_EDIT) {
    turn_into_draft (self);
    return;
  }
  g_free (self->writing->line);
  self->writing->line = g_strdup (_ ("This message was deleted"));
  parlour_context_bar_show (self->context, self->writing);
}
