/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fake.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* This file owns a server that need not be honest. Main thread. */

#define JSON_TYPE_TEXT "application/json"

void
sync_fake_answer (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

static char *
message_text (guint seq, const char *body)
{
  return g_strdup_printf (
      "{\"conversation\":\"" FAKE_CONVERSATION "\",\"seq\":%u,\"rev\":%u,\"sender\":\"" FAKE_PEER
      "\",\"client_id\":\"0190a000-0000-7000-8000-%012u\",\"subject\":null,\"body\":\"%s\","
      "\"reply_to\":null,\"mentions\":[],\"attachments\":[],\"reactions\":[],\"pinned\":false,"
      "\"created_at\":\"2026-01-01T00:00:00.000Z\",\"edited_at\":null,\"deleted_at\":null}",
      seq, seq, seq, body);
}

char *
sync_fake_event_text (guint seq, const char *body)
{
  g_autofree char *message = message_text (seq, body);

  return g_strdup_printf ("{\"op\":\"event\",\"stream\":\"" FAKE_CONVERSATION "\",\"seq\":%u,"
                          "\"kind\":\"message.created\",\"at\":\"2026-01-01T00:00:00.000Z\","
                          "\"actor\":\"" FAKE_PEER "\",\"message\":%s}",
                          seq, message);
}

#define USER(id_, name_)                                                                           \
  "{\"id\":\"" id_ "\",\"username\":\"" name_ "\",\"display_name\":\"" name_ "\","                 \
  "\"status_text\":null,\"avatar\":null,\"last_seen\":null,\"version\":1}"

static char *
conversation_text (SyncFake *self)
{
  g_autofree char *last = message_text (self->top, "honest");

  return g_strdup_printf (
      "{\"id\":\"" FAKE_CONVERSATION "\",\"kind\":\"direct\",\"title\":null,\"description\":null,"
      "\"avatar\":null,\"created_at\":\"2026-01-01T00:00:00.000Z\","
      "\"updated_at\":\"2026-01-01T00:00:00.000Z\",\"top\":%u,\"last_message\":%s,\"unread\":0,"
      "\"mentions\":0,\"settings\":{\"archived\":false,\"pinned\":false,\"notify\":\"all\","
      "\"muted_until\":null,\"marked_unread\":false,\"draft\":null},"
      "\"me\":{\"role\":\"member\",\"read\":0,\"delivered\":0},"
      "\"members\":[{\"user\":" USER (
          FAKE_ME, "anna") ",\"role\":\"member\",\"read\":0,"
                           "\"delivered\":0},"
                           "{\"user\":" USER (FAKE_PEER, "ben") ",\"role\":\"member\",\"read\":0,"
                                                                "\"delivered\":0}]}",
      self->top, last);
}

static char *
history_text (SyncFake *self, const char *query)
{
  const char *before = query != NULL ? strstr (query, "before=") : NULL;
  guint end = before != NULL ? (guint)g_ascii_strtoull (before + 7, NULL, 10) : self->top + 1;
  g_autoptr (GString) text = g_string_new ("{\"items\":[");

  for (guint seq = MIN (end, self->top + 1) - 1; seq >= 1; seq--) {
    g_autofree char *message = message_text (seq, "honest");
    g_string_append_printf (text, "%s%s", text->str[text->len - 1] == '[' ? "" : ",", message);
  }
  g_string_append (text, "],\"next\":null}");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
honest_text (SyncFake *self, SoupServerMessage *message, const char *path)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  if (strcmp (path, "/server") == 0)
    return g_strdup ("{\"id\":\"fake-place\",\"name\":\"Fake\",\"version\":\"1\",\"api\":1,"
                     "\"registration\":\"open\"}");
  if (strcmp (path, "/login") == 0)
    return g_strdup ("{\"token\":\"secret\",\"session\":{\"id\":\"s\"},"
                     "\"user\":" USER (FAKE_ME, "anna") "}");
  if (strcmp (path, "/conversations/" FAKE_CONVERSATION) == 0)
    return conversation_text (self);
  if (strcmp (path, "/conversations/" FAKE_CONVERSATION "/messages") == 0)
    return history_text (self, query);
  if (strcmp (path, "/events") == 0)
    return g_strdup_printf ("{\"epoch\":\"e\",\"items\":[],\"next\":null,\"top\":%u}",
                            query != NULL && strstr (query, "stream=me") != NULL ? 0 : self->top);
  if (strcmp (path, "/conversations") != 0)
    return NULL;
  if (query != NULL && strstr (query, "archived=true") != NULL)
    return g_strdup ("{\"items\":[],\"next\":null}");
  g_autofree char *conversation = conversation_text (self);
  return g_strdup_printf ("{\"items\":[%s],\"next\":null}", conversation);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  SyncFake *self = data;
  const char *rest = path + MIN (strlen ("/api/v1"), strlen (path));

  self->n_requests++;
  if (self->lie != NULL && self->lie (self, message, rest))
    return;
  g_autofree char *text = honest_text (self, message, rest);
  if (text != NULL)
    sync_fake_answer (message, 200, JSON_TYPE_TEXT, text);
  else
    sync_fake_answer (message, 404, "application/problem+json",
                      "{\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404,"
                      "\"code\":\"not_found\",\"detail\":\"There is no such thing.\"}");
}

static void
send_from (SyncFake *self, SoupWebsocketConnection *socket, gint64 position)
{
  for (guint seq = (guint)position + 1; seq <= self->top; seq++) {
    g_autofree char *event = sync_fake_event_text (seq, "honest");
    soup_websocket_connection_send_text (socket, event);
  }
}

static void
frame_cb (SoupWebsocketConnection *socket, int type, GBytes *bytes, gpointer data)
{
  SyncFake *self = data;
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize n = 0;
  const char *text = g_bytes_get_data (bytes, &n);

  g_assert_true (json_parser_load_from_data (parser, text, (gssize)n, NULL));
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  const char *op = json_object_get_string_member (object, "op");
  if (self->is_silent)
    return;
  if (strcmp (op, "hello") == 0) {
    g_autofree char *welcome =
        g_strdup_printf ("{\"op\":\"welcome\",\"epoch\":\"e\",\"session\":{\"id\":\"s\"},"
                         "\"tops\":{\"me\":0,\"" FAKE_CONVERSATION "\":%u}}",
                         self->top);
    soup_websocket_connection_send_text (socket, welcome);
  }
  self->n_follows += strcmp (op, "follow") == 0;
  if (strcmp (op, "hello") != 0 && strcmp (op, "follow") != 0)
    return;
  JsonObject *positions = json_object_get_object_member (object, "positions");
  if (json_object_has_member (positions, FAKE_CONVERSATION))
    send_from (self, socket, json_object_get_int_member (positions, FAKE_CONVERSATION));
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer data)
{
  SyncFake *self = data;
  GList *link = g_list_find (self->sockets, socket);

  if (link == NULL)
    return;
  self->sockets = g_list_delete_link (self->sockets, link);
  g_object_unref (socket);
}

static void
upgraded_cb (SoupServer *server,
             SoupServerMessage *message,
             const char *path,
             SoupWebsocketConnection *socket,
             gpointer data)
{
  SyncFake *self = data;

  self->n_upgrades++;
  self->sockets = g_list_prepend (self->sockets, g_object_ref (socket));
  g_signal_connect (socket, "message", G_CALLBACK (frame_cb), self);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), self);
}

SyncFake *
sync_fake_new (void)
{
  SyncFake *self = g_new0 (SyncFake, 1);
  g_autoptr (GError) error = NULL;

  self->top = 3;
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, "/api/v1", request_cb, self, NULL);
  soup_server_add_websocket_handler (self->server, "/api/v1/stream", NULL, NULL, upgraded_cb, self,
                                     NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (self->server);
  self->address = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return self;
}

void
sync_fake_free (SyncFake *self)
{
  for (GList *link = self->sockets; link != NULL; link = link->next)
    g_signal_handlers_disconnect_by_data (link->data, self);
  g_list_free_full (self->sockets, g_object_unref);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self->address);
  g_free (self);
}

void
sync_fake_say (SyncFake *self, const char *text)
{
  g_autoptr (GList) sockets = g_list_copy (self->sockets);

  for (GList *link = sockets; link != NULL; link = link->next)
    if (soup_websocket_connection_get_state (link->data) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_send_text (link->data, text);
}

void
sync_fake_event (SyncFake *self)
{
  g_autofree char *event = sync_fake_event_text (++self->top, "honest");

  sync_fake_say (self, event);
}

void
sync_fake_member_event (SyncFake *self, const char *kind)
{
  g_autofree char *event = g_strdup_printf (
      "{\"op\":\"event\",\"stream\":\"" FAKE_CONVERSATION "\",\"seq\":%u,\"kind\":\"%s\","
      "\"at\":\"2026-01-01T00:00:00.000Z\",\"actor\":\"" FAKE_PEER "\",\"member\":{\"user\":" USER (
          FAKE_ME, "anna") ",\"role\":\"member\",\"read\":0,\"delivered\":0}}",
      ++self->top, kind);

  sync_fake_say (self, event);
}
