/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-reports"

#include "client/host/host-reports.h"

#include "client/host/host-admin-private.h"
#include "core/fields.h"
#include "core/message.h"

/* This file owns what the owner reads of reports and does about them. Main thread. */

void
parlour_host_report_free (ParlourHostReport *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->reporter);
  g_free (self->name);
  g_free (self->user);
  g_free (self->reason);
  g_free (self->body);
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
read_message (ParlourHostReport *self, ParlourFields *outer)
{
  JsonObject *object = parlour_fields_object (outer, "message", 0);
  GError *error = NULL;
  g_autoptr (ParlourMessage) message =
      object != NULL ? parlour_message_read (object, &error) : NULL;

  self->has_message = object != NULL;
  if (message != NULL)
    self->body = g_strdup (message->body);
  if (error != NULL)
    parlour_fields_fail (outer, error);
}

static gpointer
read_report (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostReport *self = g_new0 (ParlourHostReport, 1);

  self->id = g_strdup (parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED));
  self->at = parlour_fields_time (&in, "at", PARLOUR_FIELD_REQUIRED);
  self->reporter = read_name (&in, "reporter", NULL);
  self->name = read_name (&in, "user", &self->user);
  self->reason = g_strdup (parlour_fields_string (&in, "reason", PARLOUR_FIELD_REQUIRED));
  read_message (self, &in);
  if (parlour_fields_end_lax (&in, error))
    return self;
  parlour_host_report_free (self);
  return NULL;
}

static gpointer
read_open_page (JsonObject *page, GError **error)
{
  g_autoptr (GPtrArray) reports =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_host_report_free);
  g_autofree char *next = NULL;

  if (!parlour_host_read_page (page, read_report, reports, &next, error))
    return NULL;
  return g_steal_pointer (&reports);
}

/* The newest page: what stands open in hundreds is looked after from the newest on. */
void
parlour_host_admin_list_reports_async (ParlourHostAdmin *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  static const ParlourHostShape shape = {read_open_page, (GDestroyNotify)g_ptr_array_unref};

  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));

  ParlourJsonWriter *writer = parlour_host_admin_begin ("report.list");
  parlour_json_writer_boolean (writer, "open", TRUE);
  parlour_host_admin_ask (self, writer, &shape, cancellable, callback, user_data);
}

GPtrArray *
parlour_host_admin_list_reports_finish (ParlourHostAdmin *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

void
parlour_host_admin_close_report_async (ParlourHostAdmin *self,
                                       const char *report,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && report != NULL);

  ParlourJsonWriter *writer = parlour_host_admin_begin ("report.close");
  parlour_json_writer_string (writer, "report", report);
  parlour_host_admin_ask (self, writer, NULL, cancellable, callback, user_data);
}
