/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PARLOUR_PROBLEM:
 *
 * The error domain of everything that the wire can say (RFC 9457). An error of this domain carries
 * an HTTP status, a stable code, and where one is to blame the name of a field; its message is the
 * `detail`, a sentence fit to show to a person. The codes become HTTP here and nowhere else.
 */
#define PARLOUR_PROBLEM (parlour_problem_quark ())
GQuark parlour_problem_quark (void);

typedef enum {
  PARLOUR_PROBLEM_MALFORMED_JSON,
  PARLOUR_PROBLEM_MALFORMED_REQUEST,
  PARLOUR_PROBLEM_NOT_SIGNED_IN,
  PARLOUR_PROBLEM_TOKEN_REFUSED,
  PARLOUR_PROBLEM_WRONG_CREDENTIALS,
  PARLOUR_PROBLEM_FORBIDDEN,
  PARLOUR_PROBLEM_POSTING_RESTRICTED,
  PARLOUR_PROBLEM_BLOCKED,
  PARLOUR_PROBLEM_FOREIGN_ORIGIN,
  PARLOUR_PROBLEM_ACCOUNT_DISABLED,
  PARLOUR_PROBLEM_REGISTRATION_CLOSED,
  PARLOUR_PROBLEM_PLACE_FULL,
  PARLOUR_PROBLEM_GROUP_FULL,
  PARLOUR_PROBLEM_INVITE_REQUIRED,
  PARLOUR_PROBLEM_INVITE_REFUSED,
  PARLOUR_PROBLEM_NOT_FOUND,
  PARLOUR_PROBLEM_METHOD_NOT_ALLOWED,
  PARLOUR_PROBLEM_USERNAME_TAKEN,
  PARLOUR_PROBLEM_LAST_ADMIN,
  PARLOUR_PROBLEM_LAST_OWNER,
  PARLOUR_PROBLEM_MESSAGE_DELETED,
  PARLOUR_PROBLEM_CLIENT_ID_REUSED,
  PARLOUR_PROBLEM_EPOCH_CHANGED,
  PARLOUR_PROBLEM_RESET,
  PARLOUR_PROBLEM_TOO_LARGE,
  PARLOUR_PROBLEM_WRONG_MEDIA_TYPE,
  PARLOUR_PROBLEM_WRONG_HOST,
  PARLOUR_PROBLEM_UPGRADE_REQUIRED,
  PARLOUR_PROBLEM_UNKNOWN_FIELD,
  PARLOUR_PROBLEM_MISSING_FIELD,
  PARLOUR_PROBLEM_WRONG_TYPE,
  PARLOUR_PROBLEM_INVALID_FIELD,
  PARLOUR_PROBLEM_INVALID_USERNAME,
  PARLOUR_PROBLEM_INVALID_PASSWORD,
  PARLOUR_PROBLEM_INVALID_DISPLAY_NAME,
  PARLOUR_PROBLEM_INVALID_CLIENT_ID,
  PARLOUR_PROBLEM_INVALID_PICTURE,
  PARLOUR_PROBLEM_RECIPIENT_UNKNOWN,
  PARLOUR_PROBLEM_RECIPIENT_IS_SELF,
  PARLOUR_PROBLEM_BODY_REQUIRED,
  PARLOUR_PROBLEM_BODY_TOO_LONG,
  PARLOUR_PROBLEM_SUBJECT_TOO_LONG,
  PARLOUR_PROBLEM_REPLY_UNKNOWN,
  PARLOUR_PROBLEM_TOO_MANY_REACTIONS,
  PARLOUR_PROBLEM_PAST_TOP,
  PARLOUR_PROBLEM_UNSUPPORTED,
  PARLOUR_PROBLEM_TOO_MANY_REQUESTS,
  PARLOUR_PROBLEM_INTERNAL,
  PARLOUR_PROBLEM_UNAVAILABLE,
  PARLOUR_PROBLEM_STORAGE_FULL,
  PARLOUR_PROBLEM_OTHER, /* a code that this version does not know; its name is kept */
} ParlourProblem;

#define PARLOUR_PROBLEM_LAST PARLOUR_PROBLEM_OTHER

/**
 * parlour_problem_set:
 * @error: (out) (optional): where the error goes
 * @problem: which one
 * @detail: printf format of a sentence fit to show to a person
 *
 * Any thread. The status and the code follow from @problem.
 */
void parlour_problem_set (GError **error, ParlourProblem problem, const char *detail, ...)
    G_GNUC_PRINTF (3, 4);

/** parlour_problem_set_field: like parlour_problem_set(), and names the field to blame. */
void parlour_problem_set_field (GError **error,
                                ParlourProblem problem,
                                const char *field,
                                const char *detail,
                                ...) G_GNUC_PRINTF (4, 5);

/** parlour_problem_set_retry_after: @seconds that the caller shall wait (429, 503). */
void parlour_problem_set_retry_after (GError *error, guint seconds);

/** parlour_problem_get_status: the HTTP status; 500 for an error of another domain. */
guint parlour_problem_get_status (const GError *error);

/** parlour_problem_get_code: (transfer none): the stable code, "internal" for another domain. */
const char *parlour_problem_get_code (const GError *error);

/** parlour_problem_get_field: (transfer none) (nullable): the field to blame. */
const char *parlour_problem_get_field (const GError *error);

/** parlour_problem_get_retry_after: seconds to wait; 0 where nothing was said. */
guint parlour_problem_get_retry_after (const GError *error);

/** parlour_problem_code: (transfer none): the stable code of @problem. */
const char *parlour_problem_code (ParlourProblem problem);

/**
 * parlour_problem_to_json:
 * @error: any error; what is not a #PARLOUR_PROBLEM becomes "internal" and keeps its text to itself
 *
 * Returns: (transfer full): the body of an `application/problem+json` answer
 */
char *parlour_problem_to_json (const GError *error);

/**
 * parlour_problem_from_json:
 * @status: the HTTP status of the answer, 0 on the WebSocket (then the body's own is taken)
 * @data: the body, from outside, checked here
 *
 * Returns: (transfer full): an error of #PARLOUR_PROBLEM, also where the body is no problem
 */
GError *parlour_problem_from_json (guint status, const char *data, gsize length);

G_END_DECLS
