/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-undo-toasts"

#include "app/history/undo-toasts.h"

#include <glib/gi18n.h>

/* The toast after a message was deleted for me. Main thread. */

typedef struct {
  ParlourAccount *account;
  char *conversation;
  gint64 seq;
  gboolean undone;
} Hidden;

enum { UNDO_SECONDS = 10 }; /* time to find the button by keyboard or by ear */

static void
hidden_free (gpointer data, GClosure *closure)
{
  Hidden *hidden = data;
  g_object_unref (hidden->account);
  g_free (hidden->conversation);
  g_free (hidden);
}

/* A toast is dismissed after its button was clicked, too. */
static void
button_clicked_cb (AdwToast *toast, Hidden *hidden)
{
  hidden->undone = TRUE;
}

static void
dismissed_cb (AdwToast *toast, Hidden *hidden)
{
  if (!hidden->undone)
    parlour_account_hide_settle (hidden->account, hidden->conversation, hidden->seq);
}

void
parlour_undo_toast_hide (AdwToastOverlay *overlay,
                         ParlourAccount *account,
                         const ParlourMessageRef *ref)
{
  AdwToast *toast = adw_toast_new (_ ("Message deleted for you"));
  Hidden *hidden = g_new0 (Hidden, 1);
  hidden->account = g_object_ref (account);
  hidden->conversation = g_strdup (ref->conversation);
  hidden->seq = ref->seq;
  parlour_account_hide (account, ref->conversation, ref->seq);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-hide-message");
  adw_toast_set_action_target (toast, "(sx)", ref->conversation, ref->seq);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (button_clicked_cb), hidden);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed_cb), hidden, hidden_free, 0);
  adw_toast_overlay_add_toast (overlay, toast);
}
