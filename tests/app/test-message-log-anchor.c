/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-log-anchor"

#include "app/log/message-log-anchor.h"

/* The message log's arithmetic, without a widget. */

static void
assert_shift (guint from,
              guint at,
              guint removed,
              guint added,
              guint n_items,
              ParlourLogAnchorFate fate,
              guint to)
{
  ParlourLogAnchor anchor = {from, -100, -1};

  g_assert_cmpint (parlour_log_anchor_shift (&anchor, at, removed, added, n_items), ==, fate);
  g_assert_cmpuint (anchor.position, ==, to);
  g_assert_cmpint (anchor.y, ==, -100);
}

static void
test_shift (void)
{
  assert_shift (10, 0, 0, 50, 70, PARLOUR_LOG_ANCHOR_KEPT, 60);
  assert_shift (10, 10, 0, 1, 21, PARLOUR_LOG_ANCHOR_KEPT, 11);
  assert_shift (10, 11, 0, 1, 21, PARLOUR_LOG_ANCHOR_KEPT, 10);
  assert_shift (10, 0, 10, 0, 10, PARLOUR_LOG_ANCHOR_KEPT, 0);
  assert_shift (10, 10, 1, 1, 20, PARLOUR_LOG_ANCHOR_KEPT, 10);
  assert_shift (10, 10, 1, 0, 19, PARLOUR_LOG_ANCHOR_PASSED_DOWN, 10);
  assert_shift (10, 8, 5, 1, 16, PARLOUR_LOG_ANCHOR_PASSED_DOWN, 9);
  assert_shift (10, 8, 12, 0, 8, PARLOUR_LOG_ANCHOR_PASSED_UP, 7);
  assert_shift (10, 0, 20, 0, 0, PARLOUR_LOG_ANCHOR_LOST, 10);
}

static void
assert_extents (ParlourLogSpan span, double expected_lower, double expected_upper)
{
  double lower = 0;
  double upper = 0;

  parlour_log_span_extents (&span, 50, 600, &lower, &upper);
  g_assert_cmpfloat (lower, ==, expected_lower);
  g_assert_cmpfloat (upper, ==, expected_upper);
}

static void
test_extents (void)
{
  assert_extents ((ParlourLogSpan){-200, 900, 0, 0}, -200, 900);
  assert_extents ((ParlourLogSpan){-200, 900, 10, 0}, -200 - 500 - 600, 900);
  assert_extents ((ParlourLogSpan){-200, 900, 0, 2}, -200, 900 + 100 + 600);
  assert_extents ((ParlourLogSpan){500, 600, 0, 0}, 0, 600);
}

static void
test_settle (void)
{
  ParlourLogSpan span = {-100, 900, 5, 5};
  ParlourLogSpan few = {0, 200, 0, 0};

  g_assert_cmpint (parlour_log_span_settle (&span, 0, 600, FALSE, FALSE), ==, 0);
  g_assert_cmpint (parlour_log_span_settle (&span, 0, 600, TRUE, TRUE), ==, 0);
  g_assert_cmpint (parlour_log_span_settle (&span, 350, 600, FALSE, TRUE), ==, 50);
  g_assert_cmpint (parlour_log_span_settle (&span, -130, 600, TRUE, FALSE), ==, -30);
  g_assert_cmpint (parlour_log_span_settle (&few, 0, 600, TRUE, TRUE), ==, 400);
  g_assert_cmpint (parlour_log_span_settle (&few, -500, 600, TRUE, TRUE), ==, -100);
}

static void
test_place (void)
{
  guint64 index = 0;

  g_assert_cmpfloat (parlour_log_place (0, 1000, 10, &index), ==, 0);
  g_assert_cmpuint (index, ==, 0);
  g_assert_cmpfloat (parlour_log_place (0.5, 1001, 10, &index), ==, 0.5);
  g_assert_cmpuint (index, ==, 495);
  g_assert_cmpfloat (parlour_log_place (1, 1000, 10, &index), ==, 0);
  g_assert_cmpuint (index, ==, 990);
  g_assert_cmpfloat (parlour_log_place (0.7, 5, 10, &index), ==, 0);
  g_assert_cmpuint (index, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/anchor/shift", test_shift);
  g_test_add_func ("/log/anchor/extents", test_extents);
  g_test_add_func ("/log/anchor/settle", test_settle);
  g_test_add_func ("/log/anchor/place", test_place);
  return g_test_run ();
}
