/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-report"

#include "client/report.h"

#include "core/fields.h"
#include "core/message.h"

/* This file owns what a server's list of reports becomes. Any thread. */

void
parlour_report_free (ParlourReport *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->reporter);
  g_free (self->name);
  g_free (self->user);
  g_free (self->reason);
  g_free (self->conversation);
  g_free (self->body);
  g_free (self);
}

void
parlour_report_page_free (ParlourReportPage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->reports);
  g_free (self->next);
  g_free (self);
}

/* A person as far as a report tells of them. @id: (out) (optional) */
static char *
read_name (ParlourFields *outer, const char *name, char **id)
{
  JsonObject *object = parlour_fields_object (outer, name, PARLOUR_FIELD_REQUIRED);
  ParlourFields in = PARLOUR_FIELDS (object);
  GError *error = NULL;

  if (object == NULL)
    return NULL;
  char *shown = g_strdup (parlour_fields_string (&in, "display_name", PARLOUR_FIELD_REQUIRED));
  if (id != NULL)
    *id = g_strdup (parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED));
  if (!parlour_fields_end_lax (&in, &error))
    parlour_fields_fail (outer, error);
  return shown;
}

static void
read_message (ParlourReport *self, ParlourFields *outer)
{
  JsonObject *object = parlour_fields_object (outer, "message", 0);
  GError *error = NULL;
  g_autoptr (ParlourMessage) message =
      object != NULL ? parlour_message_read (object, &error) : NULL;

  if (message != NULL) {
    self->conversation = g_strdup (message->conversation);
    self->seq = message->seq;
    self->body = g_strdup (message->body);
  }
  if (error != NULL)
    parlour_fields_fail (outer, error);
}

static ParlourReport *
read_report (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourReport *self = g_new0 (ParlourReport, 1);

  self->id = g_strdup (parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED));
  self->at = parlour_fields_time (&in, "at", PARLOUR_FIELD_REQUIRED);
  self->reporter = read_name (&in, "reporter", NULL);
  self->name = read_name (&in, "user", &self->user);
  self->reason = g_strdup (parlour_fields_string (&in, "reason", PARLOUR_FIELD_REQUIRED));
  read_message (self, &in);
  if (parlour_fields_end_lax (&in, error))
    return self;
  parlour_report_free (self);
  return NULL;
}

static gboolean
read_items (ParlourReportPage *self, JsonArray *items, GError **error)
{
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    g_autoptr (JsonObject) none = json_object_new ();
    ParlourReport *report =
        read_report (JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : none, error);
    if (report == NULL)
      return FALSE;
    g_ptr_array_add (self->reports, report);
  }
  return TRUE;
}

ParlourReportPage *
parlour_report_page_read (JsonObject *page, GError **error)
{
  g_return_val_if_fail (page != NULL, NULL);

  ParlourFields in = PARLOUR_FIELDS (page);
  g_autoptr (ParlourReportPage) self = g_new0 (ParlourReportPage, 1);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);

  self->reports = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_report_free);
  self->next = g_strdup (parlour_fields_string (&in, "next", 0));
  if (!parlour_fields_end_lax (&in, error) || !read_items (self, items, error))
    return NULL;
  return g_steal_pointer (&self);
}
