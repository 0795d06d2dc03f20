/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-composer-send"

#include "app/compose/composer-private.h"
#include "app/problem-text.h"
#include "core/text.h"

/* How a message leaves the composer. The text leaves the view only when the outbox has it; a
 * refusal puts nothing away. Main thread. */

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

static void
tell (ParlourComposer *self, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  parlour_composer_set_problem (self, text);
}

/* The message is on disk: what is still the same text here is not needed any more. */
static void
drop_sent (ParlourComposer *self, Sending *sending)
{
  g_autofree char *text = parlour_composer_dup_text (self);
  g_hash_table_remove (self->unsent, sending->conversation);
  if (g_strcmp0 (sending->conversation, self->conversation) != 0 ||
      !g_str_equal (text, sending->text))
    return;
  parlour_composer_end_writing (self);
  parlour_composer_set_text (self, "");
  parlour_composer_set_title (self, NULL);
  parlour_composer_keep_draft (self);
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
  parlour_composer_update (self);
  if (sent) {
    g_signal_emit_by_name (self, "sent");
    return;
  }
  tell (self, error);
}

/* Without its title line, a message has no title any more. */
static void
send_edit (ParlourComposer *self, const char *text)
{
  const char *title = parlour_composer_get_title (self);
  g_autoptr (GError) error = NULL;
  if (parlour_account_edit (self->account, self->conversation, self->writing->seq,
                            title ? title : "", text, &error))
    parlour_composer_end_writing (self);
  else
    tell (self, error);
}

void
parlour_composer_send (ParlourComposer *self)
{
  g_autofree char *text = parlour_composer_dup_text (self);
  g_autoptr (GError) error = NULL;
  if (!self->conversation || self->sending || parlour_text_is_blank (text))
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
  self->sending = TRUE;
  parlour_composer_update (self);
  parlour_account_send_async (self->account, self->conversation, parlour_composer_get_title (self),
                              text, self->writing->seq, NULL, sent_cb, sending_new (self, text));
}
