/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-server-words"

#include "app/server/server-words.h"

#include "app/time-text.h"

#include <glib/gi18n.h>

/* What the pages of *Server* say. Stateless. */

typedef struct {
  const char *action;
  const char *text; /* %s is whom or what it was done to */
} Deed;

static const Deed deeds[] = {
    /* Translators: %s is a username, here and in the lines that follow */
    {"user.add", N_ ("Account %s added")},
    {"invite.use", N_ ("%s joined with an invite")},
    {"user.disable", N_ ("Account %s disabled")},
    {"user.enable", N_ ("Account %s enabled")},
    {"user.change", N_ ("Account %s changed")},
    {"user.reset-password", N_ ("Password of %s reset")},
    {"user.delete", N_ ("Account %s deleted")},
    {"invite.create", N_ ("Invite made")},
    {"invite.revoke", N_ ("Invite revoked")},
    {"report.close", N_ ("Report looked after")},
    /* Translators: %s is a list of what was set, like “name, who may join” */
    {"settings.set", N_ ("Settings changed: %s")},
    /* Translators: %s is a file */
    {"backup.create", N_ ("Backup made (%s)")},
    {"backup.scheduled", N_ ("Backup made by itself (%s)")},
    {"restore", N_ ("Backup restored (%s)")},
    {"move-in", N_ ("Moved in from another computer")},
};

typedef struct {
  const char *name;
  const char *text;
} Setting;

static const Setting settings[] = {
    /* Translators: what was set, here and in the lines that follow; parts of a list */
    {"name", N_ ("name of the place")},
    {"registration", N_ ("who may join")},
    {"max_accounts", N_ ("how many accounts")},
    {"backup_every", N_ ("how often to back up")},
    {"backup_keep", N_ ("how many backups stay")},
    {"common", N_ ("who is in the common conversation")},
    {"common_title", N_ ("title of the common conversation")},
    {"welcome_text", N_ ("welcome text")},
    {"space_warning", N_ ("when to warn of little space")},
};

/* The name of a setting, which may be followed by ": " and what it was set to. */
static const char *
setting_words (const char *part)
{
  g_autofree char *name = g_strndup (part, strcspn (part, ":"));
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].name, name))
      return _ (settings[i].text);
  return NULL;
}

/* The log tells names and values, "name: Home; common: 1"; a name may hold what separates them. */
static char *
settings_words (const char *detail)
{
  g_auto (GStrv) parts = g_strsplit (detail, "; ", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  for (char **part = parts; *part; part++)
    if (setting_words (*part))
      g_strv_builder_add (words, setting_words (*part));
  g_auto (GStrv) all = g_strv_builder_end (words);
  /* Translators: between the parts of a list */
  return g_strjoinv (_ (", "), all);
}

const char *
parlour_server_state_words (ParlourHostState state)
{
  switch (state) {
  case PARLOUR_HOST_STARTING:
    return _ ("Starting…");
  case PARLOUR_HOST_RUNNING:
    return _ ("Running");
  case PARLOUR_HOST_RESTARTING:
    return _ ("Stopped unexpectedly, and is being started again");
  case PARLOUR_HOST_FAILED:
    return _ ("Cannot run");
  case PARLOUR_HOST_SHUT:
    return _ ("Closed while it is being restored or moved");
  case PARLOUR_HOST_STOPPED:
  default:
    return _ ("Not running");
  }
}

char *
parlour_server_deed_words (const ParlourHostDeed *deed)
{
  g_autofree char *set = g_str_equal (deed->action, "settings.set") && deed->detail
                             ? settings_words (deed->detail)
                             : NULL;
  const char *subject = set             ? set
                        : deed->subject ? deed->subject
                        : deed->detail  ? deed->detail
                                        : "–";
  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++) {
    if (!g_str_equal (deeds[i].action, deed->action))
      continue;
    g_auto (GStrv) parts = g_strsplit (_ (deeds[i].text), "%s", 2);
    return g_strjoinv (subject, parts);
  }
  return g_strdup_printf ("%s (%s)", deed->action, subject);
}

char *
parlour_server_origin_words (const ParlourHostDeed *deed)
{
  const char *who = deed->actor ? deed->actor : _ ("Whoever runs the server");
  if (g_strcmp0 (deed->origin, "control") == 0 || g_strcmp0 (deed->origin, "folder") == 0)
    /* Translators: a username, or “Whoever runs the server” */
    return g_strdup_printf (_ ("%s, on this computer"), who);
  /* Translators: a username, and the network address that something was done from */
  return g_strdup_printf (_ ("%s, from %s"), who, deed->origin ? deed->origin : "–");
}

char *
parlour_server_until (gint64 ms)
{
  return parlour_time_text_same_day (ms, g_get_real_time () / 1000) ? parlour_time_text_clock (ms)
                                                                    : parlour_time_text_day (ms);
}

void
parlour_server_show_value (AdwEntryRow *row, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

gboolean
parlour_server_read_count (const char *text, gint64 max, gint64 *count)
{
  g_autofree char *digits = g_strstrip (g_strdup (text));
  gint64 found = 0;
  for (const char *at = digits; *at != '\0'; at = g_utf8_next_char (at)) {
    int digit = g_unichar_digit_value (g_utf8_get_char (at));
    if (digit < 0 || found > (max - digit) / 10)
      return FALSE;
    found = found * 10 + digit;
  }
  *count = found;
  return TRUE;
}
