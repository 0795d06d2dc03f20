/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-report-routes"

#include "server/routes/reports.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/reports.h"

#include "core/text.h"

/* This file owns reports: a member tells the administrators about a message or a person. */

#define REASON_CHARS_MAX 500

typedef struct {
  const char *reason;
  gint64 seq; /* of the message, where it is about one */
} Report;

typedef struct {
  ParlourPage page;
  ParlourReportState state;
} List;

/* One line without characters that do not show: it is printed on terminals too. */
static const char *
read_reason (ParlourFields *fields)
{
  GError *error = NULL;
  const char *reason = parlour_fields_string (fields, "reason", PARLOUR_FIELD_REQUIRED);

  if (reason == NULL ||
      (!parlour_text_is_blank (reason) && !parlour_text_has_hidden_char (reason) &&
       g_utf8_strlen (reason, -1) <= REASON_CHARS_MAX))
    return reason;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "reason",
                             "Say why in one line of up to %d characters.", REASON_CHARS_MAX);
  parlour_fields_fail (fields, error);
  return NULL;
}

gboolean
parlour_reports_decode_user (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Report *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->reason = read_reason (&fields);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_reports_decode_message (ParlourCall *call, GError **error)
{
  if (!parlour_reports_decode_user (call, error))
    return FALSE;
  Report *in = call->arguments;
  return parlour_path_seq (call, &in->seq, error);
}

gboolean
parlour_reports_message (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Report *in = call->arguments;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL ||
      !parlour_store_report_message (store, membership, in->seq, in->reason, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_reports_user (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Report *in = call->arguments;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL ||
      !parlour_store_report_user (store, session->user, call->params[0], in->reason, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_reports_decode_list (ParlourCall *call, GError **error)
{
  ParlourParameters query = PARLOUR_PARAMETERS (call->query);
  List *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  gboolean some = call->query != NULL && g_hash_table_contains (call->query, "open");
  gboolean open = parlour_parameters_boolean (&query, "open");
  if (some)
    in->state = open ? PARLOUR_REPORTS_OPEN : PARLOUR_REPORTS_CLOSED;
  in->page.cursor = parlour_parameters_string (&query, "cursor");
  in->page.limit = parlour_parameters_limit (&query);
  return parlour_parameters_end (&query, error);
}

static void
write_person (const ParlourUser *user, ParlourJsonWriter *writer, const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "id", user->id);
  parlour_json_writer_string (writer, "username", user->username);
  parlour_json_writer_string (writer, "display_name", user->display_name);
  parlour_json_writer_end_object (writer);
}

static void
write_report (gconstpointer item, ParlourJsonWriter *writer, const char *name)
{
  const ParlourReportEntry *report = item;

  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "id", report->id);
  parlour_json_writer_time (writer, "at", report->at);
  write_person (report->reporter, writer, "reporter");
  write_person (report->user, writer, "user");
  if (report->message != NULL)
    parlour_message_write (report->message, writer, "message");
  else
    parlour_json_writer_null (writer, "message");
  parlour_json_writer_string (writer, "reason", report->reason);
  parlour_json_writer_time (writer, "closed_at", report->closed_at);
  parlour_json_writer_string (writer, "closed_by", report->closed_by);
  parlour_json_writer_end_object (writer);
}

gboolean
parlour_reports_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const List *in = call->arguments;
  ParlourActor actor;
  g_autofree char *next = NULL;

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return FALSE;
  g_autoptr (GPtrArray) reports =
      parlour_store_list_reports (store, in->state, in->page.cursor, in->page.limit, &next, error);
  if (reports == NULL)
    return FALSE;
  parlour_reply_list (call, reports, write_report, next);
  return TRUE;
}

gboolean
parlour_reports_close (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;

  if (!parlour_authority_enter_admin (call, store, &actor, error) ||
      !parlour_store_close_report (store, &actor, call->params[0], error) ||
      !parlour_store_note_deed (store, &actor, call->route->name, call->params[0], NULL, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}
