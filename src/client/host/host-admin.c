/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-admin"

#include "client/host/host-admin.h"

#include "client/host/host-admin-private.h"
#include "client/host/host-control.h"

/* This file owns how the hosted server is asked by its owner: one question, and lists. Main thread.
 */

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourHostAdmin,
                               parlour_host_admin,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PARLOUR_TYPE_REPORT_DESK,
                                                      parlour_host_admin_implement_desk))

/* --- one question ------------------------------------------------------------------------------
 */

ParlourJsonWriter *
parlour_host_admin_begin (const char *op)
{
  ParlourJsonWriter *writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", op);
  return writer;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const ParlourHostShape *shape = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = parlour_host_control_ask_finish (result, &error);
  gpointer value = answer != NULL && shape != NULL ? shape->read (answer, &error) : NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else if (shape != NULL)
    g_task_return_pointer (task, value, shape->free);
  else
    g_task_return_boolean (task, TRUE);
}

void
parlour_host_admin_ask (ParlourHostAdmin *self,
                        ParlourJsonWriter *writer,
                        const ParlourHostShape *shape,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, parlour_host_admin_ask);
  g_task_set_task_data (task, (gpointer)shape, NULL);
  parlour_host_control_ask_async (self->folder, writer, cancellable, answered_cb, task);
}

gpointer
parlour_host_admin_take (ParlourHostAdmin *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
parlour_host_admin_done_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- lists -------------------------------------------------------------------------------------
 */

typedef struct {
  const char *op;
  const ParlourHostShape *shape;
  gboolean all; /* page after page; else one */
  GPtrArray *items;
  char *next;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_clear_pointer (&listing->items, g_ptr_array_unref);
  g_free (listing->next);
  g_free (listing);
}

static void ask_page (GTask *task, const char *cursor);

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Listing *listing = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) page = parlour_host_control_ask_finish (result, &error);
  g_autofree char *cursor = g_steal_pointer (&listing->next);

  if (page == NULL || !parlour_host_read_page (page, listing->shape->read, listing->items,
                                               &listing->next, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (listing->all && listing->next != NULL && g_strcmp0 (listing->next, cursor) != 0)
    ask_page (task, listing->next);
  else
    g_task_return_pointer (task, g_ptr_array_ref (listing->items),
                           (GDestroyNotify)g_ptr_array_unref);
}

static void
ask_page (GTask *task, const char *cursor)
{
  ParlourHostAdmin *self = g_task_get_source_object (task);
  Listing *listing = g_task_get_task_data (task);
  ParlourJsonWriter *writer = parlour_host_admin_begin (listing->op);

  if (cursor != NULL)
    parlour_json_writer_string (writer, "cursor", cursor);
  parlour_host_control_ask_async (self->folder, writer, g_task_get_cancellable (task), page_cb,
                                  g_object_ref (task));
}

void
parlour_host_admin_list (ParlourHostAdmin *self,
                         const char *op,
                         const ParlourHostShape *shape,
                         const char *cursor,
                         gboolean all,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Listing *listing = g_new0 (Listing, 1);

  listing->op = op;
  listing->shape = shape;
  listing->all = all;
  listing->items = g_ptr_array_new_with_free_func (shape->free);
  g_task_set_source_tag (task, parlour_host_admin_list);
  g_task_set_task_data (task, listing, listing_free);
  ask_page (task, cursor);
}

const char *
parlour_host_admin_list_next (GAsyncResult *result)
{
  return ((Listing *)g_task_get_task_data (G_TASK (result)))->next;
}

/* --- the object --------------------------------------------------------------------------------
 */

static void
parlour_host_admin_finalize (GObject *object)
{
  g_free (PARLOUR_HOST_ADMIN (object)->folder);
  G_OBJECT_CLASS (parlour_host_admin_parent_class)->finalize (object);
}

static void
parlour_host_admin_class_init (ParlourHostAdminClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlour_host_admin_finalize;
}

static void
parlour_host_admin_init (ParlourHostAdmin *self)
{
}

ParlourHostAdmin *
parlour_host_admin_new (ParlourProfile *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);

  ParlourHostAdmin *self = g_object_new (PARLOUR_TYPE_HOST_ADMIN, NULL);
  self->folder = g_build_filename (parlour_profile_get_data_dir (profile), "server", NULL);
  return self;
}
