/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-link"

#include "app/message-link.h"

#include "core/id.h"

#include <string.h>

/* Stateless. */

#define PREFIX "parlour://message/"

enum { ID_CHARS = PARLOUR_ID_CHARS - 1, SEQ_DIGITS_MAX = 15 };

char *
parlour_message_link_new (const char *conversation, gint64 seq)
{
  g_return_val_if_fail (conversation != NULL && seq > 0, NULL);
  return g_strdup_printf (PREFIX "%s/%" G_GINT64_FORMAT, conversation, seq);
}

gboolean
parlour_message_link_parse (const char *text, char **conversation, gint64 *seq, gsize *length)
{
  g_return_val_if_fail (text != NULL, FALSE);
  if (!g_str_has_prefix (text, PREFIX))
    return FALSE;
  g_autofree char *id = g_strndup (text + strlen (PREFIX), ID_CHARS);
  const char *digits = text + strlen (PREFIX) + strlen (id) + 1;
  if (!parlour_id_is_valid (id) || digits[-1] != '/')
    return FALSE;
  gsize n = strspn (digits, "0123456789");
  if (n == 0 || n > SEQ_DIGITS_MAX || *digits == '0' || (!length && digits[n] != '\0'))
    return FALSE;
  if (seq)
    *seq = g_ascii_strtoll (digits, NULL, 10);
  if (length)
    *length = (gsize)(digits + n - text);
  if (conversation)
    *conversation = g_steal_pointer (&id);
  return TRUE;
}
