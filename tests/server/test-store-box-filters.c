/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-box-filters"

#include "test-store-place.h"

#include "server/store/boxes.h"
#include "server/store/marks.h"

/* This file proves what the boxes' filters let through, against a model that decides it message by
 * message, and that they read nothing but titled messages for it. */

#define PEOPLE   4
#define TALKS    (PEOPLE + 1) /* a direct one with each, and a group of all */
#define MESSAGES 300

typedef struct {
  guint talk;
  gint64 seq;
  gboolean mine;
  gboolean titled;
  gint64 reply_to;
  gboolean gone; /* hidden for me, or erased */
} Model;

typedef struct {
  Place *place;
  gint64 me;
  gint64 people[PEOPLE];
  char *talks[TALKS];
  gint64 read[TALKS];
  GArray *model; /* Model, oldest first */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place = place_new ();
  self->me = place_add_user (self->place, "me", NULL);
  self->model = g_array_new (FALSE, FALSE, sizeof (Model));
  for (int i = 0; i < PEOPLE; i++) {
    g_autofree char *name = g_strdup_printf ("person%d", i);
    self->people[i] = place_add_user (self->place, name, NULL);
    self->talks[i] = place_direct (self->place, self->me, self->people[i]);
  }
  self->talks[PEOPLE] = place_group (self->place, self->me, self->people[0], self->people[1],
                                     self->people[2], (gint64)0);
  place_exec (self->place, "PRAGMA synchronous = OFF");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < TALKS; i++)
    g_free (self->talks[i]);
  g_array_unref (self->model);
  g_clear_pointer (&self->place, place_free);
}

static void
say (Fixture *self, guint talk, gint64 sender, const char *title, gint64 reply_to)
{
  g_autoptr (ParlourMembership) member = place_member (self->place, sender, self->talks[talk]);
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  ParlourDraft draft = place_draft (self->place, "Text");
  gboolean repeated;
  Model model = {
      .talk = talk, .mine = sender == self->me, .titled = title != NULL, .reply_to = reply_to};

  draft.subject = title;
  draft.reply_to = reply_to;
  self->place->now += g_test_rand_int_range (1, 3);
  place_begin (self->place);
  parlour_store_send (self->place->store, member, &draft, &message, &repeated, &error);
  place_commit (self->place, error);
  model.seq = message->seq;
  g_array_append_val (self->model, model);
}

static void
read_up_to (Fixture *self, guint talk, gint64 seq)
{
  g_autoptr (ParlourMembership) member = place_member (self->place, self->me, self->talks[talk]);
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  parlour_store_set_read (self->place->store, member, seq, &error);
  place_commit (self->place, error);
}

/* A message of that talk that is still there, or NULL. */
static Model *
pick (Fixture *self, guint talk)
{
  for (int tries = 0; tries < 20 && self->model->len > 0; tries++) {
    guint i = (guint)g_test_rand_int_range (0, (int)self->model->len);
    Model *model = &g_array_index (self->model, Model, i);
    if (model->talk == talk && !model->gone)
      return model;
  }
  return NULL;
}

static void
lose (Fixture *self, Model *model)
{
  if (model->mine && g_test_rand_bit ())
    place_erase (self->place, self->me, self->talks[model->talk], model->seq);
  else
    place_hide (self->place, self->me, self->talks[model->talk], model->seq);
  model->gone = TRUE;
}

static void
do_something (Fixture *self)
{
  guint talk = (guint)g_test_rand_int_range (0, TALKS);
  gint64 other = self->people[talk < PEOPLE ? talk : (guint)g_test_rand_int_range (0, PEOPLE - 1)];
  gboolean mine = g_test_rand_int_range (0, 6) == 0;
  Model *quoted = g_test_rand_int_range (0, 3) == 0 ? pick (self, talk) : NULL;
  Model *lost = g_test_rand_int_range (0, 12) == 0 ? pick (self, talk) : NULL;

  if (lost != NULL)
    lose (self, lost);
  say (self, talk, mine ? self->me : other, g_test_rand_bit () ? "A title" : NULL,
       quoted != NULL && !quoted->gone ? quoted->seq : 0);
}

static void
fill (Fixture *self)
{
  for (int i = 0; i < MESSAGES; i++)
    do_something (self);
  for (guint i = 0; i < TALKS; i++) {
    Model *model = pick (self, i);
    if (model == NULL)
      continue;
    read_up_to (self, i, model->seq);
    g_autoptr (ParlourMembership) member = place_member (self->place, self->me, self->talks[i]);
    self->read[i] = member->read;
  }
}

static gboolean
is_answered (Fixture *self, const Model *question)
{
  for (guint i = 0; i < self->model->len; i++) {
    const Model *answer = &g_array_index (self->model, Model, i);
    if (answer->talk != question->talk || !answer->mine || answer->gone)
      continue;
    if (answer->reply_to == question->seq)
      return TRUE;
    if (answer->seq > question->seq && question->talk < PEOPLE)
      return TRUE;
  }
  return FALSE;
}

static gboolean
belongs (Fixture *self, const Model *model, ParlourBox box, ParlourBoxFilter filter)
{
  if (model->gone || !model->titled || model->mine != (box == PARLOUR_BOX_SENT))
    return FALSE;
  return filter == PARLOUR_BOX_FILTER_TITLED ||
         (model->seq <= self->read[model->talk] && !is_answered (self, model));
}

static char *
expect_rows (Fixture *self, ParlourBox box, ParlourBoxFilter filter)
{
  GString *rows = g_string_new (NULL);

  for (guint i = self->model->len; i-- > 0;) {
    const Model *model = &g_array_index (self->model, Model, i);
    if (belongs (self, model, box, filter))
      g_string_append_printf (rows, "%s#%" G_GINT64_FORMAT " ", self->talks[model->talk],
                              model->seq);
  }
  return g_string_free (rows, FALSE);
}

static char *
read_rows (Fixture *self, ParlourBox box, ParlourBoxFilter filter, guint limit)
{
  GString *rows = g_string_new (NULL);
  g_autofree char *cursor = NULL;

  do {
    g_autoptr (GError) error = NULL;
    char *next = NULL;
    g_autoptr (GPtrArray) page = parlour_store_list_box (self->place->store, self->me, box, filter,
                                                         cursor, limit, &next, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (page->len, <=, limit);
    for (guint i = 0; i < page->len; i++) {
      const ParlourMessage *message = page->pdata[i];
      g_string_append_printf (rows, "%s#%" G_GINT64_FORMAT " ", message->conversation,
                              message->seq);
    }
    g_free (cursor);
    cursor = next;
  } while (cursor != NULL);
  return g_string_free (rows, FALSE);
}

static void
check (Fixture *self, ParlourBox box, ParlourBoxFilter filter)
{
  g_autofree char *expected = expect_rows (self, box, filter);

  for (guint limit = 1; limit <= 128; limit *= 4) {
    g_autofree char *rows = read_rows (self, box, filter, limit);
    g_assert_cmpstr (rows, ==, expected);
  }
}

static void
test_filters_let_through_what_the_model_does (Fixture *self, gconstpointer data)
{
  fill (self);
  check (self, PARLOUR_BOX_RECEIVED, PARLOUR_BOX_FILTER_TITLED);
  check (self, PARLOUR_BOX_SENT, PARLOUR_BOX_FILTER_TITLED);
  check (self, PARLOUR_BOX_RECEIVED, PARLOUR_BOX_FILTER_OWED);
}

static void
assert_owed (Fixture *self, guint talk, gint64 seq)
{
  g_autofree char *rows = read_rows (self, PARLOUR_BOX_RECEIVED, PARLOUR_BOX_FILTER_OWED, 50);
  g_autofree char *expected =
      seq > 0 ? g_strdup_printf ("%s#%" G_GINT64_FORMAT " ", self->talks[talk], seq)
              : g_strdup ("");

  g_assert_cmpstr (rows, ==, expected);
}

static void
test_a_question_is_owed_from_its_reading_to_its_answer (Fixture *self, gconstpointer data)
{
  say (self, 0, self->people[0], "When?", 0);
  assert_owed (self, 0, 0);
  read_up_to (self, 0, 1);
  assert_owed (self, 0, 1);
  say (self, 0, self->me, NULL, 0);
  assert_owed (self, 0, 0);
  place_erase (self->place, self->me, self->talks[0], 2);
  assert_owed (self, 0, 1);
}

static void
test_in_a_group_only_a_reply_answers (Fixture *self, gconstpointer data)
{
  say (self, PEOPLE, self->people[0], "Who comes?", 0);
  read_up_to (self, PEOPLE, 1);
  say (self, PEOPLE, self->me, NULL, 0);
  say (self, PEOPLE, self->people[1], NULL, 1);
  assert_owed (self, PEOPLE, 1);
  say (self, PEOPLE, self->me, NULL, 1);
  assert_owed (self, PEOPLE, 0);
}

static void
test_who_may_not_write_owes_nothing (Fixture *self, gconstpointer data)
{
  say (self, PEOPLE, self->people[0], "Who comes?", 0);
  read_up_to (self, PEOPLE, 1);
  place_exec (self->place, "UPDATE members SET role = %d WHERE user = %" G_GINT64_FORMAT,
              PARLOUR_MEMBER_READER, self->me);
  assert_owed (self, PEOPLE, 0);
  place_exec (self->place, "UPDATE members SET role = %d WHERE user = %" G_GINT64_FORMAT,
              PARLOUR_MEMBER_MEMBER, self->me);
  assert_owed (self, PEOPLE, 1);
}

/* Ten thousand rows without a title lie above the only one that has one; a page without the index
 * would look at 5,000 of them and answer nothing. */
static void
test_only_titled_rows_are_looked_at (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourMembership) member = place_member (self->place, self->me, self->talks[0]);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;

  say (self, 0, self->people[0], "The only title", 0);
  place_exec (self->place,
              "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
              "INSERT INTO events (key, kind, at, actor, body)"
              " SELECT %" G_GINT64_FORMAT " << 32 | i, 2, %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
              ", 'Text' FROM n; UPDATE streams SET top = 10000 WHERE number = %" G_GINT64_FORMAT,
              member->stream, self->place->now, self->people[0], member->stream);
  read_up_to (self, 0, 10000);

  for (guint filter = PARLOUR_BOX_FILTER_TITLED; filter <= PARLOUR_BOX_FILTER_OWED; filter++) {
    g_autoptr (GPtrArray) page =
        parlour_store_list_box (self->place->store, self->me, PARLOUR_BOX_RECEIVED,
                                (ParlourBoxFilter)filter, NULL, 50, &next, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (page->len, ==, 1);
    g_assert_null (next);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/store/box-filters/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (filters_let_through_what_the_model_does);
  ADD (a_question_is_owed_from_its_reading_to_its_answer);
  ADD (in_a_group_only_a_reply_answers);
  ADD (who_may_not_write_owes_nothing);
  ADD (only_titled_rows_are_looked_at);
#undef ADD
  return g_test_run ();
}
