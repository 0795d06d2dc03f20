/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-frame"

#include "client/frame.h"

/* This file owns reading what need not be there. Any thread. */

static JsonNode *
get_value (JsonObject *frame, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (frame, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

const char *
parlour_frame_get_string (JsonObject *frame, const char *name)
{
  JsonNode *node = get_value (frame, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

gint64
parlour_frame_get_int (JsonObject *frame, const char *name, gint64 fallback)
{
  JsonNode *node = get_value (frame, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : fallback;
}

gboolean
parlour_frame_get_boolean (JsonObject *frame, const char *name)
{
  JsonNode *node = get_value (frame, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

JsonObject *
parlour_frame_get_object (JsonObject *frame, const char *name)
{
  JsonNode *node = json_object_get_member (frame, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}
