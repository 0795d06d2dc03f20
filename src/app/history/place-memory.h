/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/log/message-log.h"

G_BEGIN_DECLS

/** ParlourPlaceMemory: where one was in each conversation, for this run. Main thread. */
typedef struct _ParlourPlaceMemory ParlourPlaceMemory;

typedef struct {
  gint64 seq;     /* of the message that crosses the top of the view */
  int offset;     /* of its top, in pixels below the view's */
  gboolean fresh; /* a person wants to read on from there as if it were new */
} ParlourReadingPlace;

ParlourPlaceMemory *parlour_place_memory_new (void);
void parlour_place_memory_free (ParlourPlaceMemory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourPlaceMemory, parlour_place_memory_free)

/** parlour_place_memory_keep: reads the place off @log; at its end there is none to keep. */
void parlour_place_memory_keep (ParlourPlaceMemory *self,
                                const char *conversation,
                                ParlourMessageLog *log);

/** parlour_place_memory_set: to read on from @seq as if it were new. */
void parlour_place_memory_set (ParlourPlaceMemory *self, const char *conversation, gint64 seq);

/** parlour_place_memory_get: FALSE where the conversation was left at its end, or never seen. */
gboolean parlour_place_memory_get (ParlourPlaceMemory *self,
                                   const char *conversation,
                                   ParlourReadingPlace *place);

G_END_DECLS
