/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fields.h"
#include "core/json-writer.h"

G_BEGIN_DECLS

/* What a group lets its members do. The numbers stand in databases. */

/** ParlourPosting: who may write messages; readers never do. */
typedef enum {
  PARLOUR_POSTING_ALL,
  PARLOUR_POSTING_ADMINS, /* its owner and admins */
} ParlourPosting;

/** ParlourJoining: how one gets in. */
typedef enum {
  PARLOUR_JOINING_INVITED, /* an owner or admin adds them */
  PARLOUR_JOINING_OPEN,    /* everybody of the place finds it and joins */
} ParlourJoining;

/** ParlourPast: what one who joins may read of what was written before. */
typedef enum {
  PARLOUR_PAST_JOINED, /* nothing */
  PARLOUR_PAST_ALL,
} ParlourPast;

/**
 * ParlourGroup:
 *
 * A group as everybody sees it alike, which makes it fit for an event. Immutable: the fields are
 * for reading; counted atomically.
 */
typedef struct {
  const char *id;
  const char *title;
  const char *description; /* nullable */
  const char *avatar;      /* nullable */
  ParlourPosting posting;
  ParlourJoining joining;
  ParlourPast past;
  gint64 member_count; /* 0 where it is not told: an event would outlive it */
} ParlourGroup;

/** parlour_group_new: (transfer full): an immutable copy of @fields. */
ParlourGroup *parlour_group_new (const ParlourGroup *fields);
ParlourGroup *parlour_group_ref (ParlourGroup *self);
void parlour_group_unref (ParlourGroup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourGroup, parlour_group_unref)

void parlour_group_write (const ParlourGroup *self, ParlourJsonWriter *writer, const char *name);

/** parlour_group_read: (transfer full) (nullable): from what a server sent. */
ParlourGroup *parlour_group_read (JsonObject *object, GError **error);

const char *parlour_posting_to_string (ParlourPosting posting);
const char *parlour_joining_to_string (ParlourJoining joining);
const char *parlour_past_to_string (ParlourPast past);

/* From a person or a request: FALSE where @name is none of the names. */
gboolean parlour_posting_from_string (const char *name, ParlourPosting *posting);
gboolean parlour_joining_from_string (const char *name, ParlourJoining *joining);
gboolean parlour_past_from_string (const char *name, ParlourPast *past);

/** parlour_group_read_rules: the members "posting", "joining" and "past"; what is absent or of a
 * later version is the first of each. */
void parlour_group_read_rules (ParlourFields *from,
                               ParlourPosting *posting,
                               ParlourJoining *joining,
                               ParlourPast *past);

G_END_DECLS
