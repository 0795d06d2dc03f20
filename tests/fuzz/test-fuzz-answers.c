/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-answers"

#include "client/found-server-private.h"
#include "client/host/host-values.h"
#include "core/address.h"
#include "core/json.h"
#include "core/text.h"

#include "fuzz.h"

#include <string.h>

/* Whatever a server that one hosts answers, and whatever a computer of the local network says of
 * itself: it is read or refused with an error, and what is shown of it is clean. */

#define TIME "\"2026-11-30T16:55:58.255Z\""

static const char *const answers[] = {
    "{\"id\":\"p\",\"name\":\"Home\",\"version\":\"0.1.0\",\"registration\":\"invite\","
    "\"running\":true,\"started_at\":" TIME ",\"fingerprint\":"
    "\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"addresses\":[\"192.168.1.5:7447\"],"
    "\"mac_addresses\":[\"02:fc:00:00:00:01\"],\"space\":{\"free_bytes\":7,\"low\":false},"
    "\"backup\":{\"last_at\":" TIME ",\"due_at\":" TIME ",\"failure\":null},"
    "\"online_count\":1,\"online\":[{\"id\":\"u\",\"username\":\"a\",\"display_name\":\"A\"}]}",
    "{\"name\":\"Home\",\"registration\":\"invite\",\"max_accounts\":0,\"backup_every\":24,"
    "\"backup_keep\":3,\"common\":true,\"common_title\":\"Home\",\"welcome_text\":\"Hi\","
    "\"space_warning\":1024}",
    "{\"accounts\":1,\"disabled\":0,\"admins\":1,\"sessions\":0,\"online\":0,\"invites\":1,"
    "\"conversations\":1,\"messages\":1,\"disk_bytes\":475142,\"database_bytes\":221184,"
    "\"log_bytes\":0,\"backups_bytes\":221184,\"disk_free_bytes\":78932701184,"
    "\"days\":[{\"date\":\"2026-11-01\",\"messages\":0},{\"date\":\"2026-11-02\",\"messages\":3}]}",
    "{\"at\":" TIME ",\"actor\":\"ada\",\"origin\":\"folder\",\"action\":\"backup.create\","
    "\"subject\":\"s\",\"detail\":null}",
    "{\"id\":\"u\",\"username\":\"anna\",\"display_name\":\"anna\",\"status_text\":null,"
    "\"role\":\"admin\",\"active\":true,\"joined_at\":" TIME ",\"last_login_at\":null}",
    "{\"name\":\"parlour-1.db\",\"path\":\"/x\",\"at\":" TIME ",\"size\":221184}",
    "{\"id\":\"i\",\"kind\":\"join\",\"state\":\"open\",\"role\":\"member\",\"uses\":1,"
    "\"uses_left\":1,\"created_by\":null,\"created_at\":" TIME ",\"expires_at\":" TIME
    ",\"revoked_at\":null,\"conversations\":[],\"token\":\"t\",\"link\":null}",
};

static const char *const words[] = {
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "-1",
    "0",
    "9007199254740992",
    "\"id\":1,",
    "1e300",
    ",",
    "\"days\":[],",
    "{\"date\":1},",
    "\xe2\x80\xae",
    "\"online\":[{}],",
    "\"items\":[",
    NULL,
};

/* What each value is freed by is told by its reader alone. */
static const struct {
  ParlourHostRead read;
  GDestroyNotify free;
} readers[] = {
    {parlour_host_read_status, (GDestroyNotify)parlour_host_status_free},
    {parlour_host_read_invite, (GDestroyNotify)parlour_host_invite_free},
    {parlour_host_read_settings, (GDestroyNotify)parlour_host_settings_free},
    {parlour_host_read_statistics, (GDestroyNotify)parlour_host_statistics_free},
    {parlour_host_read_deed, (GDestroyNotify)parlour_host_deed_free},
    {parlour_host_read_backup, (GDestroyNotify)parlour_host_backup_free},
};

static void
try_answer (const char *data, gsize length, gpointer user_data)
{
  g_autoptr (JsonObject) object = parlour_json_parse_object (data, length, NULL);

  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (readers); i++) {
    g_autoptr (GError) error = NULL;
    gpointer value = readers[i].read (object, &error);
    g_assert_true ((value == NULL) == (error != NULL));
    if (value != NULL)
      readers[i].free (value);
  }
}

static void
test_answers (void)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (words);

  fuzz_add_texts (fuzz, answers, G_N_ELEMENTS (answers));
  fuzz_run (fuzz, try_answer, NULL);
}

/* Lines: the service's name, an address, a port, then what stands in the TXT record. */
static const char *const sightings[] = {
    "Home\n192.168.1.5\n7447\nname=Home\nfp=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\nv=1",
    "Ada\xe2\x80\x99s\nfd00::1\n7448\nNAME=Club\nfp=\nother",
};

static const char *const sighting_words[] = {
    "\n",           "=",         "name=", "fp=",       "fe80::1",      "::",
    "0.0.0.0",      "224.0.0.1", "%eth0", "127.0.0.1", "\xe2\x80\xae", "\xff",
    "\xe2\x80\x8b", "0",         "-1",    "70000",     NULL,
};

static GVariant *
make_txt (char **lines)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aay"));
  for (; *lines != NULL; lines++)
    g_variant_builder_add_value (
        &builder, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, *lines, strlen (*lines), 1));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
try_sighting (const char *data, gsize length, gpointer user_data)
{
  g_auto (GStrv) lines = g_strsplit (data, "\n", -1);
  guint n = g_strv_length (lines);

  /* D-Bus carries UTF-8 where it says text. */
  if (n < 3 || !g_utf8_validate (lines[0], -1, NULL) || !g_utf8_validate (lines[1], -1, NULL))
    return;
  g_autoptr (GVariant) txt = make_txt (lines + 3);
  g_autoptr (ParlourSighting) sighting =
      parlour_sighting_new (lines[0], lines[1], (guint16)atoi (lines[2]), txt);
  g_assert_true (sighting->name == NULL || !parlour_text_has_hidden_char (sighting->name));
  g_assert_true (sighting->address == NULL || parlour_address_is_secure (sighting->address));
  g_autoptr (ParlourFoundServer) server = parlour_found_server_new (sighting);
  g_assert_true (parlour_found_server_is (server, sighting));
}

static void
test_sightings (void)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (sighting_words);

  fuzz_add_texts (fuzz, sightings, G_N_ELEMENTS (sightings));
  fuzz_run (fuzz, try_sighting, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/answers/host", test_answers);
  g_test_add_func ("/fuzz/answers/sightings", test_sightings);
  return g_test_run ();
}
