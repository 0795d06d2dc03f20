/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "client/accounts-file.h"
#include "client/cache/copy.h"
#include "client/keyring.h"
#include "client/profile.h"
#include "core/id.h"

#include <stdio.h>
#include <stdlib.h>

/* Writes a profile with one account whose server is off, and its local copy, by the client's own
 * functions: start-copy PROFILE MESSAGES. Prints the conversation that holds most of the messages.
 * Main thread, with a loop for each call. */

#define PAGE          500
#define CONVERSATIONS 40
#define LARGEST_SHARE 0.6
#define BEGIN_MS      G_GINT64_CONSTANT (1700000000000)
#define STEP_MS       60000
#define NOBODY        "http://127.0.0.1:9" /* discard: nobody listens there */
#define IDENTITY      "01890000-0000-7000-8000-000000000000"
#define ME            "01890000-0000-7000-8000-000000000001"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
must (gboolean good, GError *error)
{
  if (!good)
    g_error ("%s", error != NULL ? error->message : "failed");
}

static void
written (ParlourCopy *copy, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  must (parlour_copy_write_finish (copy, await (result), &error), error);
  g_clear_object (result);
}

static void
save_account (ParlourProfile *profile, const char *id)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  ParlourAccountEntry entry = {
      .id = (char *)id,
      .server = (char *)NOBODY,
      .identity = (char *)IDENTITY,
      .place_name = (char *)"Bench",
      .user_id = (char *)ME,
      .username = (char *)"me",
      .display_name = (char *)"Me Myself",
  };

  g_ptr_array_add (entries, &entry);
  must (parlour_accounts_file_save (parlour_profile_get_config_dir (profile), entries, &error),
        error);
}

/* Without a keyring the account is signed out, which shows as much. */
static void
keep_token (ParlourProfile *profile)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const ParlourKeyringKey key = {
      .server_identity = IDENTITY, .user_id = ME, .profile = parlour_profile_get_name (profile)};

  parlour_keyring_store_async (&key, "bench", "a token", NULL, done_cb, &result);
  if (!parlour_keyring_store_finish (await (&result), &error))
    g_printerr ("bench: no token is kept: %s\n", error->message);
}

static ParlourCopy *
open_copy (ParlourProfile *profile, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder =
      g_build_filename (parlour_profile_get_data_dir (profile), "accounts", id, NULL);

  parlour_copy_open_async (folder, NULL, done_cb, &result);
  ParlourCopy *copy = parlour_copy_open_finish (await (&result), &error);
  must (copy != NULL, error);
  return copy;
}

static ParlourUser *
make_user (const char *id, guint number)
{
  g_autofree char *username = g_strdup_printf ("person%u", number);
  g_autofree char *name = g_strdup_printf ("Person Number %u", number);

  return parlour_user_new (
      &(ParlourUser){.id = id, .username = username, .display_name = name, .version = 1});
}

/* Between one word and some paragraphs, the same in every run. */
static char *
make_body (gint64 seq)
{
  static const char *const words[] = {"the", "ferry", "leaves", "at",  "seven", "bring", "apples",
                                      "and", "a",     "rope",   "see", "you",   "there"};
  g_autoptr (GString) body = g_string_new ("Hello");
  guint n = (guint)(seq * 7919 % 97);

  if (n < 60)
    n /= 6;
  for (guint i = 0; i < n; i++)
    g_string_append_printf (body, " %s", words[(guint)(seq + i * 5) % G_N_ELEMENTS (words)]);
  return g_string_free (g_steal_pointer (&body), FALSE);
}

static ParlourMessage *
make_message (const char *conversation, gint64 seq, const char *sender)
{
  g_autofree char *body = make_body (seq);
  g_autofree char *client_id = parlour_id_new ();

  return parlour_message_new (&(ParlourMessage){.conversation = conversation,
                                                .seq = seq,
                                                .rev = seq,
                                                .sender = sender,
                                                .client_id = client_id,
                                                .body = body,
                                                .created_at = BEGIN_MS + seq * STEP_MS});
}

static void
store_conversation (ParlourCopy *copy, const char *id, const char *peer, guint number, gint64 top)
{
  g_autoptr (ParlourUser) me = make_user (ME, 0);
  g_autoptr (ParlourUser) other = make_user (peer, number);
  g_autoptr (ParlourMessage) last = make_message (id, top, peer);
  g_autoptr (GAsyncResult) result = NULL;
  const ParlourMember members[] = {{.user = me, .role = PARLOUR_MEMBER_MEMBER},
                                   {.user = other, .role = PARLOUR_MEMBER_MEMBER}};
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);

  g_ptr_array_add (list, parlour_conversation_new (&(ParlourConversation){
                             .id = id,
                             .kind = PARLOUR_CONVERSATION_DIRECT,
                             .created_at = BEGIN_MS,
                             .updated_at = last->created_at,
                             .top = top,
                             .read = top,
                             .last_message = last,
                             .members = members,
                             .n_members = 2,
                         }));
  parlour_copy_store_conversations_async (copy, list, NULL, done_cb, &result);
  written (copy, &result);
  parlour_copy_set_position_async (copy, id, top, done_cb, &result);
  written (copy, &result);
}

static void
store_history (ParlourCopy *copy, const char *id, const char *peer, gint64 top)
{
  g_autoptr (GAsyncResult) result = NULL;

  for (gint64 from = 1; from <= top; from += PAGE) {
    g_autoptr (GPtrArray) page =
        g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
    gint64 to = MIN (from + PAGE - 1, top);
    for (gint64 seq = from; seq <= to; seq++)
      g_ptr_array_add (page, make_message (id, seq, seq % 3 == 0 ? ME : peer));
    parlour_copy_store_page_async (copy, id, page, NULL, from, to, done_cb, &result);
    written (copy, &result);
  }
}

/* The first one is the largest; what all hold is @n. */
static void
fill (ParlourCopy *copy, gint64 n)
{
  gint64 small = (gint64)(n * (1 - LARGEST_SHARE)) / (CONVERSATIONS - 1);

  for (guint i = 0; i < CONVERSATIONS; i++) {
    g_autofree char *id = parlour_id_new ();
    g_autofree char *peer = parlour_id_new ();
    gint64 top = i > 0 ? small : n - small * (CONVERSATIONS - 1);
    if (top == 0)
      continue;
    store_conversation (copy, id, peer, i + 1, top);
    store_history (copy, id, peer, top);
    if (i == 0)
      printf ("%s\n", id);
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = parlour_id_new ();
  g_autoptr (ParlourUser) me = make_user (ME, 0);
  g_autoptr (ParlourProfile) profile = argc == 3 ? parlour_profile_new (argv[1], &error) : NULL;

  if (profile == NULL) {
    g_printerr ("usage: start-copy PROFILE MESSAGES\n");
    return 2;
  }
  save_account (profile, id);
  keep_token (profile);
  g_autoptr (ParlourCopy) copy = open_copy (profile, id);
  parlour_copy_set_me_async (copy, me, done_cb, &result);
  written (copy, &result);
  fill (copy, strtol (argv[2], NULL, 10));
  parlour_copy_close (copy);
  return 0;
}
