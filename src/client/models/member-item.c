/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-member-item"

#include "client/models/member-item-private.h"

/* This file owns one member of a group as a list shows them. Main thread. */

struct _ParlourMemberItem {
  GObject parent_instance;
  ParlourMembershipRow *row;
};

G_DEFINE_FINAL_TYPE (ParlourMemberItem, parlour_member_item, G_TYPE_OBJECT)

enum {
  PROP_USER_ID = 1,
  PROP_USERNAME,
  PROP_DISPLAY_NAME,
  PROP_STATUS_TEXT,
  PROP_ROLE,
  PROP_ME,
  PROP_BLOCKED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static const char *
get_string (const ParlourMembershipRow *row, guint prop_id)
{
  switch (prop_id) {
  case PROP_USER_ID:
    return row->user;
  case PROP_USERNAME:
    return row->username;
  case PROP_DISPLAY_NAME:
    return row->display_name;
  case PROP_STATUS_TEXT:
  default:
    return row->status_text;
  }
}

static int
get_number (const ParlourMembershipRow *row, guint prop_id)
{
  switch (prop_id) {
  case PROP_ROLE:
    return (int)row->role;
  case PROP_ME:
    return row->me;
  case PROP_BLOCKED:
  default:
    return row->blocked;
  }
}

static void
parlour_member_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const ParlourMembershipRow *row = PARLOUR_MEMBER_ITEM (object)->row;

  if (G_IS_PARAM_SPEC_STRING (pspec))
    g_value_set_string (value, get_string (row, prop_id));
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (value, get_number (row, prop_id) != 0);
  else
    g_value_set_int (value, get_number (row, prop_id));
}

static void
parlour_member_item_finalize (GObject *object)
{
  parlour_membership_row_unref (PARLOUR_MEMBER_ITEM (object)->row);
  G_OBJECT_CLASS (parlour_member_item_parent_class)->finalize (object);
}

static void
parlour_member_item_class_init (ParlourMemberItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = parlour_member_item_get_property;
  object_class->finalize = parlour_member_item_finalize;

  props[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  props[PROP_USERNAME] = g_param_spec_string ("username", NULL, NULL, NULL, flags);
  props[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, flags);
  props[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  props[PROP_ROLE] = g_param_spec_int ("role", NULL, NULL, PARLOUR_MEMBER_OWNER,
                                       PARLOUR_MEMBER_READER, PARLOUR_MEMBER_OWNER, flags);
  props[PROP_ME] = g_param_spec_boolean ("me", NULL, NULL, FALSE, flags);
  props[PROP_BLOCKED] = g_param_spec_boolean ("blocked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_member_item_init (ParlourMemberItem *self)
{
}

ParlourMemberItem *
parlour_member_item_new (ParlourMembershipRow *row)
{
  ParlourMemberItem *self = g_object_new (PARLOUR_TYPE_MEMBER_ITEM, NULL);

  self->row = parlour_membership_row_ref (row);
  return self;
}

static gboolean
differs (const ParlourMembershipRow *a, const ParlourMembershipRow *b, guint prop_id)
{
  if (G_IS_PARAM_SPEC_STRING (props[prop_id]))
    return g_strcmp0 (get_string (a, prop_id), get_string (b, prop_id)) != 0;
  return get_number (a, prop_id) != get_number (b, prop_id);
}

void
parlour_member_item_set_row (ParlourMemberItem *self, ParlourMembershipRow *row)
{
  ParlourMembershipRow *before = self->row;

  if (row == before)
    return;
  self->row = parlour_membership_row_ref (row);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    if (differs (before, row, i))
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  parlour_membership_row_unref (before);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
parlour_member_item_get_user_id (ParlourMemberItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (self), NULL);

  return self->row->user;
}

const char *
parlour_member_item_get_username (ParlourMemberItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (self), NULL);

  return self->row->username;
}

const char *
parlour_member_item_get_display_name (ParlourMemberItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (self), NULL);

  return self->row->display_name;
}

const char *
parlour_member_item_get_status_text (ParlourMemberItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (self), NULL);

  return self->row->status_text;
}

ParlourMemberRole
parlour_member_item_get_role (ParlourMemberItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (self), PARLOUR_MEMBER_READER);

  return self->row->role;
}

gboolean
parlour_member_item_get_me (ParlourMemberItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (self), FALSE);

  return self->row->me;
}

gboolean
parlour_member_item_get_blocked (ParlourMemberItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (self), FALSE);

  return self->row->blocked;
}
