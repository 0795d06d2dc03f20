/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/* Inside server/store only. */

#define PARLOUR_QUERY_WORDS_MAX 4 /* of a query; more words could only find fewer people */

/* A prefix is the range from itself to itself with the last character there is behind it. */
#define PARLOUR_WORD_BEGINS(parameter_)                                                            \
  "word >= " parameter_ " AND word < " parameter_ " || char (0x10ffff)"

/** PARLOUR_USER_HAS_WORD: that `users u` is found by this word, or the parameter is NULL. */
#define PARLOUR_USER_HAS_WORD(parameter_)                                                          \
  " AND (" parameter_ " IS NULL"                                                                   \
  " OR EXISTS (SELECT 1 FROM user_words w WHERE w.user = u.number"                                 \
  " AND w." PARLOUR_WORD_BEGINS (parameter_) "))"

/**
 * parlour_user_words_split:
 * @query: (nullable)
 * @words: (out): folded, the longest one first: it finds the fewest; each is to be freed
 *
 * Returns: how many there are
 */
guint parlour_user_words_split (const char *query, char *words[PARLOUR_QUERY_WORDS_MAX]);

/** parlour_store_index_user: what people find @user by. Writer. */
gboolean parlour_store_index_user (ParlourStore *self,
                                   gint64 user,
                                   const char *username,
                                   const char *display_name,
                                   GError **error);

G_END_DECLS
