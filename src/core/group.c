/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-group"

#include "core/group.h"

/* This file owns the value of a group and the names of its rules. Any thread. */

static const char *const postings[] = {"all", "admins", NULL};
static const char *const joinings[] = {"invited", "open", NULL};
static const char *const pasts[] = {"joined", "all", NULL};

ParlourGroup *
parlour_group_new (const ParlourGroup *fields)
{
  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  ParlourGroup *self = g_atomic_rc_box_new (ParlourGroup);
  *self = *fields;
  self->id = g_strdup (fields->id);
  self->title = g_strdup (fields->title);
  self->description = g_strdup (fields->description);
  self->avatar = g_strdup (fields->avatar);
  return self;
}

ParlourGroup *
parlour_group_ref (ParlourGroup *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourGroup *self = data;

  g_free ((char *)self->id);
  g_free ((char *)self->title);
  g_free ((char *)self->description);
  g_free ((char *)self->avatar);
}

void
parlour_group_unref (ParlourGroup *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static gboolean
find (const char *const *names, const char *name, int *index)
{
  for (int i = 0; name != NULL && names[i] != NULL; i++)
    if (g_str_equal (names[i], name)) {
      *index = i;
      return TRUE;
    }
  return FALSE;
}

const char *
parlour_posting_to_string (ParlourPosting posting)
{
  g_return_val_if_fail (posting <= PARLOUR_POSTING_ADMINS, NULL);
  return postings[posting];
}

const char *
parlour_joining_to_string (ParlourJoining joining)
{
  g_return_val_if_fail (joining <= PARLOUR_JOINING_OPEN, NULL);
  return joinings[joining];
}

const char *
parlour_past_to_string (ParlourPast past)
{
  g_return_val_if_fail (past <= PARLOUR_PAST_ALL, NULL);
  return pasts[past];
}

gboolean
parlour_posting_from_string (const char *name, ParlourPosting *posting)
{
  int index = 0;
  gboolean found = find (postings, name, &index);

  if (found)
    *posting = (ParlourPosting)index;
  return found;
}

gboolean
parlour_joining_from_string (const char *name, ParlourJoining *joining)
{
  int index = 0;
  gboolean found = find (joinings, name, &index);

  if (found)
    *joining = (ParlourJoining)index;
  return found;
}

gboolean
parlour_past_from_string (const char *name, ParlourPast *past)
{
  int index = 0;
  gboolean found = find (pasts, name, &index);

  if (found)
    *past = (ParlourPast)index;
  return found;
}

void
parlour_group_write (const ParlourGroup *self, ParlourJsonWriter *writer, const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "id", self->id);
  parlour_json_writer_string (writer, "title", self->title);
  parlour_json_writer_string (writer, "description", self->description);
  parlour_json_writer_string (writer, "avatar", self->avatar);
  parlour_json_writer_string (writer, "posting", parlour_posting_to_string (self->posting));
  parlour_json_writer_string (writer, "joining", parlour_joining_to_string (self->joining));
  parlour_json_writer_string (writer, "past", parlour_past_to_string (self->past));
  if (self->member_count > 0)
    parlour_json_writer_int (writer, "member_count", self->member_count);
  parlour_json_writer_end_object (writer);
}

void
parlour_group_read_rules (ParlourFields *from,
                          ParlourPosting *posting,
                          ParlourJoining *joining,
                          ParlourPast *past)
{
  *posting = (ParlourPosting)parlour_fields_choice (from, "posting", postings, PARLOUR_POSTING_ALL);
  *joining =
      (ParlourJoining)parlour_fields_choice (from, "joining", joinings, PARLOUR_JOINING_INVITED);
  *past = (ParlourPast)parlour_fields_choice (from, "past", pasts, PARLOUR_PAST_JOINED);
}

ParlourGroup *
parlour_group_read (JsonObject *object, GError **error)
{
  g_return_val_if_fail (object != NULL, NULL);

  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourGroup group = {
      .id = parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED),
      .title = parlour_fields_string (&in, "title", 0),
      .description = parlour_fields_string (&in, "description", 0),
      .avatar = parlour_fields_string (&in, "avatar", 0),
      .member_count = parlour_fields_int (&in, "member_count", 0, 0, G_MAXINT32, 0),
  };
  parlour_group_read_rules (&in, &group.posting, &group.joining, &group.past);
  return parlour_fields_end_lax (&in, error) ? parlour_group_new (&group) : NULL;
}
