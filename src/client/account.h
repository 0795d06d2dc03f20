/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account-values.h"
#include "client/models/box-list.h"
#include "client/models/message-watch.h"
#include "client/models/message-window.h"
#include "client/models/owed-count.h"
#include "client/presence.h"
#include "client/pictures.h"
#include "core/conversation.h"
#include "core/event.h"
#include "core/user.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PARLOUR_ACCOUNT_STARTING,   /* the copy is being opened */
  PARLOUR_ACCOUNT_CONNECTING, /* a first try, or one after the network came back */
  PARLOUR_ACCOUNT_ONLINE,     /* the socket has said welcome, live events flow */
  PARLOUR_ACCOUNT_OFFLINE,    /* no connection; the next try comes by itself */
  PARLOUR_ACCOUNT_SIGNED_OUT, /* the server refused the token; what is local stays */
} ParlourAccountState;

/**
 * ParlourAccount:
 *
 * One person on one server: the local copy, the outbox, the connection, and the models that a view
 * shows. Any number of them live side by side. Main thread; everything slow happens elsewhere and
 * the lists change by the smallest items-changed.
 *
 * Properties (all notify): "state" (ParlourAccountState), "problem" (boxed GError: why it is
 * offline or signed out, NULL when online), "offline-since" (gint64 ms, 0), "server" (address),
 * "place-name", "user-id", "username", "display-name", "unread" (guint: conversations with
 * something unread), "waiting" (guint: messages in the outbox that are not sent), "fingerprint"
 * (text, nullable: the pinned key), "last-seen" (gint64 ms, 0: when the server was last heard of),
 * "can-wake" (gboolean: the host's computer told how to wake it).
 *
 * A server that shows another key than the pinned one leaves the account offline with a "problem"
 * of #PARLOUR_CLIENT_ERROR_OTHER_KEY; what is local stays.
 *
 * Signals:
 * - "event" (ParlourEvent *): after it stands in the local copy; for `watch` and notifications.
 * - "refused" (const char *conversation, gint64 seq, GError *): the server does not want what a
 *   person wished, or it can't be kept here; what was told last shows again. @conversation is ""
 * and
 *   @seq 0 where it is about none.
 */
#define PARLOUR_TYPE_ACCOUNT (parlour_account_get_type ())
G_DECLARE_FINAL_TYPE (ParlourAccount, parlour_account, PARLOUR, ACCOUNT, GObject)

const char *parlour_account_get_id (ParlourAccount *self); /* the folder's name */
const char *parlour_account_get_server (ParlourAccount *self);
const char *parlour_account_get_place_name (ParlourAccount *self);
const char *parlour_account_get_user_id (ParlourAccount *self);
const char *parlour_account_get_username (ParlourAccount *self);
const char *parlour_account_get_display_name (ParlourAccount *self);
ParlourAccountState parlour_account_get_state (ParlourAccount *self);
const GError *parlour_account_get_problem (ParlourAccount *self);
gint64 parlour_account_get_offline_since (ParlourAccount *self);
guint parlour_account_get_unread (ParlourAccount *self);
guint parlour_account_get_waiting (ParlourAccount *self);

/** parlour_account_get_fingerprint: (transfer none) (nullable): the pin, base64url. */
const char *parlour_account_get_fingerprint (ParlourAccount *self);
/** parlour_account_get_last_seen: ms since 1970 when the server was last heard of, over starts of
 * the program; 0 where never. */
gint64 parlour_account_get_last_seen (ParlourAccount *self);

/** parlour_account_get_can_wake: whether "Wake it" can be offered. */
gboolean parlour_account_get_can_wake (ParlourAccount *self);

/** parlour_account_wake_async: wakes the host's computer, then tries again for a while. Ends when
 * the packets are sent. */
void parlour_account_wake_async (ParlourAccount *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean parlour_account_wake_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/**
 * parlour_account_make_device_link_async:
 *
 * A link by which another device of the same person signs in: once, within ten minutes. `finish`
 * returns (transfer full) its text.
 */
void parlour_account_make_device_link_async (ParlourAccount *self,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
char *parlour_account_make_device_link_finish (ParlourAccount *self,
                                               GAsyncResult *result,
                                               GError **error);

/** parlour_account_try_again: connect now, without waiting for the back-off. */
void parlour_account_try_again (ParlourAccount *self);

/** parlour_account_sign_in_again_async: a new token for an account that is signed out. */
void parlour_account_sign_in_again_async (ParlourAccount *self,
                                          const char *password,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
parlour_account_sign_in_again_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/* --- what a view shows -------------------------------------------------------------------- */

/** parlour_account_get_conversations: (transfer none): #ParlourConversationItem, pinned first, then
 * newest activity first. Filled from the local copy before the network has answered. */
GListModel *parlour_account_get_conversations (ParlourAccount *self);

/** parlour_account_get_conversation: (transfer none) (nullable): the item, where it is known. */
gpointer parlour_account_get_conversation (ParlourAccount *self, const char *conversation);

/** parlour_account_open_messages: (transfer full): a window over one conversation's history. */
ParlourMessageWindow *parlour_account_open_messages (ParlourAccount *self,
                                                     const char *conversation);

/** parlour_account_get_received: (transfer none): all messages to me, newest first. */
ParlourBoxList *parlour_account_get_received (ParlourAccount *self);
ParlourBoxList *parlour_account_get_sent (ParlourAccount *self);
/** parlour_account_get_owed: (transfer none): how many titled ones wait for my answer. */
ParlourOwedCount *parlour_account_get_owed (ParlourAccount *self);

/** parlour_account_watch_message: (transfer full): @item, of one of these lists, on its own. */
ParlourMessageWatch *parlour_account_watch_message (ParlourAccount *self, ParlourMessageItem *item);
/** parlour_account_watch_listed: (transfer full): the same for one of a list of the server's (pins,
 * stars). */
ParlourMessageWatch *parlour_account_watch_listed (ParlourAccount *self, ParlourMessage *message);

/** parlour_account_get_pictures: (transfer none): of people and groups. */
ParlourPictures *parlour_account_get_pictures (ParlourAccount *self);

/**
 * parlour_account_find_people_async:
 * @query: prefix of a username or of a word of a name; "" for all
 *
 * Asks the server where it can, else what the copy knows. Without myself.
 */
void parlour_account_find_people_async (ParlourAccount *self,
                                        const char *query,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full) (element-type ParlourUser): NULL with @error */
GPtrArray *
parlour_account_find_people_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/** parlour_account_show_person_async: @user: an id. Asks the server; others than oneself. */
void parlour_account_show_person_async (ParlourAccount *self,
                                        const char *user,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourUser *
parlour_account_show_person_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/* --- what a person does ------------------------------------------------------------------- */

/**
 * parlour_account_open_direct_async:
 * @user: whom to write to
 *
 * Finds the direct conversation with @user in the copy, else has the server make it.
 * `finish` returns (transfer full) the conversation's id.
 */
void parlour_account_open_direct_async (ParlourAccount *self,
                                        ParlourUser *user,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
char *
parlour_account_open_direct_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/**
 * parlour_account_send_async:
 * @subject: (nullable)
 * @reply_to: seq, 0 for none
 *
 * Checks the texts, then puts the message into the outbox; finishes when it is on disk, online or
 * not. It shows in the windows and lists at once (waiting, then sent). Errors name their field.
 */
void parlour_account_send_async (ParlourAccount *self,
                                 const char *conversation,
                                 const char *subject,
                                 const char *body,
                                 gint64 reply_to,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** @client_id: (out) (optional) (transfer full) */
gboolean parlour_account_send_finish (ParlourAccount *self,
                                      GAsyncResult *result,
                                      char **client_id,
                                      GError **error);

/**
 * parlour_account_compose_async:
 * @to: a username
 *
 * Like send, to a person by name. Online, an unknown recipient is an error with field "to" and
 * nothing is kept; offline, the message waits and a refusal shows at it later.
 */
void parlour_account_compose_async (ParlourAccount *self,
                                    const char *to,
                                    const char *subject,
                                    const char *body,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** @conversation: (out) (optional) (nullable) (transfer full): NULL where it is not known yet */
gboolean parlour_account_compose_finish (ParlourAccount *self,
                                         GAsyncResult *result,
                                         char **conversation,
                                         char **client_id,
                                         GError **error);

/** parlour_account_retry: a failed message is tried again. parlour_account_discard: it is dropped.
 */
void parlour_account_retry (ParlourAccount *self, const char *client_id);
void parlour_account_discard (ParlourAccount *self, const char *client_id);

/**
 * parlour_account_hide:
 *
 * Deletes a message for me: it vanishes here at once and the wish is kept on disk; the request is
 * held back until parlour_account_hide_settle(), or the next start. parlour_account_hide_undo()
 * brings the message back.
 */
void parlour_account_hide (ParlourAccount *self, const char *conversation, gint64 seq);
void parlour_account_hide_undo (ParlourAccount *self, const char *conversation, gint64 seq);
void parlour_account_hide_settle (ParlourAccount *self, const char *conversation, gint64 seq);

/** parlour_account_erase_async: deletes one's own message for everyone; needs the connection. */
void parlour_account_erase_async (ParlourAccount *self,
                                  const char *conversation,
                                  gint64 seq,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean parlour_account_erase_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/** parlour_account_mark_read: read up to @seq; lower than before does nothing. Kept when offline.
 */
void parlour_account_mark_read (ParlourAccount *self, const char *conversation, gint64 seq);

/** parlour_account_get_presence: (transfer none): of those in the conversations that are watched or
 * glanced at. */
ParlourPresence *parlour_account_get_presence (ParlourAccount *self);

/** parlour_account_set_typing: may be told at each key. FALSE: the text was sent, or taken back. */
void parlour_account_set_typing (ParlourAccount *self, const char *conversation, gboolean typing);

/** parlour_account_watch: whose marks this client wants: the conversation on the screen, or NULL.
 */
void parlour_account_watch (ParlourAccount *self, const char *conversation);

/** PARLOUR_ACCOUNT_GLANCED_MAX: with the one that is watched no more than the server takes. */
#define PARLOUR_ACCOUNT_GLANCED_MAX 60

/** parlour_account_glance: whose presence this client wants besides: conversations that stand in a
 * list on the screen. Replaces those before. */
void parlour_account_glance (ParlourAccount *self, const char *const *conversations);

/* --- what a person wishes: seen at once, kept on disk, told when there is a connection -------- */

/** parlour_account_set_archived: on all of one's devices, as all settings. */
void
parlour_account_set_archived (ParlourAccount *self, const char *conversation, gboolean archived);
void parlour_account_set_pinned (ParlourAccount *self, const char *conversation, gboolean pinned);
void
parlour_account_set_marked_unread (ParlourAccount *self, const char *conversation, gboolean marked);
void
parlour_account_set_notify (ParlourAccount *self, const char *conversation, ParlourNotify notify);

/** parlour_account_mute_until: @time in ms since 1970; 0: not muted. */
void parlour_account_mute_until (ParlourAccount *self, const char *conversation, gint64 time);

/** parlour_account_set_draft: kept on disk, and on the server once it has stood for some seconds;
 * "" drops it. The item's "draft" follows. */
void parlour_account_set_draft (ParlourAccount *self, const char *conversation, const char *text);

/**
 * parlour_account_edit:
 * @subject: (nullable): %NULL leaves it as it is, "" takes it away
 *
 * Changes one's own message. Returns: FALSE with @error where a text is not acceptable.
 */
gboolean parlour_account_edit (ParlourAccount *self,
                               const char *conversation,
                               gint64 seq,
                               const char *subject,
                               const char *body,
                               GError **error);

/** parlour_account_react: gives or takes back one's own @emoji under a message. */
void parlour_account_react (
    ParlourAccount *self, const char *conversation, gint64 seq, const char *emoji, gboolean on);

/** parlour_account_pin_message: for all, in a group by its owner and admins. */
void parlour_account_pin_message (ParlourAccount *self,
                                  const char *conversation,
                                  gint64 seq,
                                  gboolean on);

/** parlour_account_star: for oneself. */
void parlour_account_star (ParlourAccount *self, const char *conversation, gint64 seq, gboolean on);

/** parlour_account_block: @user can't write to me any more; their words in groups are folded. */
void parlour_account_block (ParlourAccount *self, const char *user, gboolean on);

/* What a group is called and lets its members do; by its owner and admins. */
void
parlour_account_set_group_title (ParlourAccount *self, const char *conversation, const char *title);
/** parlour_account_set_group_description: (nullable) @description */
void parlour_account_set_group_description (ParlourAccount *self,
                                            const char *conversation,
                                            const char *description);
void parlour_account_set_posting (ParlourAccount *self,
                                  const char *conversation,
                                  ParlourPosting posting);
void parlour_account_set_joining (ParlourAccount *self,
                                  const char *conversation,
                                  ParlourJoining joining);
void parlour_account_set_past (ParlourAccount *self, const char *conversation, ParlourPast past);

/** parlour_account_add_member: @user: an id; oneself, to join an open group. */
void parlour_account_add_member (ParlourAccount *self,
                                 const char *conversation,
                                 const char *user,
                                 ParlourMemberRole role);
void parlour_account_set_member_role (ParlourAccount *self,
                                      const char *conversation,
                                      const char *user,
                                      ParlourMemberRole role);
/** parlour_account_remove_member: oneself, to leave: the group stays to be read. */
void
parlour_account_remove_member (ParlourAccount *self, const char *conversation, const char *user);

G_END_DECLS
