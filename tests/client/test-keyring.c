/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "client/account-private.h"
#include "client/keyring.h"

#include <libsecret/secret.h>
#include <string.h>

/* The real keyring: unlocked, locked and missing. Run beside one (tests/support/with-keyring). */

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
} Ring;

static void
set_up (Ring *self, gconstpointer data)
{
  static guint n;
  g_autofree char *profile = g_strdup_printf ("ring%u", n++);

  self->server = sync_server_new ();
  self->anna = sync_person_new (profile);
  sync_person_register (self->anna, self->server->address, "anna");
}

static void
tear_down (Ring *self, gconstpointer data)
{
  sync_person_sign_out (self->anna);
  sync_person_free (self->anna);
  sync_server_free (self->server);
}

/* What the keyring holds, all of it. */
static GList *
list_items (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service =
      secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_LOAD_ITEMS, NULL, &error);

  g_assert_no_error (error);
  return collection != NULL ? secret_collection_get_items (collection) : NULL;
}

static guint
count_items (void)
{
  GList *items = list_items ();
  guint n = g_list_length (items);

  g_list_free_full (items, g_object_unref);
  return n;
}

static char *
token_of (SecretItem *item)
{
  g_autoptr (GError) error = NULL;

  secret_item_load_secret_sync (item, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (SecretValue) value = secret_item_get_secret (item);
  return g_strdup (secret_value_get_text (value));
}

/* Whether any file below @path has @text in it. */
static gboolean
is_written_below (const char *path, const char *text)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
           g_file_get_contents (path, &content, &length, NULL) &&
           memmem (content, length, text, strlen (text)) != NULL;

  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    if (is_written_below (inner, text))
      return TRUE;
  }
  return FALSE;
}

static void
holds_the_token_and_nothing_else (Ring *self, gconstpointer data)
{
  const char *folder = g_getenv ("SYNC_TEST_FOLDER");

  g_assert_cmpint (parlour_accounts_get_keyring_state (self->anna->accounts), ==,
                   PARLOUR_KEYRING_READY);
  GList *items = list_items ();
  g_assert_cmpuint (g_list_length (items), ==, 1);
  g_autofree char *token = token_of (items->data);
  g_assert_cmpuint (strlen (token), >=, 40);

  g_autoptr (GHashTable) attributes = secret_item_get_attributes (items->data);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "user"), ==,
                   parlour_account_get_user_id (self->anna->account));
  g_assert_cmpstr (g_hash_table_lookup (attributes, "server"), ==,
                   parlour_account_get_entry (self->anna->account)->identity);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "profile"), ==,
                   parlour_profile_get_name (self->anna->profile));
  g_assert_cmpuint (g_hash_table_size (attributes), ==, 4); /* and the schema's name */
  g_list_free_full (items, g_object_unref);

  g_assert_true (is_written_below (folder, parlour_account_get_user_id (self->anna->account)));
  g_assert_false (is_written_below (folder, token));
  g_assert_false (is_written_below (folder, PASSWORD));
}

static void
start_again (SyncPerson **person)
{
  g_autofree char *profile = g_strdup (parlour_profile_get_name ((*person)->profile));

  sync_person_free (*person);
  *person = sync_person_new (profile);
  sync_person_load (*person);
}

static void
next_start_needs_no_login (Ring *self, gconstpointer data)
{
  for (guint i = 0; i < 2; i++) {
    start_again (&self->anna);
    sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_ONLINE);
    g_assert_cmpint (parlour_accounts_get_keyring_state (self->anna->accounts), ==,
                     PARLOUR_KEYRING_READY);
  }
  /* Also where the server answers at another address: it is known by what it is. */
  sync_server_stop (self->server);
  self->server->port = 0;
  sync_server_start (self->server);
  sync_person_sign_in (self->anna, self->server->address, "anna");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->anna->accounts)), ==, 1);
  g_assert_cmpuint (count_items (), ==, 1);
  start_again (&self->anna);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_ONLINE);
  g_assert_cmpstr (parlour_account_get_server (self->anna->account), ==, self->server->address);
}

static void
profiles_do_not_mix (Ring *self, gconstpointer data)
{
  SyncPerson *other = sync_person_new ("ring-other");

  sync_person_sign_in (other, self->server->address, "anna");
  g_assert_cmpuint (count_items (), ==, 2);
  start_again (&other);
  start_again (&self->anna);
  sync_person_wait_state (other, PARLOUR_ACCOUNT_ONLINE);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_ONLINE);

  g_autofree char *folder = sync_person_folder (other);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  sync_person_sign_out (other);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_items (), ==, 1);
  sync_person_free (other);
  start_again (&self->anna);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_ONLINE);
}

static void
sign_in_again (SyncPerson *person)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_account_sign_in_again_async (person->account, PASSWORD, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_sign_in_again_finish (person->account, result, &error);
  g_assert_no_error (error);
}

/* A token that somebody took out of the keyring. */
static void
a_missing_token_asks_for_the_password (Ring *self, gconstpointer data)
{
  GList *items = list_items ();
  g_autoptr (GError) error = NULL;

  secret_item_delete_sync (items->data, NULL, &error);
  g_assert_no_error (error);
  g_list_free_full (items, g_object_unref);
  start_again (&self->anna);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);
  g_assert_nonnull (parlour_account_get_problem (self->anna->account));

  sign_in_again (self->anna);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_ONLINE);
  wait_until (count_items () == 1);
  start_again (&self->anna);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_ONLINE);
}

/* --- without one -------------------------------------------------------------------------------
 */

static void
works_for_this_run (Ring *self, gconstpointer data)
{
  ParlourKeyringState state = (ParlourKeyringState)GPOINTER_TO_INT (data);

  g_assert_cmpint (parlour_accounts_get_keyring_state (self->anna->accounts), ==, state);
  g_assert_cmpint (sync_person_state (self->anna), ==, PARLOUR_ACCOUNT_ONLINE);
  start_again (&self->anna);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);
  g_assert_nonnull (parlour_account_get_problem (self->anna->account));
}

static GDBusMessage *
swallow (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer data)
{
  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  g_object_unref (message);
  return NULL;
}

/* The question for the password comes up and nobody answers it. */
static GDBusConnection *
begin_silent_prompter (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus =
      g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  g_dbus_connection_add_filter (bus, swallow, NULL, NULL);
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
      g_variant_new ("(su)", "org.gnome.keyring.SystemPrompter", 4), NULL, G_DBUS_CALL_FLAGS_NONE,
      -1, NULL, &error);
  g_assert_no_error (error);
  return bus;
}

static void
lock_keyring (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service =
      secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GList) one = g_list_append (NULL, collection);

  g_assert_cmpint (secret_service_lock_sync (service, one, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
}

/* The token is there and can't be had: that is said within the time limit. */
static void
locked_meanwhile (Ring *self, gconstpointer data)
{
  g_autoptr (GDBusConnection) prompter = begin_silent_prompter ();
  gint64 begin = g_get_monotonic_time ();

  lock_keyring ();
  start_again (&self->anna);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <,
                   (PARLOUR_KEYRING_TIMEOUT_SECONDS + 4) * G_USEC_PER_SEC);
  g_assert_cmpint (parlour_accounts_get_keyring_state (self->anna->accounts), ==,
                   PARLOUR_KEYRING_LOCKED);
  g_assert_error (parlour_account_get_problem (self->anna->account), PARLOUR_KEYRING_ERROR,
                  PARLOUR_KEYRING_LOCKED);
}

static void
tear_down_locked (Ring *self, gconstpointer data)
{
  sync_person_free (self->anna);
  sync_server_free (self->server);
}

#define ADD(state_, name_)                                                                         \
  g_test_add ("/keyring/" state_ "/" #name_, Ring, NULL, set_up, name_, tear_down)

int
main (int argc, char **argv)
{
  const char *state = g_getenv ("SYNC_TEST_KEYRING");

  sync_tests_init (&argc, &argv);
  if (g_strcmp0 (state, "unlocked") == 0) {
    ADD ("unlocked", holds_the_token_and_nothing_else);
    ADD ("unlocked", next_start_needs_no_login);
    ADD ("unlocked", profiles_do_not_mix);
    ADD ("unlocked", a_missing_token_asks_for_the_password);
    g_test_add ("/keyring/unlocked/locked_meanwhile", Ring, NULL, set_up, locked_meanwhile,
                tear_down_locked);
  } else if (g_strcmp0 (state, "locked") == 0) {
    g_test_add ("/keyring/locked/works_for_this_run", Ring,
                GINT_TO_POINTER (PARLOUR_KEYRING_LOCKED), set_up, works_for_this_run,
                tear_down_locked);
  } else {
    g_test_add ("/keyring/missing/works_for_this_run", Ring,
                GINT_TO_POINTER (PARLOUR_KEYRING_MISSING), set_up, works_for_this_run, tear_down);
  }
  return sync_tests_run ();
}
