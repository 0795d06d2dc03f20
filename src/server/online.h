/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourOnline:
 *
 * Who has a socket open: written by the feed, read from any thread. Counted atomically.
 */
typedef struct _ParlourOnline ParlourOnline;

ParlourOnline *parlour_online_new (void);
ParlourOnline *parlour_online_ref (ParlourOnline *self);
void parlour_online_unref (ParlourOnline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourOnline, parlour_online_unref)

/** parlour_online_add: one more socket of user number @user. */
void parlour_online_add (ParlourOnline *self, gint64 user);
void parlour_online_remove (ParlourOnline *self, gint64 user);

gboolean parlour_online_has (ParlourOnline *self, gint64 user);

/** parlour_online_list: (transfer full) (element-type gint64): numbers of users, rising. */
GArray *parlour_online_list (ParlourOnline *self);

G_END_DECLS
