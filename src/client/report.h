/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** ParlourReport: what a member told of a message or of a person. Times in ms since 1970. */
typedef struct {
  char *id;
  gint64 at;
  char *reporter; /* a display name, as the next */
  char *name;     /* of the one who is reported */
  char *user;     /* their id */
  char *reason;
  char *conversation; /* of the message, with its seq; NULL and 0: the person is reported */
  gint64 seq;
  char *body; /* nullable: of the message as it now stands; erased, or without a text */
} ParlourReport;
void parlour_report_free (ParlourReport *self);

/** ParlourReportPage: some of them, the newest first. */
typedef struct {
  GPtrArray *reports; /* ParlourReport */
  char *next;         /* the cursor of the page after; nullable: it is the last */
} ParlourReportPage;
void parlour_report_page_free (ParlourReportPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourReportPage, parlour_report_page_free)

/** parlour_report_page_read: (transfer full) (nullable): from what a server sent. */
ParlourReportPage *parlour_report_page_read (JsonObject *page, GError **error);

G_END_DECLS
