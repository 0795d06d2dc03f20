/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

G_BEGIN_DECLS

/* What needs the server's answer: a person waits for it, and hears where it can't be had. Main
 * thread. */

/**
 * parlour_account_make_group_async:
 * @members: (nullable): ids of users, without myself
 *
 * `finish` returns (transfer full) the conversation's id.
 */
void parlour_account_make_group_async (ParlourAccount *self,
                                       const char *title,
                                       const char *const *members,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
char *
parlour_account_make_group_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/** parlour_account_open_members: (transfer full): #ParlourMemberItem, owners and admins first, then
 * by name; filled from the copy, then from the server. */
GListModel *parlour_account_open_members (ParlourAccount *self, const char *conversation);

/** parlour_account_find_groups_async: open groups that I am not in; joined by add_member() of
 * oneself. Ended by list_finish(): ParlourGroup. */
void parlour_account_find_groups_async (ParlourAccount *self,
                                        const char *query,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/** parlour_account_list_shared_groups_async: those that @user is in with me. Ended by
 * list_finish(): ParlourGroup. */
void parlour_account_list_shared_groups_async (ParlourAccount *self,
                                               const char *user,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);

/** parlour_account_list_pins_async: newest first. Ended by list_finish(): ParlourMessage. */
void parlour_account_list_pins_async (ParlourAccount *self,
                                      const char *conversation,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** parlour_account_list_stars_async: newest star first. Ended by list_finish(): ParlourMessage. */
void parlour_account_list_stars_async (ParlourAccount *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** parlour_account_list_receipts_async: of one's own message. Ended by list_finish():
 * ParlourReceipt. */
void parlour_account_list_receipts_async (ParlourAccount *self,
                                          const char *conversation,
                                          gint64 seq,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** parlour_account_list_sessions_async: my devices. Ended by list_finish(): ParlourDevice. */
void parlour_account_list_sessions_async (ParlourAccount *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** parlour_account_list_blocks_async: whom I have blocked, by username. Ended by list_finish():
 * ParlourUser. */
void parlour_account_list_blocks_async (ParlourAccount *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** parlour_account_list_finish: (transfer full) (nullable): at most 1,000 */
GPtrArray *parlour_account_list_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/* The following end by call_finish(). */

/** parlour_account_end_session_async: signs another device out. */
void parlour_account_end_session_async (ParlourAccount *self,
                                        const char *session,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** parlour_account_report_message_async: to the administrators of the place. */
void parlour_account_report_message_async (ParlourAccount *self,
                                           const char *conversation,
                                           gint64 seq,
                                           const char *reason,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
void parlour_account_report_user_async (ParlourAccount *self,
                                        const char *user,
                                        const char *reason,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** parlour_account_clear_history_async: my view of a conversation, up to now. */
void parlour_account_clear_history_async (ParlourAccount *self,
                                          const char *conversation,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** parlour_account_set_password_async: signs all other devices out. */
void parlour_account_set_password_async (ParlourAccount *self,
                                         const char *current,
                                         const char *password,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/** parlour_account_delete_me_async: the account is no more, its messages are kept or erased; what
 * is here goes by parlour_accounts_sign_out_async(). */
void parlour_account_delete_me_async (ParlourAccount *self,
                                      const char *password,
                                      gboolean erase_messages,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean parlour_account_call_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

/* The following end by me_finish(). The account's "display-name" follows what they tell. */

void parlour_account_show_me_async (ParlourAccount *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void parlour_account_change_me_async (ParlourAccount *self,
                                      const ParlourMeChange *change,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

#define PARLOUR_ACCOUNT_PICTURE_BYTES_MAX (5 * 1024 * 1024)

/** parlour_account_set_picture_async: @file: a PNG or JPEG of at most
 * #PARLOUR_ACCOUNT_PICTURE_BYTES_MAX, which others see then as my picture. */
void parlour_account_set_picture_async (ParlourAccount *self,
                                        GFile *file,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void parlour_account_remove_picture_async (ParlourAccount *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
/** parlour_account_set_group_picture_async: the same for a group that is mine to run; both end by
 * parlour_account_call_finish(). */
void parlour_account_set_group_picture_async (ParlourAccount *self,
                                              const char *conversation,
                                              GFile *file,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
void parlour_account_remove_group_picture_async (ParlourAccount *self,
                                                 const char *conversation,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
/** Returns: (transfer full) (nullable): with its own view */
ParlourUser *parlour_account_me_finish (ParlourAccount *self, GAsyncResult *result, GError **error);

G_END_DECLS
