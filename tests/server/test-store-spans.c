/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-spans"

#include "test-store-world.h"

#include "server/store/accounts.h"
#include "server/store/actions.h"
#include "server/store/boxes.h"
#include "server/store/removals.h"
#include "server/store/streams.h"
#include "server/store/verify.h"

#include "core/problem.h"

/* Proves by chance what no list of cases can: people come, go, come back, hide, clear, write and
 * react in any order, and after each step every path tells each of them what the model would. The
 * seed is told by the test framework (--seed repeats a run). */

#define STEPS 150
#define PAGE  7 /* events */

typedef gboolean (*Wanted) (World *self, Person *person, gint64 seq, guint who);

static gboolean
is_any (World *self, Person *person, gint64 seq, guint who)
{
  return TRUE;
}

static gboolean
is_own (World *self, Person *person, gint64 seq, guint who)
{
  return world_entry (self, seq)->sender == who;
}

static gboolean
is_of_others (World *self, Person *person, gint64 seq, guint who)
{
  return world_entry (self, seq)->sender != who;
}

static gboolean
is_pinned (World *self, Person *person, gint64 seq, guint who)
{
  return world_entry (self, seq)->pinned;
}

static gboolean
is_unread (World *self, Person *person, gint64 seq, guint who)
{
  return world_entry (self, seq)->sender != who && !world_entry (self, seq)->erased &&
         seq > person->read;
}

/* The model's messages, newest first, as "3 2 1". */
static char *
expect (World *self, guint who, Wanted wanted, gint64 *count)
{
  Person *person = &self->people[who];
  GString *text = g_string_new (NULL);

  *count = 0;
  for (gint64 seq = world_top (self); seq > 0; seq--) {
    if (!world_is_message (self, seq) || !world_may_see (self, person, seq) ||
        !wanted (self, person, seq, who))
      continue;
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, text->len > 0 ? " " : "", seq);
    (*count)++;
  }
  return g_string_free (text, FALSE);
}

static void
check_messages (World *self, guint who, Wanted wanted, GPtrArray *messages, GError *error)
{
  gint64 count = 0;
  g_autofree char *expected = expect (self, who, wanted, &count);

  g_assert_no_error (error);
  g_autofree char *found = place_seqs (messages);
  g_assert_cmpstr (found, ==, expected);
}

static void
check_lists (World *self, guint who)
{
  ParlourStore *store = self->place->store;
  gint64 user = self->people[who].number;
  g_autoptr (ParlourMembership) own = world_member (self, who);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autofree char *end = NULL;
  gboolean more = TRUE;

  g_autoptr (GPtrArray) history =
      parlour_store_history_before (store, own, 0, 500, NULL, &more, &error);
  check_messages (self, who, is_any, history, error);
  g_autoptr (GPtrArray) received = parlour_store_list_box (
      store, user, PARLOUR_BOX_RECEIVED, PARLOUR_BOX_FILTER_NONE, NULL, 500, &next, &error);
  check_messages (self, who, is_of_others, received, error);
  g_autoptr (GPtrArray) sent = parlour_store_list_box (
      store, user, PARLOUR_BOX_SENT, PARLOUR_BOX_FILTER_NONE, NULL, 500, &end, &error);
  check_messages (self, who, is_own, sent, error);
  g_autoptr (GPtrArray) pins = parlour_store_list_pinned (store, own, 0, 500, &more, &error);
  check_messages (self, who, is_pinned, pins, error);
}

/* What shows between the messages, of the same history. */
static void
check_lines (World *self, guint who)
{
  g_autoptr (ParlourMembership) own = world_member (self, who);
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;
  guint n = 0;
  g_autoptr (GPtrArray) history =
      parlour_store_history_before (self->place->store, own, 0, 500, lines, &more, &error);

  check_messages (self, who, is_any, history, error);
  g_assert_false (more);
  for (gint64 seq = world_top (self); seq > 0; seq--) {
    if (world_entry (self, seq)->kind < PARLOUR_EVENT_CONVERSATION_UPDATED ||
        !world_may_see (self, &self->people[who], seq))
      continue;
    g_assert_cmpuint (n, <, lines->len);
    const ParlourEvent *line = lines->pdata[n++];
    g_assert_cmpint (line->seq, ==, seq);
    g_assert_cmpint (line->kind, ==, world_entry (self, seq)->kind);
    g_assert_null (line->group);
  }
  g_assert_cmpuint (n, ==, lines->len);
}

static void
check_conversation (World *self, guint who)
{
  Person *person = &self->people[who];
  g_autoptr (ParlourMembership) own = world_member (self, who);
  g_autoptr (GError) error = NULL;
  gint64 unread = 0, seen = 0;
  g_autofree char *unread_ones = expect (self, who, is_unread, &unread);
  g_autofree char *all = expect (self, who, is_any, &seen);
  g_autoptr (ParlourConversation) shown =
      parlour_store_get_conversation (self->place->store, own, &error);

  g_assert_no_error (error);
  g_assert_cmpint (shown->unread, ==, unread);
  g_assert_cmpint (shown->top, ==,
                   person_is_in (person) ? world_top (self) : person_last_span (person)->last);
  g_assert_cmpint (shown->last_message != NULL, ==, seen > 0);
  if (seen > 0)
    g_assert_cmpint (shown->last_message->seq, ==, g_ascii_strtoll (all, NULL, 10));
}

static gboolean
is_void (World *self, Person *person, gint64 seq)
{
  const Entry *entry = world_entry (self, seq);

  return !world_may_see (self, person, seq) ||
         (entry->target != 0 && !world_may_see (self, person, entry->target));
}

/* One event of the stream, which must be the next one of the member's spans. */
static void
check_event (World *self, Person *person, const ParlourEvent *event, gint64 seq)
{
  g_assert_cmpint (event->seq, ==, seq);
  if (is_void (self, person, seq)) {
    g_assert_cmpint (event->kind, ==, PARLOUR_EVENT_VOID);
    g_assert_null (event->message);
    g_assert_null (event->group);
    g_assert_null (event->actor);
    return;
  }
  g_assert_cmpint (event->kind, ==, world_entry (self, seq)->kind);
  g_assert_cmpint (event->group != NULL, ==,
                   event->kind == PARLOUR_EVENT_CONVERSATION_UPDATED && person_is_in (person));
  if (event->message != NULL && world_entry (self, event->message->seq)->erased)
    g_assert_null (event->message->body);
}

static void
check_events (World *self, guint who)
{
  Person *person = &self->people[who];
  gint64 position = 0;

  for (guint i = 0; i < person->spans->len; i++) {
    const Span *span = &g_array_index (person->spans, Span, i);
    gint64 last = span->last != 0 ? span->last : world_top (self);
    for (gint64 seq = span->first; seq <= last;) {
      g_autoptr (ParlourMembership) own = world_member (self, who);
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlourStreamPage) page =
          parlour_store_member_page (self->place->store, own, position, PAGE, &error);
      g_assert_no_error (error);
      g_assert_false (page->reset);
      g_assert_cmpint (page->start, ==, seq == span->first && seq != position + 1 ? seq - 1 : -1);
      g_assert_cmpuint (page->events->len, >, 0);
      for (guint j = 0; j < page->events->len; j++)
        check_event (self, person, page->events->pdata[j], seq++);
      position = page->position;
    }
    g_assert_cmpint (position, ==, last);
  }
}

static void
check (World *self, guint who)
{
  g_autoptr (GError) error = NULL;

  if (self->people[who].spans->len == 0) {
    g_assert_null (parlour_store_find_membership (self->place->store, self->people[who].number,
                                                  self->group, &error));
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND);
    return;
  }
  check_lists (self, who);
  check_lines (self, who);
  check_conversation (self, who);
  check_events (self, who);
}

/* The owner removes the group; nothing of it is left but its number. */
static void
check_removal (World *self)
{
  ParlourStore *store = self->place->store;
  g_autoptr (ParlourMembership) owner = world_member (self, 0);
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  place_begin (self->place);
  parlour_store_remove_group (store, owner, &error);
  place_commit (self->place, error);
  while (more) {
    place_begin (self->place);
    parlour_store_erase_some (store, &more, &error);
    place_commit (self->place, error);
  }
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM events WHERE kind < 20"), ==, 0);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM reactions"), ==, 0);
}

static void
check_database (World *self)
{
  g_autoptr (GError) error = NULL;
  ParlourCensus census = {0};

  parlour_store_verify (parlour_store_get_db (self->place->store), &census, &error);
  g_assert_no_error (error);
  parlour_census_clear (&census);
}

static void
test_every_path_by_chance (void)
{
  World world = {NULL};

  world_set_up (&world);
  for (int i = 0; i < STEPS; i++) {
    world_step (&world);
    for (guint who = 0; who < PEOPLE; who++)
      check (&world, who);
  }
  check_database (&world);
  check_removal (&world);
  check_database (&world);
  world_tear_down (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/spans/every-path-by-chance", test_every_path_by_chance);
  return g_test_run ();
}
