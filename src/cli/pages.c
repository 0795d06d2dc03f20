/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pages"

#include "cli/pages.h"

#include "core/fields.h"
#include "core/limits.h"
#include "core/problem.h"

/* This file owns how a list is read: page by page, by the cursor that the server gives. Main
 * thread. */

typedef struct {
  guint left; /* G_MAXUINT for all */
  gboolean stopped;
  char *next;
} Reading;

static gboolean
take_items (
    JsonArray *items, Reading *reading, ParlourCliItemFunc take, gpointer data, GError **error)
{
  guint n = json_array_get_length (items);

  for (guint i = 0; i < n && reading->left > 0; i++) {
    g_autoptr (GError) local = NULL;
    JsonNode *node = json_array_get_element (items, i);
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      parlour_problem_set (error, PARLOUR_PROBLEM_WRONG_TYPE, "The server sent no list.");
      return FALSE;
    }
    reading->stopped = !take (json_node_get_object (node), data, &local);
    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (reading->stopped)
      return TRUE;
    if (reading->left != G_MAXUINT)
      reading->left--;
  }
  return TRUE;
}

static gboolean
take_page (
    JsonObject *page, Reading *reading, ParlourCliItemFunc take, gpointer data, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  const char *next = parlour_fields_string (&in, "next", 0);

  g_clear_pointer (&reading->next, g_free);
  if (!parlour_fields_end_lax (&in, error))
    return FALSE;
  reading->next = next != NULL ? g_uri_escape_string (next, NULL, FALSE) : NULL;
  return take_items (items, reading, take, data, error);
}

gboolean
parlour_cli_read_list (ParlourCliSession *session,
                       const char *path,
                       const char *cursor,
                       guint limit,
                       ParlourCliItemFunc take,
                       gpointer data,
                       GError **error)
{
  Reading reading = {.left = limit > 0 ? limit : G_MAXUINT};
  const char *joint = strchr (path, '?') != NULL ? "&" : "?";
  g_autoptr (GError) local = NULL;
  gboolean good;

  do {
    guint n = MIN (reading.left, PARLOUR_PAGE_ITEMS_MAX);
    g_autofree char *from =
        reading.next != NULL ? g_strdup_printf ("&%s=%s", cursor, reading.next) : g_strdup ("");
    g_autofree char *part =
        cursor != NULL ? g_strdup_printf ("%slimit=%u%s", joint, n, from) : g_strdup ("");
    g_autoptr (JsonObject) page =
        parlour_cli_session_call (session, "GET", NULL, &local, "%s%s", path, part);
    good = page != NULL && take_page (page, &reading, take, data, &local);
  } while (good && cursor != NULL && !reading.stopped && reading.left > 0 && reading.next != NULL);
  g_free (reading.next);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return good;
}
