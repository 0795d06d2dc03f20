/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-list-change"

#include "client/models/list-change.h"

/* This file owns how a list becomes another one in the smallest steps. Main thread. */

#define NOWHERE G_MAXUINT

/* Where each of @items stands in @wanted. */
static guint *
find_places (GPtrArray *items, GPtrArray *wanted)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  guint *found = g_new (guint, items->len + 1);

  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_insert (places, g_ptr_array_index (wanted, i), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < items->len; i++) {
    guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, g_ptr_array_index (items, i)));

    found[i] = place > 0 ? place - 1 : NOWHERE;
  }
  return found;
}

/* The first of @n ends (indices into @places of ascending places) whose place is above @place. */
static guint
find_end (const guint *places, const guint *ends, guint n, guint place)
{
  guint low = 0, high = n;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (places[ends[middle]] < place)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Keeps the longest ascending run of @places (patience sorting); the others become NOWHERE. */
static void
keep_longest_run (guint *places, guint n)
{
  g_autofree guint *ends = g_new (guint, n + 1);   /* of the best run of each length */
  g_autofree guint *before = g_new (guint, n + 1); /* the one before in its run */
  g_autofree gboolean *kept = g_new0 (gboolean, n + 1);
  guint longest = 0;

  for (guint i = 0; i < n; i++) {
    guint length;

    if (places[i] == NOWHERE)
      continue;
    length = find_end (places, ends, longest, places[i]);
    before[i] = length > 0 ? ends[length - 1] : NOWHERE;
    ends[length] = i;
    longest = MAX (longest, length + 1);
  }
  for (guint i = longest > 0 ? ends[longest - 1] : NOWHERE; i != NOWHERE; i = before[i])
    kept[i] = TRUE;
  for (guint i = 0; i < n; i++)
    if (!kept[i])
      places[i] = NOWHERE;
}

static void
splice (GListModel *model,
        GPtrArray *items,
        guint position,
        guint removed,
        GPtrArray *wanted,
        guint from,
        guint added)
{
  if (removed == 0 && added == 0)
    return;
  if (removed > 0)
    g_ptr_array_remove_range (items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (items, (int)(position + i),
                        g_object_ref (g_ptr_array_index (wanted, from + i)));
  g_list_model_items_changed (model, position, removed, added);
}

void
parlour_list_change (GListModel *model, GPtrArray *items, GPtrArray *wanted)
{
  g_autofree guint *places = find_places (items, wanted);
  guint n = items->len;
  guint done = 0;    /* of @wanted, and of @items after the splices */
  guint removed = 0; /* that stand there and go */

  keep_longest_run (places, n);
  g_object_ref (model);
  for (guint i = 0; i < n; i++) {
    guint place = places[i];

    if (place == NOWHERE) {
      removed++;
      continue;
    }
    splice (model, items, done, removed, wanted, done, place - done);
    removed = 0;
    done = place + 1;
  }
  splice (model, items, done, removed, wanted, done, wanted->len - done);
  g_object_unref (model);
}
