/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-problem"

#include "core/problem.h"

#include "core/json.h"
#include "core/json-writer.h"

/* This file owns the table of what can go wrong on the wire. Any thread. */

typedef struct {
  char *code; /* only for PARLOUR_PROBLEM_OTHER */
  char *field;
  guint status; /* only for PARLOUR_PROBLEM_OTHER */
  guint retry_after;
} ParlourProblemPrivate;

static void
parlour_problem_private_init (ParlourProblemPrivate *priv)
{
}

static void
parlour_problem_private_copy (const ParlourProblemPrivate *src, ParlourProblemPrivate *dest)
{
  dest->code = g_strdup (src->code);
  dest->field = g_strdup (src->field);
  dest->status = src->status;
  dest->retry_after = src->retry_after;
}

static void
parlour_problem_private_clear (ParlourProblemPrivate *priv)
{
  g_clear_pointer (&priv->code, g_free);
  g_clear_pointer (&priv->field, g_free);
}

G_DEFINE_EXTENDED_ERROR (ParlourProblem, parlour_problem)

typedef struct {
  const char *code;
  guint status;
  const char *title;
} Row;

static const Row rows[] = {
    [PARLOUR_PROBLEM_MALFORMED_JSON] = {"malformed_json", 400, "Malformed JSON"},
    [PARLOUR_PROBLEM_MALFORMED_REQUEST] = {"malformed_request", 400, "Malformed request"},
    [PARLOUR_PROBLEM_NOT_SIGNED_IN] = {"not_signed_in", 401, "Not signed in"},
    [PARLOUR_PROBLEM_TOKEN_REFUSED] = {"token_refused", 401, "Token refused"},
    [PARLOUR_PROBLEM_WRONG_CREDENTIALS] = {"wrong_credentials", 401, "Wrong name or password"},
    [PARLOUR_PROBLEM_FORBIDDEN] = {"forbidden", 403, "Not allowed"},
    [PARLOUR_PROBLEM_POSTING_RESTRICTED] = {"posting_restricted", 403, "Posting restricted"},
    [PARLOUR_PROBLEM_BLOCKED] = {"blocked", 403, "Blocked"},
    [PARLOUR_PROBLEM_FOREIGN_ORIGIN] = {"foreign_origin", 403, "Foreign origin"},
    [PARLOUR_PROBLEM_ACCOUNT_DISABLED] = {"account_disabled", 401, "Account disabled"},
    [PARLOUR_PROBLEM_REGISTRATION_CLOSED] = {"registration_closed", 403, "Registration closed"},
    [PARLOUR_PROBLEM_PLACE_FULL] = {"place_full", 403, "Place full"},
    [PARLOUR_PROBLEM_GROUP_FULL] = {"group_full", 403, "Group full"},
    [PARLOUR_PROBLEM_INVITE_REQUIRED] = {"invite_required", 403, "Invite required"},
    [PARLOUR_PROBLEM_INVITE_REFUSED] = {"invite_refused", 403, "Invite refused"},
    [PARLOUR_PROBLEM_NOT_FOUND] = {"not_found", 404, "Not found"},
    [PARLOUR_PROBLEM_METHOD_NOT_ALLOWED] = {"method_not_allowed", 405, "Method not allowed"},
    [PARLOUR_PROBLEM_USERNAME_TAKEN] = {"username_taken", 409, "Username taken"},
    [PARLOUR_PROBLEM_LAST_ADMIN] = {"last_admin", 409, "The last administrator"},
    [PARLOUR_PROBLEM_LAST_OWNER] = {"last_owner", 409, "The last owner"},
    [PARLOUR_PROBLEM_MESSAGE_DELETED] = {"message_deleted", 409, "Message deleted"},
    [PARLOUR_PROBLEM_CLIENT_ID_REUSED] = {"client_id_reused", 409, "client_id reused"},
    [PARLOUR_PROBLEM_EPOCH_CHANGED] = {"epoch_changed", 410, "Epoch changed"},
    [PARLOUR_PROBLEM_RESET] = {"reset", 410, "Position no longer held"},
    [PARLOUR_PROBLEM_TOO_LARGE] = {"too_large", 413, "Too large"},
    [PARLOUR_PROBLEM_WRONG_MEDIA_TYPE] = {"wrong_media_type", 415, "Wrong media type"},
    [PARLOUR_PROBLEM_WRONG_HOST] = {"wrong_host", 421, "Wrong host"},
    [PARLOUR_PROBLEM_UPGRADE_REQUIRED] = {"upgrade_required", 426, "Upgrade required"},
    [PARLOUR_PROBLEM_UNKNOWN_FIELD] = {"unknown_field", 422, "Unknown field"},
    [PARLOUR_PROBLEM_MISSING_FIELD] = {"missing_field", 422, "Missing field"},
    [PARLOUR_PROBLEM_WRONG_TYPE] = {"wrong_type", 422, "Wrong type"},
    [PARLOUR_PROBLEM_INVALID_FIELD] = {"invalid_field", 422, "Invalid value"},
    [PARLOUR_PROBLEM_INVALID_USERNAME] = {"invalid_username", 422, "Invalid username"},
    [PARLOUR_PROBLEM_INVALID_PASSWORD] = {"invalid_password", 422, "Invalid password"},
    [PARLOUR_PROBLEM_INVALID_DISPLAY_NAME] = {"invalid_display_name", 422, "Invalid name"},
    [PARLOUR_PROBLEM_INVALID_CLIENT_ID] = {"invalid_client_id", 422, "Invalid client_id"},
    [PARLOUR_PROBLEM_INVALID_PICTURE] = {"invalid_picture", 422, "Invalid picture"},
    [PARLOUR_PROBLEM_RECIPIENT_UNKNOWN] = {"recipient_unknown", 422, "Unknown recipient"},
    [PARLOUR_PROBLEM_RECIPIENT_IS_SELF] = {"recipient_is_self", 422, "Recipient is the sender"},
    [PARLOUR_PROBLEM_BODY_REQUIRED] = {"body_required", 422, "Nothing to send"},
    [PARLOUR_PROBLEM_BODY_TOO_LONG] = {"body_too_long", 422, "Text too long"},
    [PARLOUR_PROBLEM_SUBJECT_TOO_LONG] = {"subject_too_long", 422, "Title too long"},
    [PARLOUR_PROBLEM_REPLY_UNKNOWN] = {"reply_unknown", 422, "Unknown message replied to"},
    [PARLOUR_PROBLEM_TOO_MANY_REACTIONS] = {"too_many_reactions", 422, "Too many reactions"},
    [PARLOUR_PROBLEM_PAST_TOP] = {"past_top", 422, "Past the last event"},
    [PARLOUR_PROBLEM_UNSUPPORTED] = {"unsupported", 422, "Not supported"},
    [PARLOUR_PROBLEM_TOO_MANY_REQUESTS] = {"too_many_requests", 429, "Too many requests"},
    [PARLOUR_PROBLEM_INTERNAL] = {"internal", 500, "Internal error"},
    [PARLOUR_PROBLEM_UNAVAILABLE] = {"unavailable", 503, "Not available now"},
    [PARLOUR_PROBLEM_STORAGE_FULL] = {"storage_full", 503, "Storage full"},
    [PARLOUR_PROBLEM_OTHER] = {"other", 500, "Problem"},
};

#define RETRY_AFTER_MAX 3600 /* seconds; nobody is kept away for longer by what a server says */

static const Row *
row_of (const GError *error)
{
  if (error->domain != PARLOUR_PROBLEM || error->code < 0 || error->code > PARLOUR_PROBLEM_LAST)
    return &rows[PARLOUR_PROBLEM_INTERNAL];
  return &rows[error->code];
}

static void
set_valist (
    GError **error, ParlourProblem problem, const char *field, const char *detail, va_list args)
{
  if (error == NULL)
    return;
  g_return_if_fail (*error == NULL);
  *error = g_error_new_valist (PARLOUR_PROBLEM, (int)problem, detail, args);
  parlour_problem_get_private (*error)->field = g_strdup (field);
}

void
parlour_problem_set (GError **error, ParlourProblem problem, const char *detail, ...)
{
  va_list args;

  va_start (args, detail);
  set_valist (error, problem, NULL, detail, args);
  va_end (args);
}

void
parlour_problem_set_field (
    GError **error, ParlourProblem problem, const char *field, const char *detail, ...)
{
  va_list args;

  va_start (args, detail);
  set_valist (error, problem, field, detail, args);
  va_end (args);
}

void
parlour_problem_set_retry_after (GError *error, guint seconds)
{
  g_return_if_fail (error != NULL && error->domain == PARLOUR_PROBLEM);
  parlour_problem_get_private (error)->retry_after = seconds;
}

guint
parlour_problem_get_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, 500);
  if (g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_OTHER))
    return parlour_problem_get_private (error)->status;
  return row_of (error)->status;
}

const char *
parlour_problem_get_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);
  if (g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_OTHER))
    return parlour_problem_get_private (error)->code;
  return row_of (error)->code;
}

const char *
parlour_problem_get_field (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);
  return error->domain == PARLOUR_PROBLEM ? parlour_problem_get_private (error)->field : NULL;
}

guint
parlour_problem_get_retry_after (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);
  return error->domain == PARLOUR_PROBLEM ? parlour_problem_get_private (error)->retry_after : 0;
}

const char *
parlour_problem_code (ParlourProblem problem)
{
  g_return_val_if_fail (problem <= PARLOUR_PROBLEM_LAST, NULL);
  return rows[problem].code;
}

char *
parlour_problem_to_json (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  gboolean ours = error->domain == PARLOUR_PROBLEM;
  const char *detail = ours ? error->message : "Something went wrong on the server.";
  const char *code = parlour_problem_get_code (error);
  const char *field = parlour_problem_get_field (error);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "type", "about:blank");
  parlour_json_writer_string (writer, "title", row_of (error)->title);
  parlour_json_writer_int (writer, "status", parlour_problem_get_status (error));
  parlour_json_writer_string (writer, "detail", detail);
  parlour_json_writer_string (writer, "code", code);
  parlour_json_writer_begin_array (writer, "errors");
  if (field != NULL) {
    parlour_json_writer_begin_object (writer, NULL);
    parlour_json_writer_string (writer, "field", field);
    parlour_json_writer_string (writer, "code", code);
    parlour_json_writer_string (writer, "detail", detail);
    parlour_json_writer_end_object (writer);
  }
  parlour_json_writer_end_array (writer);
  if (parlour_problem_get_retry_after (error) > 0)
    parlour_json_writer_int (writer, "retry_after", parlour_problem_get_retry_after (error));
  parlour_json_writer_end_object (writer);
  return parlour_json_writer_finish (writer);
}

static const char *
member_string (JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static guint
member_number (JsonObject *object, const char *name, gint64 most)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return 0;
  return (guint)CLAMP (json_node_get_int (node), 0, most);
}

static const char *
first_field (JsonObject *object)
{
  JsonNode *node = object ? json_object_get_member (object, "errors") : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) == 0)
    return NULL;

  JsonNode *first = json_array_get_element (json_node_get_array (node), 0);
  return JSON_NODE_HOLDS_OBJECT (first) ? member_string (json_node_get_object (first), "field")
                                        : NULL;
}

GError *
parlour_problem_from_json (guint status, const char *data, gsize length)
{
  g_autoptr (JsonNode) node = parlour_json_parse (data, length, NULL);
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *code = member_string (object, "code");
  const char *detail = member_string (object, "detail");
  ParlourProblem problem = PARLOUR_PROBLEM_OTHER;

  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].code, code) == 0)
      problem = (ParlourProblem)i;

  GError *error = g_error_new (PARLOUR_PROBLEM, (int)problem, "%s",
                               detail ? detail : "The server gave an answer without a reason.");
  ParlourProblemPrivate *priv = parlour_problem_get_private (error);
  priv->code = g_strdup (code ? code : "other");
  priv->status = status != 0 ? status : member_number (object, "status", 599);
  priv->retry_after = member_number (object, "retry_after", RETRY_AFTER_MAX);
  priv->field = g_strdup (first_field (object));
  return error;
}
