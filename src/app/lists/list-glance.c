/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-list-glance"

#include "app/lists/list-glance.h"

#include "client/models/conversation-item.h"

/* Which conversations those are. The rows are of one height. The server looks each of them up, so
 * that it is asked when the list has come to rest. Main thread. */

#define REST_MS 400

struct _ParlourListGlance {
  GtkScrollable *list;
  GListModel *model;
  ParlourAccount *account;
  GtkAdjustment *adjustment; /* nullable, as lists have none for a while */
  guint rest;                /* source, 0 */
};

/* The first row that may be seen, and how many follow it. */
static void
find_rows (ParlourListGlance *self, guint *first, guint *n)
{
  guint all = g_list_model_get_n_items (self->model);
  double upper = self->adjustment ? gtk_adjustment_get_upper (self->adjustment) : 0;
  double page = self->adjustment ? gtk_adjustment_get_page_size (self->adjustment) : 0;
  *first = 0;
  *n = MIN (all, PARLOUR_ACCOUNT_GLANCED_MAX);
  if (upper <= 0 || page <= 0 || page >= upper)
    return;
  *first = (guint)(all * gtk_adjustment_get_value (self->adjustment) / upper);
  *n = MIN (*n, (guint)(all * page / upper) + 2);
}

static void
rest_cb (gpointer user_data)
{
  ParlourListGlance *self = user_data;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint first = 0;
  guint n = 0;
  self->rest = 0;
  find_rows (self, &first, &n);
  for (guint i = first; i < first + n; i++) {
    g_autoptr (ParlourConversationItem) item = g_list_model_get_item (self->model, i);
    if (item && parlour_conversation_item_get_kind (item) == PARLOUR_CONVERSATION_DIRECT)
      g_ptr_array_add (ids, g_strdup (parlour_conversation_item_get_id (item)));
  }
  g_ptr_array_add (ids, NULL);
  parlour_account_glance (self->account, (const char *const *)ids->pdata);
}

static void
move_cb (ParlourListGlance *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add_once (REST_MS, rest_cb, self);
}

static void
set_adjustment (ParlourListGlance *self, GtkAdjustment *adjustment)
{
  if (self->adjustment)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_set_object (&self->adjustment, adjustment);
  if (!adjustment)
    return;
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (move_cb), self);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (move_cb), self);
}

static void
adjustment_cb (ParlourListGlance *self)
{
  set_adjustment (self, gtk_scrollable_get_vadjustment (self->list));
  move_cb (self);
}

ParlourListGlance *
parlour_list_glance_new (GtkListView *list, ParlourAccount *account)
{
  ParlourListGlance *self = g_new0 (ParlourListGlance, 1);
  self->list = GTK_SCROLLABLE (list);
  self->model = g_object_ref (G_LIST_MODEL (gtk_list_view_get_model (list)));
  self->account = g_object_ref (account);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (move_cb), self);
  g_signal_connect_swapped (list, "notify::vadjustment", G_CALLBACK (adjustment_cb), self);
  adjustment_cb (self);
  return self;
}

void
parlour_list_glance_free (ParlourListGlance *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  set_adjustment (self, NULL);
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  g_object_unref (self->account);
  g_free (self);
}
