/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/audit.h"
#include "server/store/membership.h"
#include "server/store/store.h"

#include "core/message.h"
#include "core/user.h"

G_BEGIN_DECLS

/** ParlourReportEntry: what a member told the place's administrators. Plain data of its owner. */
typedef struct {
  gint64 number;
  char *id;
  gint64 at;
  ParlourUser *reporter;   /* the own view, as the next */
  ParlourUser *user;       /* who is reported */
  gint64 key;              /* of the message; 0: the person as a whole */
  ParlourMessage *message; /* as it now stands; nullable */
  char *reason;
  gint64 closed_at; /* 0: it is open */
  char *closed_by;  /* username; nullable: who owned the data folder */
} ParlourReportEntry;

/** ParlourReportState: which reports to list. */
typedef enum {
  PARLOUR_REPORTS_ALL,
  PARLOUR_REPORTS_OPEN,
  PARLOUR_REPORTS_CLOSED,
} ParlourReportState;

/**
 * parlour_store_report_message:
 * @reason: has passed the rules for it
 *
 * While a report of the same message by the same member is open, only its reason changes. Writer.
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_NOT_FOUND where this member may see no such message,
 *   #PARLOUR_PROBLEM_FORBIDDEN about one's own
 */
gboolean parlour_store_report_message (ParlourStore *self,
                                       const ParlourMembership *membership,
                                       gint64 seq,
                                       const char *reason,
                                       GError **error);

/** parlour_store_report_user: the same about person @id. Writer. */
gboolean parlour_store_report_user (
    ParlourStore *self, gint64 reporter, const char *id, const char *reason, GError **error);

/**
 * parlour_store_list_reports:
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * The newest first; for administrators.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourReportEntry)
 */
GPtrArray *parlour_store_list_reports (ParlourStore *self,
                                       ParlourReportState state,
                                       const char *cursor,
                                       guint limit,
                                       char **next,
                                       GError **error);

/** parlour_store_close_report: again changes nothing. Writer. */
gboolean parlour_store_close_report (ParlourStore *self,
                                     const ParlourActor *actor,
                                     const char *id,
                                     GError **error);

G_END_DECLS
