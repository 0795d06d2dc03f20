/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

#include "core/event.h"

G_BEGIN_DECLS

/** ParlourDraft: what somebody wants to send; texts have passed the rules of core/text.h. */
typedef struct {
  guint8 client_id[PARLOUR_ID_BYTES];
  const char *subject;            /* nullable */
  const char *body;               /* nullable where there are attachments */
  gint64 reply_to;                /* 0 for none */
  const char *const *attachments; /* ids; nullable */
} ParlourDraft;

/** ParlourEdit: @body is what the message shall say; the title only where @set_subject. */
typedef struct {
  const char *body;
  gboolean set_subject;
  const char *subject; /* nullable */
} ParlourEdit;

/**
 * parlour_store_check_posting: FALSE with #PARLOUR_PROBLEM_FORBIDDEN for who has left, with
 * #PARLOUR_PROBLEM_POSTING_RESTRICTED for who is in and may not write.
 */
gboolean parlour_store_check_posting (const ParlourMembership *membership, GError **error);

/** parlour_store_check_open: FALSE with #PARLOUR_PROBLEM_FORBIDDEN for who has left. */
gboolean parlour_store_check_open (const ParlourMembership *membership, GError **error);

/** parlour_store_check_there: FALSE with #PARLOUR_PROBLEM_MESSAGE_DELETED. */
gboolean parlour_store_check_there (const ParlourMessage *message, GError **error);

/**
 * parlour_store_send:
 * @message: (out) (transfer full): as it now stands
 * @repeated: (out): whether the same was sent before
 *
 * Exactly once: a client_id that this sender used in this conversation gives the message of then,
 * also after its edit or erasure and after the sender has left or hidden it; with other content
 * it is #PARLOUR_PROBLEM_CLIENT_ID_REUSED. Only something new needs the right to post (else
 * #PARLOUR_PROBLEM_FORBIDDEN or #PARLOUR_PROBLEM_POSTING_RESTRICTED), an addressee who has not
 * blocked the sender (else #PARLOUR_PROBLEM_BLOCKED) and a message to reply to that the sender sees
 * (else #PARLOUR_PROBLEM_REPLY_UNKNOWN). Erases the sender's draft. Writer.
 */
gboolean parlour_store_send (ParlourStore *self,
                             const ParlourMembership *membership,
                             const ParlourDraft *draft,
                             ParlourMessage **message,
                             gboolean *repeated,
                             GError **error);

/**
 * parlour_store_get_message:
 *
 * Returns: (transfer full) (nullable): #PARLOUR_PROBLEM_NOT_FOUND where there is none that this
 *   member may see
 */
ParlourMessage *parlour_store_get_message (ParlourStore *self,
                                           const ParlourMembership *membership,
                                           gint64 seq,
                                           GError **error);

/**
 * parlour_store_history_before:
 * @before: exclusive; 0 for the newest
 * @lines: (nullable) (element-type ParlourEvent): takes what shows between the messages as well
 *   (parlour_event_is_line()), in the same order; a line counts as a message does
 * @more: (out): whether there are older ones
 *
 * Newest first.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourMessage)
 */
GPtrArray *parlour_store_history_before (ParlourStore *self,
                                         const ParlourMembership *membership,
                                         gint64 before,
                                         guint limit,
                                         GPtrArray *lines,
                                         gboolean *more,
                                         GError **error);

/** parlour_store_history_after: above @after, exclusive, oldest first; @more: newer ones. */
GPtrArray *parlour_store_history_after (ParlourStore *self,
                                        const ParlourMembership *membership,
                                        gint64 after,
                                        guint limit,
                                        GPtrArray *lines,
                                        gboolean *more,
                                        GError **error);

/**
 * parlour_store_history_around:
 *
 * Half of @limit below @around, the rest from @around on; what one side lacks the other does not
 * fill. Oldest first. The message itself need not be there.
 */
GPtrArray *parlour_store_history_around (ParlourStore *self,
                                         const ParlourMembership *membership,
                                         gint64 around,
                                         guint limit,
                                         GPtrArray *lines,
                                         gboolean *more_before,
                                         gboolean *more_after,
                                         GError **error);

/**
 * parlour_store_list_pinned:
 * @before: seq, exclusive; 0 for the newest
 * @more: (out)
 *
 * What is pinned of what this member sees, newest first.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourMessage)
 */
GPtrArray *parlour_store_list_pinned (ParlourStore *self,
                                      const ParlourMembership *membership,
                                      gint64 before,
                                      guint limit,
                                      gboolean *more,
                                      GError **error);

/**
 * parlour_store_hide_message: for me. The inbox says `message.hidden`. Again changes nothing.
 *
 * Writer. #PARLOUR_PROBLEM_NOT_FOUND where there is none that this member may see.
 */
gboolean parlour_store_hide_message (ParlourStore *self,
                                     const ParlourMembership *membership,
                                     gint64 seq,
                                     GError **error);

/** parlour_store_clear_history: all up to now, for me. The inbox says `history.cleared`. Writer. */
gboolean parlour_store_clear_history (ParlourStore *self,
                                      const ParlourMembership *membership,
                                      GError **error);

/**
 * parlour_store_erase_message: for everyone.
 *
 * The text is gone from the row and (once the log is copied) from the file; a marker stays. One's
 * own, or any by a group's admin; else #PARLOUR_PROBLEM_FORBIDDEN. Again changes nothing. Writer.
 */
gboolean parlour_store_erase_message (ParlourStore *self,
                                      const ParlourMembership *membership,
                                      gint64 seq,
                                      GError **error);

/**
 * parlour_store_edit_message:
 * @message: (out) (transfer full) (optional): as it now stands
 *
 * One's own, not an erased one; else #PARLOUR_PROBLEM_FORBIDDEN. It is a way to write, so that
 * #PARLOUR_PROBLEM_BLOCKED stops it too. The same text changes nothing.
 * Writer.
 */
gboolean parlour_store_edit_message (ParlourStore *self,
                                     const ParlourMembership *membership,
                                     gint64 seq,
                                     const ParlourEdit *edit,
                                     ParlourMessage **message,
                                     GError **error);

G_END_DECLS
