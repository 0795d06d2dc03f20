/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-held-deletions"

#include "app/history/held-deletions.h"

#include <glib/gi18n.h>

/* What Undo would bring back. Main thread. */

typedef struct {
  char *conversation;
  gint64 seq;
} Deletion;

struct _ParlourHeldDeletions {
  ParlourNoticeBar *notice;
  ParlourAccount *account;
  GPtrArray *held; /* of Deletion */
};

static void
deletion_free (gpointer data)
{
  Deletion *self = data;
  g_free (self->conversation);
  g_free (self);
}

ParlourHeldDeletions *
parlour_held_deletions_new (ParlourNoticeBar *notice, ParlourAccount *account)
{
  ParlourHeldDeletions *self = g_new0 (ParlourHeldDeletions, 1);
  self->notice = notice;
  self->account = g_object_ref (account);
  self->held = g_ptr_array_new_with_free_func (deletion_free);
  return self;
}

void
parlour_held_deletions_free (ParlourHeldDeletions *self)
{
  g_object_unref (self->account);
  g_ptr_array_unref (self->held);
  g_free (self);
}

static void
ended_cb (gboolean undone, gpointer data)
{
  ParlourHeldDeletions *self = data;
  for (guint i = 0; i < self->held->len; i++) {
    const Deletion *deletion = g_ptr_array_index (self->held, i);
    if (undone)
      parlour_account_hide_undo (self->account, deletion->conversation, deletion->seq);
    else
      parlour_account_hide_settle (self->account, deletion->conversation, deletion->seq);
  }
  g_ptr_array_set_size (self->held, 0);
}

void
parlour_held_deletions_add (ParlourHeldDeletions *self, const ParlourMessageRef *ref)
{
  Deletion *deletion = g_new0 (Deletion, 1);
  *deletion = (Deletion){g_strdup (ref->conversation), ref->seq};
  g_ptr_array_add (self->held, deletion);
  parlour_account_hide (self->account, ref->conversation, ref->seq);
  g_autofree char *text =
      self->held->len == 1
          ? g_strdup (_ ("Message deleted for you"))
          : g_strdup_printf (ngettext ("%u message deleted for you", /* never 1 */
                                       "%u messages deleted for you", self->held->len),
                             self->held->len);
  parlour_notice_bar_offer (self->notice, text, _ ("_Undo"), ended_cb, self);
}
