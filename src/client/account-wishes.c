/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-wishes"

#include "client/account-private.h"
#include "client/cache/copy-pending.h"
#include "core/text.h"

/* This file owns what a person wishes of the server and sees at once: settings, edits and the like.
 * Each goes into the copy and is told when there is a connection. Main thread. */

/* A wish on its way into the copy. */
typedef struct {
  ParlourAccount *account;
  char *conversation;
  gint64 seq;
} Wished;

static void
wished_free (Wished *wished)
{
  g_object_unref (wished->account);
  g_free (wished->conversation);
  g_free (wished);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wished, wished_free)

static void
wished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Wished) wished = data;
  g_autoptr (GError) error = NULL;
  ParlourAccount *self = wished->account;

  if (!parlour_copy_write_finish (PARLOUR_COPY (source), result, &error)) {
    if (!g_error_matches (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_CLOSED))
      parlour_account_refuse (self, wished->conversation, wished->seq, error);
    return;
  }
  if (self->pending != NULL)
    parlour_pending_look (self->pending);
}

/* Puts @wish into the copy and has it told. */
static void
tell_wish (ParlourAccount *self, const ParlourWish *wish)
{
  Wished *wished = g_new0 (Wished, 1);

  *wished = (Wished){g_object_ref (self), g_strdup (wish->conversation), wish->seq};
  parlour_copy_wish_async (self->copy, wish, wished_cb, wished);
}

static void
tell_number (ParlourAccount *self,
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

  tell_wish (self, &wish);
}

/* --- settings --------------------------------------------------------------------------------- */

static void
set_number (ParlourAccount *self, const char *conversation, const char *key, gint64 number)
{
  tell_number (self, PARLOUR_WISH_SETTING, conversation, 0, key, number);
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
  tell_wish (self, &wish);
}

/* --- groups ----------------------------------------------------------------------------------- */

static void
wish_text (ParlourAccount *self, const char *conversation, const char *key, const char *text)
{
  const ParlourWish wish = {
      .kind = PARLOUR_WISH_GROUP,
      .conversation = conversation,
      .key = key,
      .value = text,
  };

  tell_wish (self, &wish);
}

void
parlour_account_set_group_title (ParlourAccount *self, const char *conversation, const char *title)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && title != NULL);
  wish_text (self, conversation, "title", title);
}

void
parlour_account_set_group_description (ParlourAccount *self,
                                       const char *conversation,
                                       const char *description)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  wish_text (self, conversation, "description",
             description != NULL && *description != '\0' ? description : NULL);
}

void
parlour_account_set_posting (ParlourAccount *self, const char *conversation, ParlourPosting posting)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  tell_number (self, PARLOUR_WISH_GROUP, conversation, 0, "posting", posting);
}

void
parlour_account_set_joining (ParlourAccount *self, const char *conversation, ParlourJoining joining)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  tell_number (self, PARLOUR_WISH_GROUP, conversation, 0, "joining", joining);
}

void
parlour_account_set_past (ParlourAccount *self, const char *conversation, ParlourPast past)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  tell_number (self, PARLOUR_WISH_GROUP, conversation, 0, "past", past);
}

static void
wish_member (ParlourAccount *self,
             const char *conversation,
             const char *user,
             const char *role,
             gboolean is_new)
{
  const ParlourWish wish = {
      .kind = PARLOUR_WISH_MEMBER,
      .conversation = conversation,
      .key = g_str_equal (user, self->entry->user_id) ? PARLOUR_WISH_MYSELF : user,
      .value = role,
      .extra = is_new ? "new" : NULL,
  };

  tell_wish (self, &wish);
}

void
parlour_account_add_member (ParlourAccount *self,
                            const char *conversation,
                            const char *user,
                            ParlourMemberRole role)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && user != NULL);

  g_autofree char *value = g_strdup_printf ("%d", (int)role);
  wish_member (self, conversation, user, value, TRUE);
}

void
parlour_account_set_member_role (ParlourAccount *self,
                                 const char *conversation,
                                 const char *user,
                                 ParlourMemberRole role)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && user != NULL);

  g_autofree char *value = g_strdup_printf ("%d", (int)role);
  wish_member (self, conversation, user, value, FALSE);
}

void
parlour_account_remove_member (ParlourAccount *self, const char *conversation, const char *user)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && user != NULL);
  wish_member (self, conversation, user, NULL, FALSE);
}

void
parlour_account_block (ParlourAccount *self, const char *user, gboolean on)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && user != NULL);
  tell_number (self, PARLOUR_WISH_BLOCK, "", 0, user, on != FALSE);
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

  g_autofree char *text = parlour_text_trim (body);
  const ParlourWish wish = {
      .kind = PARLOUR_WISH_EDIT,
      .conversation = conversation,
      .seq = seq,
      .value = text,
      .extra = subject != NULL && parlour_text_is_blank (subject) ? "" : subject,
  };
  tell_wish (self, &wish);
  return TRUE;
}

void
parlour_account_keep_refused_edit (ParlourAccount *self, const ParlourWish *wish)
{
  ParlourConversationItem *item = parlour_account_get_conversation (self, wish->conversation);
  const char *draft = item != NULL ? parlour_conversation_item_get_draft (item) : NULL;
  g_autofree char *text =
      draft != NULL ? g_strconcat (wish->value, "\n", draft, NULL) : g_strdup (wish->value);

  parlour_account_set_draft (self, wish->conversation, text);
}

void
parlour_account_react (
    ParlourAccount *self, const char *conversation, gint64 seq, const char *emoji, gboolean on)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);
  g_return_if_fail (emoji != NULL && *emoji != '\0');
  tell_number (self, PARLOUR_WISH_REACTION, conversation, seq, emoji, on != FALSE);
}

void
parlour_account_pin_message (ParlourAccount *self,
                             const char *conversation,
                             gint64 seq,
                             gboolean on)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);
  tell_number (self, PARLOUR_WISH_PIN, conversation, seq, "", on != FALSE);
}

void
parlour_account_star (ParlourAccount *self, const char *conversation, gint64 seq, gboolean on)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);
  tell_number (self, PARLOUR_WISH_STAR, conversation, seq, "", on != FALSE);
}
