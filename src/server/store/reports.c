/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reports"

#include "server/store/reports.h"

#include "server/store/cursor.h"
#include "server/store/message-row.h"
#include "server/store/messages.h"
#include "server/store/sql.h"
#include "server/store/users.h"

#include "core/id.h"
#include "core/problem.h"

/* This file owns what members report to the administrators. A report names a message and holds
 * none of its text, so that what is erased is erased here too. On the store's thread; what writes,
 * in the writer's transaction. */

typedef struct {
  gint64 reporter;
  gint64 user;
  gint64 key; /* 0 for none */
  const char *reason;
} NewReport;

static void
report_free (ParlourReportEntry *self)
{
  g_free (self->id);
  g_clear_pointer (&self->reporter, parlour_user_unref);
  g_clear_pointer (&self->user, parlour_user_unref);
  g_clear_pointer (&self->message, parlour_message_unref);
  g_free (self->reason);
  g_free (self->closed_by);
  g_free (self);
}

static gboolean
write_report (ParlourStore *self, const NewReport *report, GError **error)
{
  g_autofree char *id = parlour_id_new ();

  if (report->reporter == report->user) {
    parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "You can't report yourself.");
    return FALSE;
  }
  if (!parlour_sql_run (self, error,
                        "UPDATE reports SET reason = ?4 WHERE reporter = ?1 AND user = ?2"
                        " AND key IS nullif (?3, 0) AND closed_at IS NULL",
                        "iiis", report->reporter, report->user, report->key, report->reason))
    return FALSE;
  return parlour_db_changes (parlour_store_get_db (self)) > 0 ||
         parlour_sql_run (self, error,
                          "INSERT INTO reports (id, at, reporter, user, key, reason)"
                          " VALUES (?1, ?2, ?3, ?4, nullif (?5, 0), ?6)",
                          "siiiis", id, parlour_store_now (self), report->reporter, report->user,
                          report->key, report->reason);
}

gboolean
parlour_store_report_message (ParlourStore *self,
                              const ParlourMembership *membership,
                              gint64 seq,
                              const char *reason,
                              GError **error)
{
  g_return_val_if_fail (membership != NULL && reason != NULL, FALSE);

  NewReport report = {.reporter = membership->user,
                      .key = parlour_event_key (membership->stream, seq),
                      .reason = reason};
  g_autoptr (ParlourMessage) message = parlour_store_get_message (self, membership, seq, error);

  return message != NULL &&
         parlour_sql_int (self, &report.user, 0, error, "SELECT actor FROM events WHERE key = ?1",
                          "i", report.key) &&
         write_report (self, &report, error);
}

gboolean
parlour_store_report_user (
    ParlourStore *self, gint64 reporter, const char *id, const char *reason, GError **error)
{
  g_return_val_if_fail (id != NULL && reason != NULL, FALSE);

  NewReport report = {.reporter = reporter, .reason = reason};
  g_autoptr (ParlourUser) user = parlour_store_find_user (self, reporter, id, &report.user, error);

  return user != NULL && write_report (self, &report, error);
}

/* With the numbers of the two people where their values will stand. */
static ParlourReportEntry *
report_from_row (ParlourStatement *statement, GArray *people)
{
  ParlourReportEntry *report = g_new0 (ParlourReportEntry, 1);
  gint64 pair[2] = {parlour_statement_get_int (statement, 3),
                    parlour_statement_get_int (statement, 4)};

  report->number = parlour_statement_get_int (statement, 0);
  report->id = parlour_statement_dup_text (statement, 1);
  report->at = parlour_statement_get_int (statement, 2);
  report->key = parlour_statement_get_int (statement, 5);
  report->reason = parlour_statement_dup_text (statement, 6);
  report->closed_at = parlour_statement_get_int (statement, 7);
  report->closed_by = parlour_statement_dup_text (statement, 8);
  g_array_append_vals (people, pair, G_N_ELEMENTS (pair));
  return report;
}

static gboolean
load_message (ParlourStore *self, ParlourReportEntry *report, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT id FROM streams WHERE number = ?1", "i", report->key >> 32);

  return statement != NULL && parlour_sql_step (statement, &row, error) &&
         (!row || parlour_store_load_message (
                      self, report->key >> 32, parlour_statement_get_text (statement, 0),
                      parlour_event_key_seq (report->key), &report->message, error));
}

static gboolean
fill (ParlourStore *self, ParlourReportEntry *report, const gint64 *people, GError **error)
{
  report->reporter = parlour_store_get_user (self, 0, people[0], error);
  if (report->reporter == NULL)
    return FALSE;
  report->user = parlour_store_get_user (self, 0, people[1], error);
  return report->user != NULL && (report->key == 0 || load_message (self, report, error));
}

static GPtrArray *
read_page (ParlourStatement *statement, guint limit, GArray *people, gboolean *more, GError **error)
{
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func ((GDestroyNotify)report_free);
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && reports->len < limit) {
    g_ptr_array_add (reports, report_from_row (statement, people));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  *more = row;
  return g_steal_pointer (&reports);
}

GPtrArray *
parlour_store_list_reports (ParlourStore *self,
                            ParlourReportState state,
                            const char *cursor,
                            guint limit,
                            char **next,
                            GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean more = FALSE;
  gint64 below = 0;

  if (!parlour_number_cursor_parse (cursor, &below, error))
    return NULL;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT number, id, at, reporter, user, key, reason, closed_at, closed_by FROM reports"
      " WHERE number < ?1 AND (?2 = ?4 OR (?2 = ?5) = (closed_at IS NULL))"
      " ORDER BY number DESC LIMIT ?3",
      "ididd", below, state, (gint64)limit + 1, PARLOUR_REPORTS_ALL, PARLOUR_REPORTS_OPEN);
  g_autoptr (GPtrArray) reports = read_page (statement, limit, people, &more, error);
  for (guint i = 0; reports != NULL && i < reports->len; i++)
    if (!fill (self, reports->pdata[i], &g_array_index (people, gint64, 2 * i), error))
      return NULL;
  if (reports != NULL && more)
    *next = g_strdup_printf ("%" G_GINT64_FORMAT,
                             ((ParlourReportEntry *)reports->pdata[reports->len - 1])->number);
  return g_steal_pointer (&reports);
}

gboolean
parlour_store_close_report (ParlourStore *self,
                            const ParlourActor *actor,
                            const char *id,
                            GError **error)
{
  g_return_val_if_fail (actor != NULL && id != NULL, FALSE);

  gint64 found = 0;
  if (!parlour_sql_int (self, &found, 0, error, "SELECT number FROM reports WHERE id = ?1", "s",
                        id))
    return FALSE;
  if (found == 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such report.");
    return FALSE;
  }
  return parlour_sql_run (self, error,
                          "UPDATE reports SET closed_at = ?2, closed_by = ?3"
                          " WHERE number = ?1 AND closed_at IS NULL",
                          "iis", found, parlour_store_now (self), actor->name);
}
