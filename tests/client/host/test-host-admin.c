/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-host-admin"

#include "client/host/host-admin.h"

#include "client/connection-check.h"
#include "client/host/host.h"
#include "client/sign-in.h"
#include "core/problem.h"

#include <glib/gstdio.h>

/* Proves that the owner administers the hosted server over its control socket, and that an invite
 * made there lets somebody in over TLS, as often as it says. */

#define PASSWORD      "correct horse battery"
#define LIMIT_SECONDS 30

static ParlourHost *host;
static ParlourHostAdmin *admin;

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **)slot = g_object_ref (result);
}

static void
late_cb (gpointer data)
{
  g_error ("waited in vain");
}

static GAsyncResult *
await (GAsyncResult **slot)
{
  guint limit = g_timeout_add_once (LIMIT_SECONDS * 1000, late_cb, NULL);

  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  return g_steal_pointer (slot);
}

static void
assert_done (GAsyncResult **slot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = await (slot);

  parlour_host_admin_done_finish (admin, result, &error);
  g_assert_no_error (error);
}

static ParlourSignedIn *
sign_up (const char *link, const char *username, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (ParlourDestination) destination = parlour_destination_parse (link, error);

  if (destination == NULL)
    return NULL;
  parlour_sign_up_async (destination, username, NULL, PASSWORD, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  return parlour_sign_in_finish (result, error);
}

static ParlourHostInvite *
invite (guint uses, gint64 seconds)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_create_invite_async (admin, uses, seconds, NULL, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  ParlourHostInvite *made = parlour_host_admin_create_invite_finish (admin, result, &error);
  g_assert_no_error (error);
  return made;
}

static void
test_status (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_get_status_async (admin, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  g_autoptr (ParlourHostStatus) status =
      parlour_host_admin_get_status_finish (admin, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (status->name, ==, "Our place");
  g_assert_cmpstr (status->registration, ==, "invite");
  g_assert_cmpstr (status->fingerprint, ==, parlour_host_get_fingerprint (host));
  g_assert_cmpint (status->started_at, >, 0);
  g_assert_cmpint (status->online, ==, 0);
}

static void
test_invite_lets_in_once (void)
{
  g_autoptr (ParlourHostInvite) made = invite (1, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (made->link, "parlour://join?v=1&a="));
  g_assert_cmpstr (made->state, ==, "open");
  g_autoptr (ParlourSignedIn) ben = sign_up (made->link, "ben", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ben->place->identity, ==, parlour_host_get_fingerprint (host));
  g_assert_true (ben->place->pinned);
  g_autoptr (ParlourSignedIn) eve = sign_up (made->link, "eve", &error);
  g_assert_null (eve);
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVITE_REFUSED);
}

/* Which groups who joins gets into is the server's to check. */
static void
test_invite_into_no_group (void)
{
  static const char *const nothing[] = {"nothing", NULL};
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_create_invite_async (admin, 1, 0, nothing, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  g_assert_null (parlour_host_admin_create_invite_finish (admin, result, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_FIELD);
}

static void
test_without_an_invite (void)
{
  g_autoptr (ParlourHostInvite) made = invite (1, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *bare = g_strndup (made->link, (gsize)(strstr (made->link, "&t=") - made->link));

  g_assert_null (sign_up (bare, "eve", &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVITE_REQUIRED);
}

/* One character of the fingerprint is another one: then nothing is told, the token stays good. */
static void
test_tampered_link (void)
{
  g_autoptr (ParlourHostInvite) made = invite (1, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *tampered = g_strdup (made->link);
  char *first = strstr (tampered, "&f=") + 3;

  *first = *first == 'A' ? 'B' : 'A';
  g_assert_null (sign_up (tampered, "eve", &error));
  g_assert_error (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_OTHER_KEY);
  g_clear_error (&error);
  g_autoptr (ParlourSignedIn) cid = sign_up (made->link, "cid", &error);
  g_assert_no_error (error);
}

static ParlourHostInvite *
find_invite (const char *id)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_list_invites_async (admin, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  g_autoptr (GPtrArray) all = parlour_host_admin_list_invites_finish (admin, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++) {
    ParlourHostInvite *one = all->pdata[i];
    if (strcmp (one->id, id) == 0)
      return g_ptr_array_steal_index (all, i);
  }
  return NULL;
}

static void
test_revoked (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (ParlourHostInvite) made = invite (5, 3600);
  g_autoptr (GError) error = NULL;

  parlour_host_admin_revoke_invite_async (admin, made->id, NULL, keep_cb, &slot);
  assert_done (&slot);
  g_autoptr (ParlourHostInvite) listed = find_invite (made->id);
  g_assert_cmpstr (listed->state, ==, "revoked");
  g_assert_null (listed->link);
  g_assert_null (sign_up (made->link, "eve", &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVITE_REFUSED);
}

static GPtrArray *
list_users (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_list_users_async (admin, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  GPtrArray *users = parlour_host_admin_list_users_finish (admin, result, &error);
  g_assert_no_error (error);
  return users;
}

static void
test_accounts (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GPtrArray) before = list_users ();

  parlour_host_admin_add_user_async (admin, "dot", "Dot", PASSWORD, FALSE, NULL, keep_cb, &slot);
  assert_done (&slot);
  parlour_host_admin_set_role_async (admin, "dot", PARLOUR_USER_ADMIN, NULL, keep_cb, &slot);
  assert_done (&slot);
  parlour_host_admin_set_active_async (admin, "dot", FALSE, NULL, keep_cb, &slot);
  assert_done (&slot);
  parlour_host_admin_reset_password_async (admin, "dot", PASSWORD "2", NULL, keep_cb, &slot);
  assert_done (&slot);
  g_autoptr (GPtrArray) with = list_users ();
  g_assert_cmpuint (with->len, ==, before->len + 1);
  gboolean found = FALSE;
  for (guint i = 0; i < with->len; i++) {
    const ParlourUser *user = with->pdata[i];
    if (strcmp (user->username, "dot") != 0)
      continue;
    found = TRUE;
    g_assert_cmpint (user->role, ==, PARLOUR_USER_ADMIN);
    g_assert_false (user->active);
  }
  g_assert_true (found);
  parlour_host_admin_delete_user_async (admin, "dot", TRUE, NULL, keep_cb, &slot);
  assert_done (&slot);
  g_autoptr (GPtrArray) after = list_users ();
  g_assert_cmpuint (after->len, ==, before->len);
}

static void
test_refusal_is_told (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_set_active_async (admin, "ada", FALSE, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  g_assert_false (parlour_host_admin_done_finish (admin, result, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_LAST_ADMIN);
}

static ParlourHostSettings *
get_settings (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_get_settings_async (admin, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  ParlourHostSettings *settings = parlour_host_admin_get_settings_finish (admin, result, &error);
  g_assert_no_error (error);
  return settings;
}

static void
test_settings (void)
{
  GAsyncResult *slot = NULL;
  char closed[] = "closed";
  char title[] = "All of us";
  char welcome[] = "Come in";
  const ParlourHostSettings change = {.registration = closed,
                                      .max_accounts = 40,
                                      .backup_every = -1,
                                      .backup_keep = -1,
                                      .common = FALSE,
                                      .common_title = title,
                                      .welcome_text = welcome,
                                      .space_warning = 1000000};
  g_autoptr (ParlourHostSettings) before = get_settings ();

  parlour_host_admin_set_settings_async (admin, &change, NULL, keep_cb, &slot);
  assert_done (&slot);
  g_autoptr (ParlourHostSettings) after = get_settings ();
  g_assert_cmpstr (after->name, ==, before->name);
  g_assert_cmpstr (after->registration, ==, "closed");
  g_assert_cmpint (after->max_accounts, ==, 40);
  g_assert_cmpint (after->backup_keep, ==, before->backup_keep);
  g_assert_true (before->common);
  g_assert_false (after->common);
  g_assert_cmpstr (after->common_title, ==, "All of us");
  g_assert_cmpstr (after->welcome_text, ==, "Come in");
  g_assert_cmpint (after->space_warning, ==, 1000000);
}

static void
test_numbers_and_log (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;

  parlour_host_admin_get_statistics_async (admin, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) numbers = await (&slot);
  g_autoptr (ParlourHostStatistics) statistics =
      parlour_host_admin_get_statistics_finish (admin, numbers, &error);
  g_assert_no_error (error);
  g_assert_cmpint (statistics->admins, ==, 1);
  g_assert_cmpint (statistics->database_bytes, >, 0);
  g_assert_cmpint (statistics->disk_bytes, >=, statistics->database_bytes);

  parlour_host_admin_list_deeds_async (admin, NULL, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) log = await (&slot);
  g_autoptr (GPtrArray) deeds = parlour_host_admin_list_deeds_finish (admin, log, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (deeds->len, >, 0);
  const ParlourHostDeed *last = deeds->pdata[0];
  g_assert_cmpstr (last->action, ==, "settings.set");
  g_assert_cmpstr (last->origin, ==, "control");
}

static void
test_backup (void)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "place.backup", NULL);

  parlour_host_admin_backup_async (admin, path, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  g_autoptr (ParlourHostBackup) backup = parlour_host_admin_backup_finish (admin, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (backup->size, >, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
assert_step (ParlourConnectionCheck *check, const char *name, ParlourCheckState state)
{
  g_assert_cmpint (parlour_check_step_get_state (parlour_connection_check_find (check, name)), ==,
                   state);
}

/* What depends on the computer that this runs on is not judged: its networks and its firewall. */
static void
test_connection_check (void)
{
  g_autoptr (ParlourConnectionCheck) check = parlour_connection_check_new_for_host (host, NULL);

  parlour_connection_check_run (check);
  while (parlour_connection_check_get_running (check))
    g_main_context_iteration (NULL, TRUE);
  assert_step (check, "port", PARLOUR_CHECK_GOOD);
  assert_step (check, "certificate", PARLOUR_CHECK_GOOD);
  assert_step (check, "discovery", PARLOUR_CHECK_SKIPPED);
}

static void
test_nobody_there (void)
{
  g_autoptr (ParlourProfile) other = parlour_profile_new ("nobody", NULL);
  g_autoptr (ParlourHostAdmin) lonely = parlour_host_admin_new (other);
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_get_status_async (lonely, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  g_assert_null (parlour_host_admin_get_status_finish (lonely, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
}

static void
start_host (void)
{
  const ParlourHostOwner owner = {"ada", NULL, PASSWORD};
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourProfile) profile = parlour_profile_new (NULL, NULL);

  host = parlour_host_new (profile, g_getenv ("PARLOUR_SERVER"));
  admin = parlour_host_admin_new (profile);
  parlour_host_start_async (host, "Our place", &owner, NULL, keep_cb, &slot);
  g_autoptr (GAsyncResult) result = await (&slot);
  g_autofree char *address = parlour_host_start_finish (host, result, &error);
  g_assert_no_error (error);
}

/* One server for all tests, so one set of folders. */
static char *
make_folders (void)
{
  static const char *const variables[] = {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"};
  char *base = g_dir_make_tmp ("parlour-host-admin-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++) {
    g_autofree char *folder = g_build_filename (base, variables[i], NULL);
    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
    g_setenv (variables[i], folder, TRUE);
  }
  return base;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    if (g_file_test (inner, G_FILE_TEST_IS_DIR))
      remove_tree (inner);
    else
      g_unlink (inner);
  }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  g_autofree char *base = make_folders ();

  g_test_init (&argc, &argv, NULL);
  start_host ();
  g_test_add_func ("/host-admin/status", test_status);
  g_test_add_func ("/host-admin/invite-lets-in-once", test_invite_lets_in_once);
  g_test_add_func ("/host-admin/invite-into-no-group", test_invite_into_no_group);
  g_test_add_func ("/host-admin/without-an-invite", test_without_an_invite);
  g_test_add_func ("/host-admin/tampered-link", test_tampered_link);
  g_test_add_func ("/host-admin/revoked", test_revoked);
  g_test_add_func ("/host-admin/accounts", test_accounts);
  g_test_add_func ("/host-admin/refusal-is-told", test_refusal_is_told);
  g_test_add_func ("/host-admin/settings", test_settings);
  g_test_add_func ("/host-admin/numbers-and-log", test_numbers_and_log);
  g_test_add_func ("/host-admin/backup", test_backup);
  g_test_add_func ("/host-admin/connection-check", test_connection_check);
  g_test_add_func ("/host-admin/nobody-there", test_nobody_there);
  int status = g_test_run ();
  parlour_host_stop (host);
  while (parlour_host_get_running (host))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (host);
  g_object_unref (admin);
  remove_tree (base);
  return status;
}
