/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-hashing"

#include "server/hashing.h"

#include "core/problem.h"

#include <sodium.h>
#include <string.h>

/* This file owns how passwords become what is stored. On the hashing threads. */

char *
parlour_hashing_make (const ParlourHashing *cost, const char *password, GError **error)
{
  char text[crypto_pwhash_STRBYTES];

  if (crypto_pwhash_str_alg (text, password, strlen (password), cost->operations, cost->memory,
                             crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_strdup (text);
  g_warning ("No memory for a password's hash");
  parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE, "The server is short of memory.");
  return NULL;
}

gboolean
parlour_hashing_matches (const ParlourHashing *cost, const char *hash, const char *password)
{
  if (hash != NULL)
    return crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
  g_autofree char *wasted = parlour_hashing_make (cost, password, NULL);
  return FALSE;
}
