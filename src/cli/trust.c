/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-cli-trust"

#include "cli/trust.h"

#include "client/client-error.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <string.h>

/* This file owns the question whether a server is the right one. Main thread; waits for the person.
 */

#define LINE_BYTES 64

/* The word, whole: a stray Enter or the first letter of something else is no consent. */
static gboolean
read_consent (FILE *terminal)
{
  char line[LINE_BYTES];

  if (fgets (line, sizeof line, terminal) == NULL)
    return FALSE;
  g_strstrip (line);
  /* Translators: the whole word that a person types to agree; “yes” is taken too */
  return g_ascii_strcasecmp (line, "yes") == 0 || strcmp (line, C_ ("typed answer", "yes")) == 0;
}

gboolean
parlour_cli_ask_trust (const GError *error)
{
  const ParlourFingerprint *shown = parlour_client_error_get_fingerprint (error);
  FILE *terminal = shown != NULL ? fopen ("/dev/tty", "r+e") : NULL;

  if (terminal == NULL)
    return FALSE;

  g_autofree char *groups = parlour_fingerprint_to_groups (shown);
  g_autofree char *words = parlour_fingerprint_to_words (shown);
  g_autofree char *text = parlour_fingerprint_to_text (shown);
  fprintf (terminal,
           /* Translators: an address, then three spellings of one fingerprint */
           _ ("Nobody vouches for the server at %s. Its fingerprint is\n"
              "    %s\n"
              "    in words: %s\n"
              "    as a parameter: --fingerprint %s\n"
              "Compare it with what its owner sees. "),
           parlour_client_error_get_address (error), groups, words, text);
  fprintf (terminal, "%s ", _ ("Is it the same? Type “yes” to go on:"));
  fflush (terminal);
  gboolean consent = read_consent (terminal);
  fclose (terminal);
  return consent;
}
