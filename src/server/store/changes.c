/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-changes"

#include "server/store/changes.h"

/* This file owns the list of what a transaction changed. It belongs to one thread at a time. */

struct _ParlourChanges {
  GArray *entries; /* ParlourChange */
};

static ParlourChanges *
changes_new (GArray *entries)
{
  ParlourChanges *self = g_new0 (ParlourChanges, 1);
  self->entries = entries;
  return self;
}

ParlourChanges *
parlour_changes_new (void)
{
  return changes_new (g_array_new (FALSE, TRUE, sizeof (ParlourChange)));
}

void
parlour_changes_free (ParlourChanges *self)
{
  g_array_unref (self->entries);
  g_free (self);
}

guint
parlour_changes_get_length (const ParlourChanges *self)
{
  return self->entries->len;
}

const ParlourChange *
parlour_changes_index (const ParlourChanges *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);
  return &g_array_index (self->entries, ParlourChange, index);
}

void
parlour_changes_add (ParlourChanges *self, const ParlourChange *change)
{
  g_array_append_val (self->entries, *change);
}

guint
parlour_changes_mark (const ParlourChanges *self)
{
  return self->entries->len;
}

void
parlour_changes_rollback_to (ParlourChanges *self, guint mark)
{
  g_return_if_fail (mark <= self->entries->len);
  g_array_set_size (self->entries, mark);
}

ParlourChanges *
parlour_changes_take (ParlourChanges *self)
{
  GArray *entries = self->entries;

  self->entries = g_array_new (FALSE, TRUE, sizeof (ParlourChange));
  return changes_new (entries);
}
