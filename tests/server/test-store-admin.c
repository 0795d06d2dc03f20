/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-admin"

#include "test-store-place.h"

#include "server/store/accounts.h"
#include "server/store/audit.h"
#include "server/store/invites.h"
#include "server/store/place.h"
#include "server/store/sessions.h"
#include "server/store/statistics.h"
#include "server/store/users.h"

#include "core/problem.h"

#include <string.h>

/* This file proves what the store does for administrators: invites, accounts, statistics. */

#define DAY_MS G_GINT64_CONSTANT (86400000)

typedef struct {
  Place *place;
  ParlourStore *store;
  gint64 anna; /* the administrator */
  gint64 bert;
} Fixture;

static void
set_role (Fixture *self, gint64 user, ParlourUserRole role)
{
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  parlour_store_set_role (self->store, user, role, &error);
  place_commit (self->place, error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place = place_new ();
  self->store = self->place->store;
  self->anna = place_add_user (self->place, "anna", "Anna");
  self->bert = place_add_user (self->place, "bert", "Bert");
  set_role (self, self->anna, PARLOUR_USER_ADMIN);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->place, place_free);
}

static const guint8 *
hash_of (guint number)
{
  static guint8 hashes[8][PARLOUR_INVITE_TOKEN_HASH_BYTES];

  memset (hashes[number], (int)number + 1, sizeof hashes[number]);
  return hashes[number];
}

static ParlourInvite *
invite (Fixture *self, guint number, ParlourInviteKind kind, gint64 maker, gint64 uses)
{
  g_autoptr (GError) error = NULL;
  const ParlourNewInvite wanted = {.kind = kind,
                                   .token_hash = hash_of (number),
                                   .created_by = maker,
                                   .seconds = 3600,
                                   .uses = uses,
                                   .role = PARLOUR_USER_MEMBER};

  place_begin (self->place);
  ParlourInvite *made = parlour_store_add_invite (self->store, &wanted, &error);
  place_commit (self->place, error);
  return made;
}

static void
use (Fixture *self, guint number, ParlourInviteKind kind)
{
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  parlour_store_use_invite (self->store, kind, hash_of (number), NULL, NULL, NULL, &error);
  place_commit (self->place, error);
}

static void
use_refused (Fixture *self, guint number, ParlourInviteKind kind)
{
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  g_assert_false (
      parlour_store_use_invite (self->store, kind, hash_of (number), NULL, NULL, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_INVITE_REFUSED);
}

static void
test_invite_has_its_uses (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourInvite) made = invite (self, 0, PARLOUR_INVITE_JOIN, self->anna, 2);

  g_assert_cmpstr (made->created_by, ==, "anna");
  g_assert_cmpint (made->state, ==, PARLOUR_INVITE_OPEN);
  use_refused (self, 1, PARLOUR_INVITE_JOIN);
  use_refused (self, 0, PARLOUR_INVITE_DEVICE);
  use (self, 0, PARLOUR_INVITE_JOIN);
  use (self, 0, PARLOUR_INVITE_JOIN);
  use_refused (self, 0, PARLOUR_INVITE_JOIN);
  g_assert_cmpint (place_ask (self->place, "SELECT uses_left FROM invites"), ==, 0);
}

static void
test_invite_expires_and_is_revoked (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourInvite) one = invite (self, 0, PARLOUR_INVITE_JOIN, 0, 1);
  g_autoptr (ParlourInvite) other = invite (self, 1, PARLOUR_INVITE_JOIN, 0, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;

  g_assert_null (one->created_by);
  place_begin (self->place);
  parlour_store_revoke_invite (self->store, other->id, &error);
  place_commit (self->place, error);
  use_refused (self, 1, PARLOUR_INVITE_JOIN);
  self->place->now = one->expires_at - 1;
  g_assert_true (
      parlour_store_check_invite (self->store, PARLOUR_INVITE_JOIN, hash_of (0), &error));
  self->place->now = one->expires_at;
  use_refused (self, 0, PARLOUR_INVITE_JOIN);

  g_autoptr (GPtrArray) page = parlour_store_list_invites (self->store, NULL, 1, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((ParlourInvite *)page->pdata[0])->state, ==, PARLOUR_INVITE_REVOKED);
  g_autofree char *end = NULL;
  g_autoptr (GPtrArray) rest = parlour_store_list_invites (self->store, next, 1, &end, &error);
  g_assert_cmpint (((ParlourInvite *)rest->pdata[0])->state, ==, PARLOUR_INVITE_EXPIRED);
  g_assert_null (end);
}

/* Only the newest link for a device counts, and none after the account was disabled. */
static void
test_device_links (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourInvite) old = invite (self, 0, PARLOUR_INVITE_DEVICE, self->bert, 1);
  g_autoptr (ParlourInvite) new = invite (self, 1, PARLOUR_INVITE_DEVICE, self->bert, 1);
  g_autoptr (ParlourInvite) foreign = invite (self, 2, PARLOUR_INVITE_DEVICE, self->anna, 1);
  g_autoptr (GError) error = NULL;

  use_refused (self, 0, PARLOUR_INVITE_DEVICE);
  place_begin (self->place);
  parlour_store_set_active (self->store, self->bert, FALSE, &error);
  place_commit (self->place, error);
  use_refused (self, 1, PARLOUR_INVITE_DEVICE);
  use (self, 2, PARLOUR_INVITE_DEVICE);
}

static void
refuse_last (Fixture *self, gboolean (*change) (Fixture *self, GError **error))
{
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  g_assert_false (change (self, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_LAST_ADMIN);
}

static gboolean
disable_anna (Fixture *self, GError **error)
{
  return parlour_store_set_active (self->store, self->anna, FALSE, error);
}

static gboolean
delete_anna (Fixture *self, GError **error)
{
  return parlour_store_delete_user (self->store, self->anna, FALSE, error);
}

static gboolean
demote_anna (Fixture *self, GError **error)
{
  return parlour_store_set_role (self->store, self->anna, PARLOUR_USER_MEMBER, error);
}

static void
test_last_admin_stays (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  refuse_last (self, disable_anna);
  refuse_last (self, delete_anna);
  refuse_last (self, demote_anna);
  set_role (self, self->bert, PARLOUR_USER_ADMIN);
  place_begin (self->place);
  parlour_store_set_active (self->store, self->bert, FALSE, &error);
  place_commit (self->place, error);
  refuse_last (self, disable_anna); /* bert can't sign in */
  place_begin (self->place);
  parlour_store_set_active (self->store, self->bert, TRUE, &error);
  place_commit (self->place, error);
  place_begin (self->place);
  g_assert_true (delete_anna (self, &error));
  place_commit (self->place, error);
}

static void
erase_all (Fixture *self)
{
  gboolean more = TRUE;

  for (guint rounds = 0; more; rounds++) {
    g_autoptr (GError) error = NULL;
    g_assert_cmpuint (rounds, <, 1000);
    place_begin (self->place);
    parlour_store_erase_some (self->store, &more, &error);
    place_commit (self->place, error);
  }
}

static void
test_deleted_account (Fixture *self, gconstpointer data)
{
  gboolean erase = GPOINTER_TO_INT (data);
  g_autofree char *id = place_direct (self->place, self->anna, self->bert);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 120; i++)
    place_send (self->place, self->bert, id, "secret");
  place_send (self->place, self->anna, id, "kept");
  place_begin (self->place);
  parlour_store_delete_user (self->store, self->bert, erase, &error);
  place_commit (self->place, error);
  erase_all (self);

  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM events WHERE body = 'secret'"),
                   ==, erase ? 0 : 120);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM events WHERE body = 'kept'"), ==,
                   1);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM events WHERE kind = 4"), ==,
                   erase ? 120 : 0);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM erasures"), ==, 0);
  g_assert_null (parlour_store_find_account_of (self->store, "bert", NULL, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND);
  g_clear_error (&error);
  g_autoptr (ParlourUser) left =
      parlour_store_get_user (self->store, self->anna, self->bert, &error);
  g_assert_cmpstr (left->display_name, ==, "Deleted account");
  g_assert_cmpint (place_add_user (self->place, "bert", "Another Bert"), !=, self->bert);
}

static void
check_statistics (Fixture *self, gint64 messages, gint64 today, gint64 before)
{
  g_autoptr (GError) error = NULL;
  ParlourStatistics found;

  parlour_store_get_statistics (self->store, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found.accounts, ==, 2);
  g_assert_cmpint (found.admins, ==, 1);
  g_assert_cmpint (found.conversations, ==, 1);
  g_assert_cmpint (found.messages, ==, messages);
  g_assert_cmpint (found.by_day[PARLOUR_STATISTICS_DAYS - 1], ==, today);
  g_assert_cmpint (found.by_day[PARLOUR_STATISTICS_DAYS - 2], ==, before);
}

static void
count_all (Fixture *self)
{
  gboolean more = TRUE;

  while (more) {
    g_autoptr (GError) error = NULL;
    place_begin (self->place);
    parlour_store_count_some (self->store, &more, &error);
    place_commit (self->place, error);
  }
}

/* The same numbers, whatever was counted before. */
static void
test_statistics (Fixture *self, gconstpointer data)
{
  g_autofree char *id = place_direct (self->place, self->anna, self->bert);

  place_send (self->place, self->anna, id, "long ago");
  self->place->now += 40 * DAY_MS;
  for (guint i = 0; i < 3; i++)
    place_send (self->place, self->bert, id, "yesterday");
  self->place->now += DAY_MS;
  check_statistics (self, 4, 0, 3);
  count_all (self);
  check_statistics (self, 4, 0, 3);
  place_send (self->place, self->anna, id, "today");
  place_erase (self->place, self->anna, id, 2 + 3);
  check_statistics (self, 5, 1, 3);
  count_all (self);
  check_statistics (self, 5, 1, 3);
}

static void
forget (Fixture *self, int deeds, int invites)
{
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  g_assert_true (parlour_store_forget_deeds (self->store, &error));
  g_assert_true (parlour_store_forget_invites (self->store, &error));
  place_commit (self->place, error);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM audit"), ==, deeds);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM invites"), ==, invites);
}

/* Of the invites the day counts on which they ended, not that on which they were made. */
static void
test_what_is_a_year_old_is_forgotten (Fixture *self, gconstpointer data)
{
  const ParlourActor actor = {.user = self->anna, .name = "anna", .origin = "192.0.2.1"};
  g_autoptr (ParlourInvite) early = invite (self, 0, PARLOUR_INVITE_JOIN, 0, 1);
  gint64 begin = self->place->now;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) {
    place_begin (self->place);
    parlour_store_note_deed (self->store, &actor, "user.disable", "bert", NULL, &error);
    place_commit (self->place, error);
    self->place->now += DAY_MS;
  }
  g_autoptr (ParlourInvite) late = invite (self, 1, PARLOUR_INVITE_JOIN, 0, 1);
  self->place->now = begin + PARLOUR_AUDIT_KEPT_MS;
  forget (self, 2, 2);
  self->place->now++;
  forget (self, 1, 2);
  g_assert_cmpint (early->expires_at, <, begin + DAY_MS);
  self->place->now = early->expires_at + PARLOUR_AUDIT_KEPT_MS + 1;
  forget (self, 1, 1);
  self->place->now = late->expires_at + PARLOUR_AUDIT_KEPT_MS + 1;
  forget (self, 0, 0);
}

static void
test_deeds_are_paged (Fixture *self, gconstpointer data)
{
  const ParlourActor actor = {.user = self->anna, .name = "anna", .origin = "192.0.2.1"};
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autofree char *end = NULL;

  for (guint i = 0; i < 3; i++) {
    place_begin (self->place);
    parlour_store_note_deed (self->store, &actor, "user.disable", "bert", NULL, &error);
    place_commit (self->place, error);
  }
  g_autoptr (GPtrArray) page = parlour_store_list_deeds (self->store, NULL, 2, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->len, ==, 2);
  g_autoptr (GPtrArray) rest = parlour_store_list_deeds (self->store, next, 2, &end, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_null (end);
  g_assert_null (parlour_store_list_deeds (self->store, "x", 2, &end, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_FIELD);
}

/* What a restore does. */
static void
test_all_ends (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourInvite) one = invite (self, 0, PARLOUR_INVITE_JOIN, 0, 5);
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  g_autoptr (ParlourSession) session =
      parlour_store_add_session (self->store, self->bert, hash_of (7), NULL, &error);
  place_commit (self->place, error);
  place_begin (self->place);
  parlour_store_end_all_sessions (self->store, &error);
  parlour_store_revoke_all_invites (self->store, &error);
  parlour_store_renew_epoch (self->store, &error);
  place_commit (self->place, error);
  use_refused (self, 0, PARLOUR_INVITE_JOIN);
  g_assert_null (parlour_store_find_session (self->store, hash_of (7), &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_TOKEN_REFUSED);
}

static void
test_place_fills (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const ParlourNewUser clara = {.username = "clara", .password_hash = "x"};

  place_begin (self->place);
  parlour_store_set_max_accounts (self->store, 2, &error);
  place_commit (self->place, error);
  place_begin (self->place);
  g_assert_false (parlour_store_add_user (self->store, &clara, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_PLACE_FULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/store/admin/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (invite_has_its_uses);
  ADD (invite_expires_and_is_revoked);
  ADD (device_links);
  ADD (last_admin_stays);
  ADD (statistics);
  ADD (deeds_are_paged);
  ADD (what_is_a_year_old_is_forgotten);
  ADD (all_ends);
  ADD (place_fills);
#undef ADD
  g_test_add ("/store/admin/deleted_account/keep", Fixture, GINT_TO_POINTER (FALSE), set_up,
              test_deleted_account, tear_down);
  g_test_add ("/store/admin/deleted_account/erase", Fixture, GINT_TO_POINTER (TRUE), set_up,
              test_deleted_account, tear_down);
  return g_test_run ();
}
