/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"
#include "client/host/host-values.h"
#include "client/report-desk.h"
#include "core/json-writer.h"

G_BEGIN_DECLS

/* What the files of the owner's questions share: host-admin.c (how), host-admin-people.c and
 * host-admin-place.c (what). */

struct _ParlourHostAdmin {
  GObject parent_instance;

  char *folder;
};

/** ParlourHostShape: what is read from an answer, and how it is freed. */
typedef struct {
  ParlourHostRead read;
  GDestroyNotify free;
} ParlourHostShape;

/** parlour_host_admin_begin: (transfer full): the open object with @op. */
ParlourJsonWriter *parlour_host_admin_begin (const char *op);

/** parlour_host_admin_ask: (transfer full) @writer. Without a @shape (nullable) the result is that
 * there was an answer: parlour_host_admin_done_finish(). */
void parlour_host_admin_ask (ParlourHostAdmin *self,
                             ParlourJsonWriter *writer,
                             const ParlourHostShape *shape,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/** parlour_host_admin_list: a GPtrArray of the items; @all: page after page, else one page. */
void parlour_host_admin_list (ParlourHostAdmin *self,
                              const char *op,
                              const ParlourHostShape *shape,
                              const char *cursor,
                              gboolean all,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** parlour_host_admin_list_next: (transfer none) (nullable): of the last page. */
const char *parlour_host_admin_list_next (GAsyncResult *result);

/** parlour_host_admin_implement_desk: in host-reports.c. */
void parlour_host_admin_implement_desk (ParlourReportDeskInterface *iface);

/** parlour_host_admin_take: (transfer full) (nullable): of an ask with a shape, and of a list. */
gpointer parlour_host_admin_take (ParlourHostAdmin *self, GAsyncResult *result, GError **error);

G_END_DECLS
