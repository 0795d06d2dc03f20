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

static void
write_posting (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  gboolean admins = parlour_wish_get_number (wish) != PARLOUR_POSTING_ALL;

  parlour_json_writer_string (
      writer, wish->key,
      parlour_posting_to_string (admins ? PARLOUR_POSTING_ADMINS : PARLOUR_POSTING_ALL));
}

static void
write_joining (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  gboolean open = parlour_wish_get_number (wish) != PARLOUR_JOINING_INVITED;

  parlour_json_writer_string (
      writer, wish->key,
      parlour_joining_to_string (open ? PARLOUR_JOINING_OPEN : PARLOUR_JOINING_INVITED));
}

static void
write_past (ParlourJsonWriter *writer, const ParlourWish *wish)
{
  gboolean all = parlour_wish_get_number (wish) != PARLOUR_PAST_JOINED;

  parlour_json_writer_string (
      writer, wish->key, parlour_past_to_string (all ? PARLOUR_PAST_ALL : PARLOUR_PAST_JOINED));
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
    {PARLOUR_WISH_GROUP, "title", write_text},
    {PARLOUR_WISH_GROUP, "description", write_text},
    {PARLOUR_WISH_GROUP, "posting", write_posting},
    {PARLOUR_WISH_GROUP, "joining", write_joining},
    {PARLOUR_WISH_GROUP, "past", write_past},
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

/* What is there or not: no body, and it may be said over and over. */
static void
init_switch (ParlourPendingCall *self, const ParlourWish *wish, const char *below)
{
  self->method = parlour_wish_get_number (wish) != 0 ? "PUT" : "DELETE";
  self->path = path_of (wish, below);
}

static void
init_reaction (ParlourPendingCall *self, const ParlourWish *wish)
{
  g_autofree char *emoji = g_uri_escape_string (wish->key, NULL, FALSE);
  g_autofree char *below = g_strconcat ("/reactions/", emoji, NULL);

  init_switch (self, wish, below);
  self->tells_message = TRUE;
}

static void
init_block (ParlourPendingCall *self, const ParlourWish *wish)
{
  g_autofree char *user = g_uri_escape_string (wish->key, NULL, FALSE);

  self->method = parlour_wish_get_number (wish) != 0 ? "PUT" : "DELETE";
  self->path = g_strconcat ("/users/", user, "/block", NULL);
}

/* @user: the id, also where the wish says "me". */
static GBytes *
make_member_body (const ParlourWish *wish, const char *user)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  gint64 role = CLAMP (parlour_wish_get_number (wish), PARLOUR_MEMBER_OWNER, PARLOUR_MEMBER_READER);

  parlour_json_writer_begin_object (writer, NULL);
  if (wish->extra != NULL)
    parlour_json_writer_string (writer, "user", user);
  parlour_json_writer_string (writer, "role",
                              parlour_member_role_to_string ((ParlourMemberRole)role));
  parlour_json_writer_end_object (writer);
  return parlour_json_writer_finish_bytes (writer);
}

static void
init_member (ParlourPendingCall *self, const ParlourWish *wish, const char *me)
{
  const char *user = g_str_equal (wish->key, PARLOUR_WISH_MYSELF) ? me : wish->key;
  g_autofree char *escaped = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *below = g_strconcat ("/members/", escaped, NULL);

  if (wish->value == NULL) {
    self->method = "DELETE";
    self->path = path_of (wish, below);
    return;
  }
  self->method = wish->extra != NULL ? "POST" : "PATCH";
  self->path = path_of (wish, wish->extra != NULL ? "/members" : below);
  self->body = make_member_body (wish, user);
}

void
parlour_pending_call_init (ParlourPendingCall *self, const ParlourWish *wish, const char *me)
{
  *self = (ParlourPendingCall){.method = "PATCH"};
  switch (wish->kind) {
  case PARLOUR_WISH_REACTION:
    init_reaction (self, wish);
    break;
  case PARLOUR_WISH_PIN:
    init_switch (self, wish, "/pin");
    self->tells_message = TRUE;
    break;
  case PARLOUR_WISH_STAR:
    init_switch (self, wish, "/star");
    break;
  case PARLOUR_WISH_BLOCK:
    init_block (self, wish);
    break;
  case PARLOUR_WISH_MEMBER:
    init_member (self, wish, me);
    break;
  case PARLOUR_WISH_EDIT:
    self->path = path_of (wish, "");
    self->tells_message = TRUE;
    self->body = make_body (wish);
    break;
  case PARLOUR_WISH_GROUP:
    self->path = path_of (wish, "");
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
