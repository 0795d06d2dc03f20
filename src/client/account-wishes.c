/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-wishes"

#include "client/account-private.h"
#include "core/text.h"

/* This file owns what a person wishes of the server and sees at once: settings, edits and the like.
 * Each goes into the copy and is told when there is a connection. Main thread. */

static void
wished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourAccount) self = data;

  if (parlour_copy_write_finish (PARLOUR_COPY (source), result, NULL) && self->pending != NULL)
    parlour_pending_look (self->pending);
}

void
parlour_account_wish (ParlourAccount *self, const ParlourWish *wish)
{
  parlour_copy_wish_async (self->copy, wish, wished_cb, g_object_ref (self));
}

void
parlour_account_wish_number (ParlourAccount *self,
                             ParlourWishKind kind,
                             const char *conversation,
                             gint64 seq,
                             const char *key,
                             gint64 number)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  const ParlourWish wish = {
      .kind = kind,
      .conversation = conversation,
      .seq = seq,
      .key = key,
      .value = value,
  };

  parlour_account_wish (self, &wish);
}

/* --- settings --------------------------------------------------------------------------------- */

static void
set_number (ParlourAccount *self, const char *conversation, const char *key, gint64 number)
{
  parlour_account_wish_number (self, PARLOUR_WISH_SETTING, conversation, 0, key, number);
}

void
parlour_account_set_archived (ParlourAccount *self, const char *conversation, gboolean archived)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  set_number (self, conversation, "archived", archived);
}

void
parlour_account_set_pinned (ParlourAccount *self, const char *conversation, gboolean pinned)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  set_number (self, conversation, "pinned", pinned);
}

void
parlour_account_set_marked_unread (ParlourAccount *self, const char *conversation, gboolean marked)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  set_number (self, conversation, "marked_unread", marked);
}

void
parlour_account_set_notify (ParlourAccount *self, const char *conversation, ParlourNotify notify)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  set_number (self, conversation, "notify", notify);
}

void
parlour_account_mute_until (ParlourAccount *self, const char *conversation, gint64 time)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && time >= 0);
  set_number (self, conversation, "muted_until", time);
}

void
parlour_account_set_draft (ParlourAccount *self, const char *conversation, const char *text)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);

  const ParlourWish wish = {
      .kind = PARLOUR_WISH_SETTING,
      .conversation = conversation,
      .key = "draft",
      .value = text != NULL && *text != '\0' ? text : NULL,
  };
  parlour_account_wish (self, &wish);
}

/* --- messages --------------------------------------------------------------------------------- */

gboolean
parlour_account_edit (ParlourAccount *self,
                      const char *conversation,
                      gint64 seq,
                      const char *subject,
                      const char *body,
                      GError **error)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL, FALSE);
  g_return_val_if_fail (seq > 0 && body != NULL, FALSE);

  if (!parlour_subject_check (subject, error) || !parlour_body_check (body, error))
    return FALSE;

  const ParlourWish wish = {
      .kind = PARLOUR_WISH_EDIT,
      .conversation = conversation,
      .seq = seq,
      .value = body,
      .extra = subject != NULL && parlour_text_is_blank (subject) ? "" : subject,
  };
  parlour_account_wish (self, &wish);
  return TRUE;
}
