/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What somebody who only listens to items-changed knows of a model. Each emission is checked
 * against the model at that moment. */
typedef struct {
  GListModel *model;
  GPtrArray *items;
  guint removed; /* rows, since the last shadow_list_reset() */
  guint added;
  gulong handler;
} ShadowList;

ShadowList *shadow_list_new (GListModel *model);
void shadow_list_free (ShadowList *self);
void shadow_list_reset (ShadowList *self);

/* Every row is the same object as in the model. */
void shadow_list_check (ShadowList *self);

G_END_DECLS
