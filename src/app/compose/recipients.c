/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-recipients"

#include "app/compose/recipients.h"

#include <string.h>

/* Stateless. */

char **
parlour_recipients_split (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (char **part = parts; *part; part++) {
    const char *name = g_strstrip (*part);
    if (*name == '@')
      name++;
    if (*name && g_hash_table_add (seen, (gpointer)name))
      g_strv_builder_add (names, name);
  }
  return g_strv_builder_end (names);
}

const char *
parlour_recipients_last (const char *text)
{
  const char *comma = strrchr (text, ',');
  const char *last = comma ? comma + 1 : text;
  while (g_ascii_isspace (*last))
    last++;
  return last;
}

char *
parlour_recipients_complete (const char *text, const char *name)
{
  const char *last = parlour_recipients_last (text);
  g_autofree char *before = g_strndup (text, (gsize)(last - text));
  return g_strconcat (before, name, NULL);
}
