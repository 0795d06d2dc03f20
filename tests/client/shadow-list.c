/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-shadow-list"

#include "shadow-list.h"

/* This file owns a second list that follows a model by its signal alone. */

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, ShadowList *self)
{
  g_assert_true (removed > 0 || added > 0);
  g_assert_cmpuint (position + removed, <=, self->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, (int)(position + i),
                        g_list_model_get_item (model, position + i));
  self->removed += removed;
  self->added += added;
  g_assert_cmpuint (self->items->len, ==, g_list_model_get_n_items (model));
}

ShadowList *
shadow_list_new (GListModel *model)
{
  ShadowList *self = g_new0 (ShadowList, 1);

  self->model = g_object_ref (model);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (self->items, g_list_model_get_item (model, i));
  self->handler = g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), self);
  return self;
}

void
shadow_list_free (ShadowList *self)
{
  g_signal_handler_disconnect (self->model, self->handler);
  g_object_unref (self->model);
  g_ptr_array_unref (self->items);
  g_free (self);
}

void
shadow_list_reset (ShadowList *self)
{
  self->removed = 0;
  self->added = 0;
}

void
shadow_list_check (ShadowList *self)
{
  guint n = g_list_model_get_n_items (self->model);

  g_assert_cmpuint (self->items->len, ==, n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (self->model, i);

    g_assert_true (item == g_ptr_array_index (self->items, i));
  }
}
