/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-presence-words"

#include "app/people/presence-words.h"

#include "app/time-text.h"

#include <glib/gi18n.h>

/* How it is said who is here. Stateless. */

#define DAY_MS (G_GINT64_CONSTANT (24 * 3600) * 1000)

static char *
last_seen_words (gint64 at)
{
  gint64 now = g_get_real_time () / 1000;
  g_autofree char *clock = parlour_time_text_clock (at);
  if (parlour_time_text_same_day (at, now))
    /* Translators: %s is a time of day */
    return g_strdup_printf (_ ("Last seen today at %s"), clock);
  if (parlour_time_text_same_day (at + DAY_MS, now))
    /* Translators: %s is a time of day */
    return g_strdup_printf (_ ("Last seen yesterday at %s"), clock);
  g_autofree char *day = parlour_time_text_day (at);
  /* Translators: %s is a day: “Monday, 2 March” */
  return g_strdup_printf (_ ("Last seen on %s"), day);
}

char *
parlour_presence_words (ParlourPresence *presence, const char *user, gint64 last_seen)
{
  g_return_val_if_fail (PARLOUR_IS_PRESENCE (presence) && user != NULL, NULL);
  gint64 at = last_seen;
  if (parlour_presence_is_online (presence, user))
    return g_strdup (_ ("Online"));
  if (parlour_presence_is_known (presence, user))
    at = parlour_presence_get_last_seen (presence, user);
  return at > 0 ? last_seen_words (at) : NULL;
}
