/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/fingerprint.h"
#include "core/problem.h"

#include <string.h>

/* How a server's identity is written and read. */

/* SHA-256 of "abc" (FIPS 180-2, B.1). */
#define ABC_TEXT "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"

static ParlourFingerprint
make (void)
{
  g_autoptr (GBytes) spki = g_bytes_new_static ("abc", 3);

  return parlour_fingerprint_from_spki (spki);
}

static void
writes_as_the_standards_say (void)
{
  ParlourFingerprint self = make ();
  g_autofree char *text = parlour_fingerprint_to_text (&self);
  g_autofree char *groups = parlour_fingerprint_to_groups (&self);
  g_autofree char *words = parlour_fingerprint_to_words (&self);
  g_auto (GStrv) split = g_strsplit (words, " ", -1);

  g_assert_cmpstr (text, ==, ABC_TEXT);
  g_assert_cmpstr (groups, ==, "BA78 16BF 8F01 CFEA 4141 40DE 5DAE 2223");
  g_assert_cmpuint (g_strv_length (split), ==, PARLOUR_FINGERPRINT_WORDS);
}

static void
reads_what_it_writes (void)
{
  ParlourFingerprint first = make ();
  ParlourFingerprint second;
  g_autoptr (GError) error = NULL;

  g_assert_true (parlour_fingerprint_parse (ABC_TEXT, &second, &error));
  g_assert_no_error (error);
  g_assert_true (parlour_fingerprint_equal (&first, &second));
  second.bytes[31] ^= 1;
  g_assert_false (parlour_fingerprint_equal (&first, &second));
}

static void
has_a_word_of_its_own_for_each_byte (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint byte = 0; byte < 256; byte++) {
    ParlourFingerprint self;
    memset (self.bytes, (int)byte, sizeof self.bytes);
    g_autofree char *words = parlour_fingerprint_to_words (&self);
    g_assert_cmpuint (strlen (words), >, 3 * PARLOUR_FINGERPRINT_WORDS);
    g_assert_true (g_hash_table_add (seen, g_steal_pointer (&words)));
  }
}

static void
refuses_everything_else (void)
{
  static const char *const wrong[] = {
      "",
      "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa",
      "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=",
      "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0",
      "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa1", /* another spelling of the same bytes */
      " ngWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    ParlourFingerprint self;
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", wrong[i]);
    g_assert_false (parlour_fingerprint_parse (wrong[i], &self, &error));
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_FIELD);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/writes", writes_as_the_standards_say);
  g_test_add_func ("/fingerprint/reads", reads_what_it_writes);
  g_test_add_func ("/fingerprint/words", has_a_word_of_its_own_for_each_byte);
  g_test_add_func ("/fingerprint/refuses", refuses_everything_else);
  return g_test_run ();
}
