/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pending-call"

#include "client/pending-call.h"

#include "core/conversation.h"
#include "core/json-writer.h"

/* This file owns how each kind of wish is said to the server. Any thread. */

typedef void (*WriteMember) (ParlourJsonWriter *writer, const ParlourWish *wish);

static void
write_flag (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  parlour_json_writer_boolean (writer, wish->key, parlour_wish_get_number (wish) != 0);
}

static void
write_time (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  parlour_json_writer_time (writer, wish->key, parlour_wish_get_number (wish));
}

static void
write_text (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  parlour_json_writer_string (writer, wish->key, wish->value);
}

static void
write_notify (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  static const char *const names[] = {
      [PARLOUR_NOTIFY_ALL] = "all",
      [PARLOUR_NOTIFY_MENTIONS] = "mentions",
      [PARLOUR_NOTIFY_NONE] = "none",
  };
  gint64 notify = CLAMP (parlour_wish_get_number (wish), PARLOUR_NOTIFY_ALL, PARLOUR_NOTIFY_NONE);

  parlour_json_writer_string (writer, wish->key, names[notify]);
}

/* A subject of nothing takes the title away. */
static void
write_edit (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  parlour_json_writer_string (writer, "body", wish->value);
  if (wish->extra != NULL)
    parlour_json_writer_string (writer, "subject", *wish->extra != '\0' ? wish->extra : NULL);
}

static const struct {
  ParlourWishKind kind;
  const char *key;
  WriteMember write;
} members[] = {
    {PARLOUR_WISH_SETTING, "archived", write_flag},
    {PARLOUR_WISH_SETTING, "pinned", write_flag},
    {PARLOUR_WISH_SETTING, "marked_unread", write_flag},
    {PARLOUR_WISH_SETTING, "muted_until", write_time},
    {PARLOUR_WISH_SETTING, "notify", write_notify},
    {PARLOUR_WISH_SETTING, "draft", write_text},
    {PARLOUR_WISH_EDIT, "", write_edit},
};

static GBytes *
make_body (const ParlourWish *wish)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].kind == wish->kind && g_str_equal (members[i].key, wish->key))
      members[i].write (writer, wish);
  parlour_json_writer_end_object (writer);
  return parlour_json_writer_finish_bytes (writer);
}

static char *
path_of (const ParlourWish *wish, const char *below)
{
  g_autofree char *id = g_uri_escape_string (wish->conversation, NULL, FALSE);

  if (wish->seq == 0)
    return g_strconcat ("/conversations/", id, below, NULL);
  return g_strdup_printf ("/conversations/%s/messages/%" G_GINT64_FORMAT "%s", id, wish->seq,
                          below);
}

void
parlour_pending_call_init (ParlourPendingCall *self, const ParlourWish *wish)
{
  *self = (ParlourPendingCall){.method = "PATCH"};
  switch (wish->kind) {
  case PARLOUR_WISH_EDIT:
    self->path = path_of (wish, "");
    self->tells_message = TRUE;
    self->body = make_body (wish);
    break;
  case PARLOUR_WISH_SETTING:
  default:
    self->path = path_of (wish, "/settings");
    self->body = make_body (wish);
  }
}

void
parlour_pending_call_clear (ParlourPendingCall *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
}
