/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-place-memory"

#include "app/history/place-memory.h"

#include "client/models/message-item.h"

/* The reading places of this run. Main thread. */

struct _ParlourPlaceMemory {
  GHashTable *places; /* conversation → ParlourReadingPlace; seq 0: at the end */
};

ParlourPlaceMemory *
parlour_place_memory_new (void)
{
  ParlourPlaceMemory *self = g_new0 (ParlourPlaceMemory, 1);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
parlour_place_memory_free (ParlourPlaceMemory *self)
{
  g_hash_table_unref (self->places);
  g_free (self);
}

void
parlour_place_memory_keep (ParlourPlaceMemory *self,
                           const char *conversation,
                           ParlourMessageLog *log)
{
  GObject *item = NULL;
  ParlourReadingPlace place = {0};
  gboolean found = parlour_message_log_get_anchor (log, &item, &place.offset);
  if (found && !parlour_message_log_get_at_end (log) && PARLOUR_IS_MESSAGE_ITEM (item))
    place.seq = parlour_message_item_get_seq (PARLOUR_MESSAGE_ITEM (item));
  g_hash_table_insert (self->places, g_strdup (conversation), g_memdup2 (&place, sizeof place));
}

void
parlour_place_memory_set (ParlourPlaceMemory *self, const char *conversation, gint64 seq)
{
  const ParlourReadingPlace place = {.seq = seq, .fresh = TRUE};
  g_hash_table_insert (self->places, g_strdup (conversation), g_memdup2 (&place, sizeof place));
}

gboolean
parlour_place_memory_get (ParlourPlaceMemory *self,
                          const char *conversation,
                          ParlourReadingPlace *place)
{
  const ParlourReadingPlace *kept = g_hash_table_lookup (self->places, conversation);
  if (!kept || kept->seq == 0)
    return FALSE;
  *place = *kept;
  return TRUE;
}
