/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-boxes"

#include "test-store-place.h"

#include "server/store/boxes.h"

#include "core/problem.h"

/* This file proves that the boxes are the sorted union of all conversations, against a model that
 * sorts them the slow way. */

#define PEOPLE   6
#define MESSAGES 400

typedef struct {
  gint64 at;
  gint64 stream;
  gint64 seq;
  char *id;
  gboolean sent;
} Model;

typedef struct {
  Place *place;
  gint64 me;
  GArray *model; /* Model: what I may see */
} Fixture;

static void
clear_model_cb (gpointer data)
{
  g_free (((Model *)data)->id);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place = place_new ();
  self->me = place_add_user (self->place, "me", NULL);
  self->model = g_array_new (FALSE, FALSE, sizeof (Model));
  g_array_set_clear_func (self->model, clear_model_cb);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->model, g_array_unref);
  g_clear_pointer (&self->place, place_free);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const Model *one = a, *other = b;

  if (one->at != other->at)
    return one->at < other->at ? 1 : -1;
  if (one->stream != other->stream)
    return one->stream < other->stream ? 1 : -1;
  return one->seq < other->seq ? 1 : -1;
}

static void
write_at_random (Fixture *self, gint64 sender, const char *conversation)
{
  g_autoptr (ParlourMembership) member = place_member (self->place, self->me, conversation);
  Model model = {.stream = member->stream, .sent = sender == self->me};

  model.seq = place_send (self->place, sender, conversation, "Text");
  model.at = self->place->now;
  if (g_test_rand_int_range (0, 5) == 0) {
    place_hide (self->place, self->me, conversation, model.seq);
    return;
  }
  if (g_test_rand_int_range (0, 8) == 0)
    place_edit (self->place, sender, conversation, model.seq, "New text");
  model.id = g_strdup (conversation);
  g_array_append_val (self->model, model);
}

static void
fill (Fixture *self)
{
  gint64 people[PEOPLE];
  g_autoptr (GPtrArray) talks = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < PEOPLE; i++) {
    g_autofree char *name = g_strdup_printf ("person%d", i);
    people[i] = place_add_user (self->place, name, NULL);
    g_ptr_array_add (talks, place_direct (self->place, self->me, people[i]));
  }
  place_exec (self->place, "PRAGMA synchronous = OFF");
  for (int i = 0; i < MESSAGES; i++) {
    int who = g_test_rand_int_range (0, PEOPLE);
    self->place->now += g_test_rand_int_range (0, 3); /* many at the same time */
    write_at_random (self, g_test_rand_bit () ? self->me : people[who], talks->pdata[who]);
  }
  g_array_sort (self->model, compare_cb);
}

static void
check_page (GPtrArray *page, const GArray *model, ParlourBox box, guint *index)
{
  for (guint i = 0; i < page->len; i++) {
    ParlourMessage *message = page->pdata[i];
    while (g_array_index (model, Model, *index).sent != (box == PARLOUR_BOX_SENT))
      (*index)++;
    const Model *expected = &g_array_index (model, Model, (*index)++);
    g_assert_cmpint (message->seq, ==, expected->seq);
    g_assert_cmpstr (message->conversation, ==, expected->id);
    g_assert_cmpint (message->created_at, ==, expected->at);
  }
}

static guint
count_model (const GArray *model, ParlourBox box)
{
  guint n = 0;

  for (guint i = 0; i < model->len; i++)
    n += g_array_index (model, Model, i).sent == (box == PARLOUR_BOX_SENT);
  return n;
}

static void
check_box (Fixture *self, ParlourBox box, guint limit)
{
  g_autofree char *cursor = NULL;
  guint index = 0, n = 0;

  do {
    g_autoptr (GError) error = NULL;
    char *next = NULL;
    g_autoptr (GPtrArray) page = parlour_store_list_box (
        self->place->store, self->me, box, PARLOUR_BOX_FILTER_NONE, cursor, limit, &next, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (page->len, <=, limit);
    g_assert_cmpuint (page->len, >, 0);
    check_page (page, self->model, box, &index);
    n += page->len;
    g_free (cursor);
    cursor = next;
  } while (cursor != NULL);
  g_assert_cmpuint (n, ==, count_model (self->model, box));
}

static void
test_merge_is_the_sorted_union (Fixture *self, gconstpointer data)
{
  fill (self);
  for (guint limit = 1; limit < 60; limit += 1 + limit / 2) {
    check_box (self, PARLOUR_BOX_RECEIVED, limit);
    check_box (self, PARLOUR_BOX_SENT, limit);
  }
  check_box (self, PARLOUR_BOX_RECEIVED, MESSAGES);
}

static void
test_page_answers_short (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  gint64 other = place_add_user (self->place, "other", NULL);
  g_autofree char *talk = place_direct (self->place, self->me, other);
  g_autoptr (ParlourMembership) member = place_member (self->place, self->me, talk);

  place_send (self->place, other, talk, "The only one that I was sent");
  place_exec (self->place,
              "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
              "INSERT INTO events (key, kind, at, actor)"
              " SELECT %" G_GINT64_FORMAT " << 32 | i, 2, %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
              " FROM n; UPDATE streams SET top = 6000 WHERE id = '%s'",
              member->stream, self->place->now, self->me, talk);

  g_autoptr (GPtrArray) first =
      parlour_store_list_box (self->place->store, self->me, PARLOUR_BOX_RECEIVED,
                              PARLOUR_BOX_FILTER_NONE, NULL, 50, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->len, ==, 0);
  g_assert_nonnull (next);
  g_autofree char *end = NULL;
  g_autoptr (GPtrArray) second =
      parlour_store_list_box (self->place->store, self->me, PARLOUR_BOX_RECEIVED,
                              PARLOUR_BOX_FILTER_NONE, next, 50, &end, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_null (end);
}

static void
test_wrong_cursor_is_refused (Fixture *self, gconstpointer data)
{
  const char *const wrong[] = {"", "1", "1.2", "x.1.y", "-1.1.me", "1.1.nobody"};

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *next = NULL;
    g_assert_null (parlour_store_list_box (self->place->store, self->me, PARLOUR_BOX_SENT,
                                           PARLOUR_BOX_FILTER_NONE, wrong[i], 50, &next, &error));
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_FIELD);
    g_assert_cmpstr (parlour_problem_get_field (error), ==, "before");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/store/boxes/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (merge_is_the_sorted_union);
  ADD (page_answers_short);
  ADD (wrong_cursor_is_refused);
#undef ADD
  return g_test_run ();
}
