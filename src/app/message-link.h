/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A link to a message, `parlour://message/CONVERSATION/SEQ`: it names what only members can see,
 * and says nothing to anybody else. Any thread. */

/** parlour_message_link_new: (transfer full) */
char *parlour_message_link_new (const char *conversation, gint64 seq);

/**
 * parlour_message_link_parse:
 * @text: from outside; what follows the link is ignored where @length is given
 * @conversation: (out) (optional) (transfer full)
 * @seq: (out) (optional)
 * @length: (out) (optional): of the link, in bytes
 *
 * Returns: whether @text begins with such a link; without @length, is one
 */
gboolean
parlour_message_link_parse (const char *text, char **conversation, gint64 *seq, gsize *length);

G_END_DECLS
