/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-accounts"

#include "client/accounts-file.h"
#include "core/address.h"
#include "core/id.h"

#include "fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

/* Whatever the file `accounts` holds: each account in it is whole or left out, and what is written
 * is read again as it was. */

#define FILE_TEXT                                                                                  \
  "[0192f6a0-0000-7000-8000-00000000000a]\n"                                                       \
  "server=https://192.168.1.5:7447\n"                                                              \
  "addresses=https://192.168.1.5:7447;https://[fd00::1]:7447;\n"                                   \
  "pin=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"                                              \
  "identity=AAECAwQF\nplace-name=Home\nuser-id=0192f6a0-0000-7000-8000-00000000000b\n"             \
  "username=ada\ndisplay-name=Ada\\sL\nmacs=00:11:22:33:44:55;\nlast-seen=1764511200000\n\n"       \
  "[0192f6a0-0000-7000-8000-00000000000c]\nserver=http://localhost:7447\n"                         \
  "identity=place\nuser-id=u\nusername=bob\n"

static const char *const words[] = {
    "\n",
    "=",
    "[",
    "]",
    ";",
    "\\",
    "\\s",
    "\\n",
    "#",
    "pin=\n",
    "server",
    "pin=",
    "https://",
    "http://",
    "[x]",
    "\xff",
    "\0",
    "last-seen=-1\n",
    "[0192f6a0-0000-7000-8000-00000000000a]\n",
    "addresses=;;;;\n",
    NULL,
};

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("parlour-fuzz-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "accounts", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *broken = g_strconcat (f->path, ".broken", NULL);

  g_unlink (broken);
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->path);
  g_free (f->folder);
}

static void
check_entry (const ParlourAccountEntry *entry)
{
  g_assert_true (parlour_id_is_valid (entry->id));
  g_assert_nonnull (entry->identity);
  g_assert_nonnull (entry->user_id);
  g_assert_nonnull (entry->username);
  g_assert_cmpuint (g_strv_length (entry->addresses), <=, PARLOUR_ACCOUNT_ADDRESSES_MAX);
  g_assert_cmpstr (entry->addresses[0], ==, entry->server);
  for (char **address = entry->addresses; entry->has_pin && *address != NULL; address++)
    g_assert_true (parlour_address_is_secure (*address));
}

static GPtrArray *
load (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = parlour_accounts_file_load (f->folder, &error);

  g_assert_no_error (error);
  return entries;
}

static void
check_same (const ParlourAccountEntry *a, const ParlourAccountEntry *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstrv (a->addresses, b->addresses);
  g_assert_cmpint (a->has_pin, ==, b->has_pin);
  g_assert_true (!a->has_pin || parlour_fingerprint_equal (&a->pin, &b->pin));
  g_assert_cmpstr (a->identity, ==, b->identity);
  g_assert_cmpstr (a->place_name, ==, b->place_name);
  g_assert_cmpstr (a->user_id, ==, b->user_id);
  g_assert_cmpstr (a->username, ==, b->username);
  g_assert_cmpstr (a->display_name, ==, b->display_name);
  g_assert_cmpint (a->last_seen, ==, b->last_seen);
}

static void
check_round (const ParlourAccountEntry *entry)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GKeyFile) file_again = g_key_file_new ();

  check_entry (entry);
  parlour_account_entry_write (entry, file, entry->id);
  g_autofree char *text = g_key_file_to_data (file, NULL, NULL);
  g_assert_true (g_key_file_load_from_data (file_again, text, (gsize)-1, G_KEY_FILE_NONE, NULL));
  g_autoptr (ParlourAccountEntry) again =
      parlour_account_entry_read (file_again, entry->id, entry->id);
  g_assert_nonnull (again);
  check_same (entry, again);
}

static void
try_file (const char *data, gsize length, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;

  /* A file that is there would be flushed to the disk, or keep its end. */
  g_unlink (f->path);
  g_file_set_contents_full (f->path, data, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) entries = load (f);
  for (guint i = 0; i < entries->len; i++)
    check_round (g_ptr_array_index (entries, i));
}

/* A broken file is told of each time. */
static void
drop_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

static void
test_accounts (Fixture *f, gconstpointer data)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (words);

  fuzz_add_text (fuzz, FILE_TEXT);
  fuzz_run (fuzz, try_file, f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("parlour-accounts-file", G_LOG_LEVEL_WARNING, drop_cb, NULL);
  g_test_add ("/fuzz/accounts", Fixture, NULL, set_up, test_accounts, tear_down);
  return g_test_run ();
}
