/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-routes"

#include "server/routes.h"

#include "server/routes/account.h"
#include "server/routes/actions.h"
#include "server/routes/avatar.h"
#include "server/routes/backups.h"
#include "server/routes/conversations.h"
#include "server/routes/events.h"
#include "server/routes/export.h"
#include "server/routes/groups.h"
#include "server/routes/history.h"
#include "server/routes/invites.h"
#include "server/routes/me.h"
#include "server/routes/members.h"
#include "server/routes/messages.h"
#include "server/routes/overview.h"
#include "server/routes/people.h"
#include "server/routes/place.h"
#include "server/routes/receipts.h"
#include "server/routes/replies.h"
#include "server/routes/reports.h"
#include "server/routes/settings.h"
#include "server/routes/users.h"

#include <string.h>

/* This file owns the table of routes. Any thread. */

#define SMALL_BODY    (16 * 1024)
#define MESSAGE_BODY  (256 * 1024) /* the longest text with every character escaped */
#define MEMBERS_BODY  (64 * 1024)  /* some 1,500 ids of people */
#define AVATAR_PIXELS 256
#define PICTURE_BODY  (5 * 1024 * 1024)
#define API(path_)    PARLOUR_API_BASE path_

/* clang-format off */
static const ParlourRoute routes[] = {
  {"server.health", "GET", "/healthz",
   PARLOUR_ACCESS_PUBLIC, 0, PARLOUR_RATE_FREE, PARLOUR_RUNS_HERE,
   .handle = parlour_place_healthy},
  {"server.ready", "GET", "/readyz",
   PARLOUR_ACCESS_PUBLIC, 0, PARLOUR_RATE_FREE, PARLOUR_RUNS_READER,
   .handle = parlour_place_ready},
  {"server.show", "GET", API ("/server"),
   PARLOUR_ACCESS_PUBLIC, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_place_show},
  {"server.reach", "GET", API ("/server/reach"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_place_reach},
  {"server.openapi", "GET", API ("/openapi.json"),
   PARLOUR_ACCESS_PUBLIC, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_HERE,
   .handle = parlour_place_openapi},

  {"account.register", "POST", API ("/register"),
   PARLOUR_ACCESS_PUBLIC, SMALL_BODY, PARLOUR_RATE_SIGN_IN, PARLOUR_RUNS_WRITER,
   parlour_account_decode_register, parlour_account_look_register, parlour_account_hash_register,
   parlour_account_register},
  {"account.login", "POST", API ("/login"),
   PARLOUR_ACCESS_PUBLIC, SMALL_BODY, PARLOUR_RATE_SIGN_IN, PARLOUR_RUNS_WRITER,
   parlour_account_decode_login, parlour_account_look_login, parlour_account_hash_login,
   parlour_account_login},
  {"account.login-device", "POST", API ("/login/device"),
   PARLOUR_ACCESS_PUBLIC, SMALL_BODY, PARLOUR_RATE_SIGN_IN, PARLOUR_RUNS_WRITER,
   .decode = parlour_account_decode_login_device, .handle = parlour_account_login_device},
  {"account.logout", "POST", API ("/logout"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_account_logout},
  {"sessions.list", "GET", API ("/sessions"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_account_list_sessions},
  {"sessions.end", "DELETE", API ("/sessions/{session}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_account_end_session},

  {"me.show", "GET", API ("/me"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_me_show},
  {"me.change", "PATCH", API ("/me"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_me_decode_change, .handle = parlour_me_change},
  {"me.delete", "DELETE", API ("/me"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_SIGN_IN, PARLOUR_RUNS_WRITER,
   parlour_me_decode_delete, parlour_me_look_password, parlour_me_hash_password,
   parlour_me_delete},
  {"me.password", "POST", API ("/me/password"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_SIGN_IN, PARLOUR_RUNS_WRITER,
   parlour_me_decode_password, parlour_me_look_password, parlour_me_hash_password,
   parlour_me_set_password},

  {"me.set-avatar", "PUT", API ("/me/avatar"),
   PARLOUR_ACCESS_MEMBER, PICTURE_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .look = parlour_avatar_look, .picture = AVATAR_PIXELS, .handle = parlour_avatar_set},
  {"me.remove-avatar", "DELETE", API ("/me/avatar"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_avatar_remove},

  {"me.device-link", "POST", API ("/me/device-link"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_invites_device_link},

  {"people.list", "GET", API ("/users"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_search_decode, .handle = parlour_people_list},
  {"people.show", "GET", API ("/users/{user}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_people_show},
  {"people.avatar", "GET", API ("/users/{user}/avatar"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_avatar_show},
  {"people.groups", "GET", API ("/users/{user}/groups"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_page_decode, .handle = parlour_people_list_groups},
  {"blocks.add", "PUT", API ("/users/{user}/block"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_people_block},
  {"blocks.remove", "DELETE", API ("/users/{user}/block"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_people_unblock},
  {"blocks.list", "GET", API ("/blocks"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_page_decode, .handle = parlour_people_list_blocks},
  {"reports.user", "POST", API ("/users/{user}/report"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_reports_decode_user, .handle = parlour_reports_user},

  {"conversations.list", "GET", API ("/conversations"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_conversations_decode_list, .handle = parlour_conversations_list},
  {"conversations.make", "POST", API ("/conversations"),
   PARLOUR_ACCESS_MEMBER, MEMBERS_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_conversations_decode_make, .handle = parlour_conversations_make},
  {"conversations.show", "GET", API ("/conversations/{conversation}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_conversations_show},
  {"conversations.change", "PATCH", API ("/conversations/{conversation}"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_groups_decode_change, .handle = parlour_groups_change},
  {"conversations.remove", "DELETE", API ("/conversations/{conversation}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_groups_remove},
  {"conversations.avatar", "GET", API ("/conversations/{conversation}/avatar"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_avatar_show_group},
  {"conversations.set-avatar", "PUT", API ("/conversations/{conversation}/avatar"),
   PARLOUR_ACCESS_MEMBER, PICTURE_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .look = parlour_avatar_look_group, .picture = AVATAR_PIXELS, .handle = parlour_avatar_set_group},
  {"conversations.remove-avatar", "DELETE", API ("/conversations/{conversation}/avatar"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_avatar_remove_group},
  {"conversations.settings", "PATCH", API ("/conversations/{conversation}/settings"),
   PARLOUR_ACCESS_MEMBER, MESSAGE_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_conversations_decode_settings, .handle = parlour_conversations_settings},
  {"conversations.read", "POST", API ("/conversations/{conversation}/read"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_conversations_decode_read, .handle = parlour_conversations_read},
  {"conversations.clear", "DELETE", API ("/conversations/{conversation}/history"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_conversations_decode_clear, .handle = parlour_conversations_clear},

  {"groups.list", "GET", API ("/groups"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_search_decode, .handle = parlour_groups_list},
  {"members.list", "GET", API ("/conversations/{conversation}/members"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_search_decode, .handle = parlour_members_list},
  {"members.add", "POST", API ("/conversations/{conversation}/members"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_members_decode_add, .handle = parlour_members_add},
  {"members.change", "PATCH", API ("/conversations/{conversation}/members/{user}"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_members_decode_change, .handle = parlour_members_change},
  {"members.remove", "DELETE", API ("/conversations/{conversation}/members/{user}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_members_remove},

  {"messages.history", "GET", API ("/conversations/{conversation}/messages"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_history_decode, .handle = parlour_history_list},
  {"messages.send", "POST", API ("/conversations/{conversation}/messages"),
   PARLOUR_ACCESS_MEMBER, MESSAGE_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_messages_decode_send, .handle = parlour_messages_send},
  {"messages.edit", "PATCH", API ("/conversations/{conversation}/messages/{seq}"),
   PARLOUR_ACCESS_MEMBER, MESSAGE_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_messages_decode_edit, .handle = parlour_messages_edit},
  {"messages.delete", "DELETE", API ("/conversations/{conversation}/messages/{seq}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_messages_decode_delete, .handle = parlour_messages_delete},
  {"messages.receipts", "GET", API ("/conversations/{conversation}/messages/{seq}/receipts"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_receipts_decode, .handle = parlour_receipts_list},
  {"reports.message", "POST", API ("/conversations/{conversation}/messages/{seq}/report"),
   PARLOUR_ACCESS_MEMBER, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_reports_decode_message, .handle = parlour_reports_message},
  {"reactions.add", "PUT", API ("/conversations/{conversation}/messages/{seq}/reactions/{emoji}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_actions_decode_reaction, .handle = parlour_actions_add_reaction},
  {"reactions.remove", "DELETE", API ("/conversations/{conversation}/messages/{seq}/reactions/{emoji}"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_actions_decode_reaction, .handle = parlour_actions_remove_reaction},
  {"pins.add", "PUT", API ("/conversations/{conversation}/messages/{seq}/pin"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_actions_decode_message, .handle = parlour_actions_add_pin},
  {"pins.remove", "DELETE", API ("/conversations/{conversation}/messages/{seq}/pin"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_actions_decode_message, .handle = parlour_actions_remove_pin},
  {"pins.list", "GET", API ("/conversations/{conversation}/pins"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_page_decode, .handle = parlour_actions_list_pins},
  {"stars.add", "PUT", API ("/conversations/{conversation}/messages/{seq}/star"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_actions_decode_message, .handle = parlour_actions_add_star},
  {"stars.remove", "DELETE", API ("/conversations/{conversation}/messages/{seq}/star"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_actions_decode_message, .handle = parlour_actions_remove_star},
  {"stars.list", "GET", API ("/stars"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_actions_decode_stars, .handle = parlour_actions_list_stars},
  {"messages.box", "GET", API ("/messages"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_history_decode_box, .handle = parlour_history_box},
  {"messages.compose", "POST", API ("/messages"),
   PARLOUR_ACCESS_MEMBER, MESSAGE_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_messages_decode_compose, .handle = parlour_messages_compose},

  {"export.list", "GET", API ("/export"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_page_decode, .handle = parlour_export_list},

  {"events.list", "GET", API ("/events"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_events_decode, .handle = parlour_events_list},
  {PARLOUR_STREAM_ROUTE, "GET", API ("/stream"),
   PARLOUR_ACCESS_MEMBER, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_events_open_socket},

  {"user.list", "GET", API ("/admin/users"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_users_decode_list, .handle = parlour_users_list},
  {"user.add", "POST", API ("/admin/users"),
   PARLOUR_ACCESS_ADMIN, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   parlour_users_decode_add, parlour_users_look, parlour_users_hash_password, parlour_users_add},
  {"user.change", "PATCH", API ("/admin/users/{user}"),
   PARLOUR_ACCESS_ADMIN, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_users_decode_change, .handle = parlour_users_change},
  {"user.delete", "DELETE", API ("/admin/users/{user}"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_users_decode_delete, .handle = parlour_users_delete},
  {"user.disable", "POST", API ("/admin/users/{user}/disable"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_users_disable},
  {"user.enable", "POST", API ("/admin/users/{user}/enable"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_users_enable},
  {"user.reset-password", "POST", API ("/admin/users/{user}/reset-password"),
   PARLOUR_ACCESS_ADMIN, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   parlour_users_decode_reset, parlour_users_look, parlour_users_hash_password,
   parlour_users_reset},

  {"invite.list", "GET", API ("/admin/invites"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_page_decode, .handle = parlour_invites_list},
  {"invite.create", "POST", API ("/admin/invites"),
   PARLOUR_ACCESS_ADMIN, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_invites_decode_create, .handle = parlour_invites_create},
  {"invite.revoke", "DELETE", API ("/admin/invites/{invite}"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_invites_revoke},

  {"report.list", "GET", API ("/admin/reports"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_reports_decode_list, .handle = parlour_reports_list},
  {"report.close", "POST", API ("/admin/reports/{report}/close"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .handle = parlour_reports_close},

  {"settings.get", "GET", API ("/admin/settings"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_settings_get},
  {"settings.set", "PATCH", API ("/admin/settings"),
   PARLOUR_ACCESS_ADMIN, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_settings_decode_set, .handle = parlour_settings_set},
  {"status.get", "GET", API ("/admin/status"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_overview_status},
  {"statistics.get", "GET", API ("/admin/statistics"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .handle = parlour_overview_statistics},
  {"backup.list", "GET", API ("/admin/backups"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_page_decode, .handle = parlour_backups_list},
  {"backup.create", "POST", API ("/admin/backups"),
   PARLOUR_ACCESS_ADMIN, SMALL_BODY, PARLOUR_RATE_WRITE, PARLOUR_RUNS_WRITER,
   .decode = parlour_backups_decode_create, .look = parlour_backups_look,
   .keep = parlour_backups_write, .handle = parlour_backups_note},
  {"audit.list", "GET", API ("/admin/audit"),
   PARLOUR_ACCESS_ADMIN, 0, PARLOUR_RATE_READ, PARLOUR_RUNS_READER,
   .decode = parlour_page_decode, .handle = parlour_overview_audit},
};
/* clang-format on */

/* The last row stands for none. */
static const ParlourRoute local_routes[] = {
    {NULL},
};

const ParlourRoute *
parlour_routes_get_local (gsize *n)
{
  *n = G_N_ELEMENTS (local_routes) - 1;
  return local_routes;
}

const ParlourRoute *
parlour_routes_get_all (gsize *n)
{
  *n = G_N_ELEMENTS (routes);
  return routes;
}

static gsize
segment_length (const char *text)
{
  return strcspn (text, "/");
}

/* A segment that stands for itself, or one that goes into the next of @params. */
static gboolean
match_segment (const char *pattern,
               gsize pattern_length,
               const char *path,
               gsize path_length,
               char *params[PARLOUR_CALL_PARAMS_MAX],
               guint *n_params)
{
  if (pattern[0] != '{')
    return pattern_length == path_length && memcmp (pattern, path, path_length) == 0;
  g_assert (*n_params < PARLOUR_CALL_PARAMS_MAX);

  g_autofree char *value = g_uri_unescape_segment (path, path + path_length, NULL);
  if (value == NULL || value[0] == '\0' || !g_utf8_validate (value, -1, NULL))
    return FALSE;
  params[(*n_params)++] = g_steal_pointer (&value);
  return TRUE;
}

static void
clear_params (char *params[PARLOUR_CALL_PARAMS_MAX])
{
  for (guint i = 0; i < PARLOUR_CALL_PARAMS_MAX; i++)
    g_clear_pointer (&params[i], g_free);
}

static gboolean
match_path (const char *pattern, const char *path, char *params[PARLOUR_CALL_PARAMS_MAX])
{
  guint n_params = 0;

  while (*pattern == '/' && *path == '/') {
    gsize pattern_length = segment_length (++pattern);
    gsize path_length = segment_length (++path);
    if (!match_segment (pattern, pattern_length, path, path_length, params, &n_params))
      break;
    pattern += pattern_length;
    path += path_length;
    if (*pattern == '\0' && *path == '\0')
      return TRUE;
  }
  clear_params (params);
  return FALSE;
}

const ParlourRoute *
parlour_routes_match (const char *method,
                      const char *path,
                      char *params[PARLOUR_CALL_PARAMS_MAX],
                      char **allow,
                      GError **error)
{
  g_autoptr (GString) methods = g_string_new (NULL);

  memset (params, 0, PARLOUR_CALL_PARAMS_MAX * sizeof *params);
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (!match_path (routes[i].path, path, params))
      continue;
    if (strcmp (routes[i].method, method) == 0)
      return &routes[i];
    clear_params (params);
    g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", routes[i].method);
  }
  if (methods->len == 0)
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is nothing at this address.");
  else
    parlour_problem_set (error, PARLOUR_PROBLEM_METHOD_NOT_ALLOWED,
                         "This address takes other methods: %s.", methods->str);
  if (allow != NULL && methods->len > 0)
    *allow = g_strdup (methods->str);
  return NULL;
}

const ParlourRoute *
parlour_routes_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (strcmp (routes[i].name, name) == 0)
      return &routes[i];
  g_return_val_if_reached (NULL);
}

gboolean
parlour_route_decode (const ParlourRoute *route, ParlourCall *call, GError **error)
{
  if (route->decode != NULL) {
    ParlourParameters none = PARLOUR_PARAMETERS (call->query);
    /* a route that reads a body reads no query */
    if (route->body_limit > 0 && !parlour_parameters_end (&none, error))
      return FALSE;
    return route->decode (call, error);
  }
  ParlourParameters none = PARLOUR_PARAMETERS (call->query);
  return parlour_parameters_end (&none, error);
}
