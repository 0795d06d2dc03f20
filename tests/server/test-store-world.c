/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-world"

#include "test-store-world.h"

#include "server/store/actions.h"
#include "server/store/groups.h"
#include "server/store/members.h"

/* This file owns what happens in the world, and what the model makes of it. */

/* ── the model ── */

gint64
world_top (World *self)
{
  return self->log->len;
}

Entry *
world_entry (World *self, gint64 seq)
{
  return &g_array_index (self->log, Entry, (guint)seq - 1);
}

static void
note (World *self, ParlourEventKind kind, guint sender, gint64 target)
{
  const Entry entry = {.kind = kind, .sender = sender, .target = target};

  g_array_append_val (self->log, entry);
}

Span *
person_last_span (Person *person)
{
  return person->spans->len > 0 ? &g_array_index (person->spans, Span, person->spans->len - 1)
                                : NULL;
}

gboolean
person_is_in (Person *person)
{
  return person_last_span (person) != NULL && person_last_span (person)->last == 0;
}

gboolean
world_may_see (World *self, Person *person, gint64 seq)
{
  if (seq <= person->cleared || g_hash_table_contains (person->hidden, GINT_TO_POINTER (seq)))
    return FALSE;
  for (guint i = 0; i < person->spans->len; i++) {
    const Span *span = &g_array_index (person->spans, Span, i);
    if (seq >= span->first && (span->last == 0 || seq <= span->last))
      return TRUE;
  }
  return FALSE;
}

gboolean
world_is_message (World *self, gint64 seq)
{
  return world_entry (self, seq)->kind == PARLOUR_EVENT_MESSAGE_CREATED;
}

/* A message that @person sees, or 0. */
static gint64
pick_message (World *self, Person *person)
{
  for (int i = 0; i < 20; i++) {
    gint64 seq = g_test_rand_int_range (1, (gint32)world_top (self) + 1);
    if (world_is_message (self, seq) && world_may_see (self, person, seq))
      return seq;
  }
  return 0;
}

/* ── what happens ── */

ParlourMembership *
world_member (World *self, guint who)
{
  return place_member (self->place, self->people[who].number, self->group);
}

static void
enter (World *self, guint who)
{
  Person *person = &self->people[who];
  g_autoptr (ParlourMembership) owner = world_member (self, 0);
  g_autoptr (GError) error = NULL;
  gboolean added = FALSE;

  place_begin (self->place);
  parlour_store_add_member (self->place->store, owner, person->number, PARLOUR_MEMBER_MEMBER,
                            &added, &error);
  place_commit (self->place, error);
  g_assert_cmpint (added, ==, !person_is_in (person));
  if (!added)
    return;
  note (self, PARLOUR_EVENT_MEMBER_JOINED, 0, 0);
  const Span span = {.first = self->with_past ? 1 : world_top (self)};
  if (self->with_past)
    g_array_set_size (person->spans, 0);
  g_array_append_val (person->spans, span);
  person->read = MAX (person->read, world_top (self));
}

static void
leave (World *self, guint who)
{
  Person *person = &self->people[who];
  g_autoptr (GError) error = NULL;

  if (!person_is_in (person))
    return;
  g_autoptr (ParlourMembership) own = world_member (self, who);
  place_begin (self->place);
  parlour_store_remove_member (self->place->store, own, person->number, &error);
  place_commit (self->place, error);
  note (self, PARLOUR_EVENT_MEMBER_LEFT, who, 0);
  person_last_span (person)->last = world_top (self);
}

static void
change (World *self)
{
  g_autoptr (ParlourMembership) owner = world_member (self, 0);
  g_autoptr (GError) error = NULL;
  ParlourGroupChange change = {.set = PARLOUR_GROUP_PAST,
                               .past = self->with_past ? PARLOUR_PAST_JOINED : PARLOUR_PAST_ALL};

  place_begin (self->place);
  parlour_store_change_group (self->place->store, owner, &change, &error);
  place_commit (self->place, error);
  self->with_past = !self->with_past;
  note (self, PARLOUR_EVENT_CONVERSATION_UPDATED, 0, 0);
}

static void
write_something (World *self, guint who)
{
  if (!person_is_in (&self->people[who]))
    return;
  self->place->now += g_test_rand_int_range (0, 2);
  gint64 seq = place_send (self->place, self->people[who].number, self->group, "Text");
  note (self, PARLOUR_EVENT_MESSAGE_CREATED, who, 0);
  g_assert_cmpint (seq, ==, world_top (self));
}

static void
hide (World *self, guint who)
{
  gint64 seq = pick_message (self, &self->people[who]);

  if (seq == 0)
    return;
  place_hide (self->place, self->people[who].number, self->group, seq);
  g_hash_table_add (self->people[who].hidden, GINT_TO_POINTER (seq));
}

static void
clear (World *self, guint who)
{
  Person *person = &self->people[who];

  if (person->spans->len == 0 || g_test_rand_int_range (0, 4) > 0)
    return;
  place_clear (self->place, person->number, self->group);
  person->cleared = MAX (person->cleared, person_is_in (person) ? world_top (self)
                                                                : person_last_span (person)->last);
}

static void
react (World *self, guint who)
{
  gint64 seq = pick_message (self, &self->people[who]);
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  if (seq == 0 || !person_is_in (&self->people[who]) || world_entry (self, seq)->erased)
    return;
  g_autoptr (ParlourMembership) own = world_member (self, who);
  place_begin (self->place);
  parlour_store_react (self->place->store, own, seq, "👍", TRUE, &message, &error);
  place_commit (self->place, error);
  if (message->rev > world_top (self))
    note (self, PARLOUR_EVENT_REACTION_ADDED, who, seq);
}

static void
pin (World *self)
{
  gint64 seq = pick_message (self, &self->people[0]);
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  if (seq == 0 || world_entry (self, seq)->erased || world_entry (self, seq)->pinned)
    return;
  g_autoptr (ParlourMembership) owner = world_member (self, 0);
  place_begin (self->place);
  parlour_store_set_pinned (self->place->store, owner, seq, TRUE, &message, &error);
  place_commit (self->place, error);
  note (self, PARLOUR_EVENT_PIN_ADDED, 0, seq);
  world_entry (self, seq)->pinned = TRUE;
}

static void
erase (World *self)
{
  gint64 seq = pick_message (self, &self->people[0]);

  if (seq == 0 || world_entry (self, seq)->erased)
    return;
  place_erase (self->place, self->people[0].number, self->group, seq);
  note (self, PARLOUR_EVENT_MESSAGE_DELETED, 0, seq);
  world_entry (self, seq)->erased = TRUE;
  world_entry (self, seq)->pinned = FALSE;
}

void
world_step (World *self)
{
  guint who = (guint)g_test_rand_int_range (0, PEOPLE);
  guint other = (guint)g_test_rand_int_range (1, PEOPLE);

  switch (g_test_rand_int_range (0, 12)) {
  case 0:
  case 1:
    enter (self, other);
    break;
  case 2:
    leave (self, other);
    break;
  case 3:
    change (self);
    break;
  case 4:
    hide (self, who);
    break;
  case 5:
    clear (self, who);
    break;
  case 6:
    react (self, who);
    break;
  case 7:
    pin (self);
    break;
  case 8:
    erase (self);
    break;
  default:
    write_something (self, who);
  }
}

/* ── its beginning and end ── */

static void
make_group (World *self)
{
  const ParlourNewGroup group = {.title = "Group"};
  g_autoptr (GError) error = NULL;
  const Span span = {.first = 1};
  gboolean made = FALSE;

  place_begin (self->place);
  g_autoptr (ParlourMembership) owner =
      parlour_store_make_group (self->place->store, self->people[0].number, &group, &made, &error);
  place_commit (self->place, error);
  self->group = g_strdup (owner->id);
  note (self, PARLOUR_EVENT_MEMBER_JOINED, 0, 0);
  g_array_append_val (self->people[0].spans, span);
  self->people[0].read = 1;
}

void
world_set_up (World *self)
{
  self->place = place_new ();
  self->log = g_array_new (FALSE, TRUE, sizeof (Entry));
  for (guint i = 0; i < PEOPLE; i++) {
    g_autofree char *name = g_strdup_printf ("person%u", i);
    self->people[i].number = place_add_user (self->place, name, NULL);
    self->people[i].spans = g_array_new (FALSE, TRUE, sizeof (Span));
    self->people[i].hidden = g_hash_table_new (NULL, NULL);
  }
  make_group (self);
}

void
world_tear_down (World *self)
{
  for (guint i = 0; i < PEOPLE; i++) {
    g_array_unref (self->people[i].spans);
    g_hash_table_unref (self->people[i].hidden);
  }
  g_array_unref (self->log);
  g_free (self->group);
  place_free (self->place);
}
