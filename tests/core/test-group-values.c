/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-group-values"

#include "core/conversation.h"
#include "core/event.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/problem.h"

/* Proves that what groups add to the values is read back as it was written, what counts as one
 * emoji, and that a hostile server's members, reactions and groups are refused. */

static void
test_emoji (void)
{
  static const char *const good[] = {
      "👍",
      "👍🏽",
      "❤️",
      "❤",
      "👩‍👩‍👧‍👦",
      "🇩🇪",
      "1️⃣",
      "#⃣",
      "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
      "🏳️‍🌈",
      "🫠",
      "☕",
      "🧑🏿‍🤝‍🧑🏻",
  };
  static const char *const bad[] = {
      "",
      "a",
      "1",
      "ok",
      " ",
      "👍 ",
      "👍👍",
      "🇩",
      "🇩🇪🇫",
      "é",
      "\xe2\x80\x8d",
      "👍\xe2\x80\x8d",
      "\xef\xb8\x8f",
      "1️",
      "\n",
      "<b>",
      "/",
      "漢",
      "👍\xe2\x80\xae",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (parlour_emoji_check (good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (parlour_emoji_check (bad[i], &error));
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_FIELD);
    g_assert_cmpstr (parlour_problem_get_field (error), ==, "emoji");
  }
}

static void
test_long_emoji (void)
{
  g_autoptr (GString) text = g_string_new ("👩");

  while (text->len + strlen ("\xe2\x80\x8d👩") <= PARLOUR_EMOJI_BYTES_MAX)
    g_string_append (text, "\xe2\x80\x8d👩");
  g_assert_true (parlour_emoji_check (text->str, NULL));
  g_string_append (text, "\xe2\x80\x8d👩");
  g_assert_false (parlour_emoji_check (text->str, NULL));
}

static void
test_names (void)
{
  ParlourMemberRole role = PARLOUR_MEMBER_MEMBER;
  ParlourPosting posting = PARLOUR_POSTING_ALL;
  ParlourJoining joining = PARLOUR_JOINING_INVITED;
  ParlourPast past = PARLOUR_PAST_JOINED;

  g_assert_true (parlour_member_role_from_string ("reader", &role));
  g_assert_cmpint (role, ==, PARLOUR_MEMBER_READER);
  g_assert_false (parlour_member_role_from_string ("king", &role));
  g_assert_false (parlour_member_role_from_string (NULL, &role));
  g_assert_cmpstr (parlour_member_role_to_string (PARLOUR_MEMBER_OWNER), ==, "owner");
  g_assert_true (parlour_posting_from_string ("admins", &posting));
  g_assert_cmpint (posting, ==, PARLOUR_POSTING_ADMINS);
  g_assert_true (parlour_joining_from_string ("open", &joining));
  g_assert_cmpint (joining, ==, PARLOUR_JOINING_OPEN);
  g_assert_true (parlour_past_from_string ("all", &past));
  g_assert_cmpint (past, ==, PARLOUR_PAST_ALL);
  g_assert_false (parlour_past_from_string ("none", &past));
}

static ParlourMessage *
message_with_reactions (void)
{
  char *both[] = {(char *)"u1", (char *)"u2", NULL};
  char *one[] = {(char *)"u2", NULL};
  char *mentions[] = {(char *)"u2", (char *)PARLOUR_MENTION_EVERYONE, NULL};
  const ParlourReaction reactions[] = {
      {.emoji = "👍", .count = 2, .users = both},
      {.emoji = "🎉", .count = 1, .users = one},
  };

  return parlour_message_new (&(ParlourMessage){
      .conversation = "c1",
      .seq = 3,
      .rev = 5,
      .sender = "u1",
      .client_id = "0192f6a0-0000-7000-8000-00000000000a",
      .body = "well",
      .mentions = mentions,
      .reactions = reactions,
      .n_reactions = G_N_ELEMENTS (reactions),
      .created_at = 1000,
  });
}

static ParlourEvent *
send_through (const ParlourEvent *fields)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourEvent) event = parlour_event_new (fields);
  g_autoptr (GError) error = NULL;

  parlour_event_write (event, writer, NULL);
  g_autofree char *json = parlour_json_writer_finish (writer);
  g_autoptr (JsonObject) object = parlour_json_parse_object (json, strlen (json), &error);
  g_assert_no_error (error);
  ParlourEvent *again = parlour_event_read (object, &error);
  g_assert_no_error (error);
  return again;
}

static void
test_reaction_event (void)
{
  g_autoptr (ParlourMessage) message = message_with_reactions ();
  g_autoptr (ParlourEvent) event = send_through (&(ParlourEvent){
      .stream = "c1",
      .seq = 5,
      .kind = PARLOUR_EVENT_REACTION_ADDED,
      .at = 2000,
      .actor = "u2",
      .message = message,
      .emoji = "🎉",
  });
  const ParlourMessage *again = event->message;

  g_assert_cmpstr (event->emoji, ==, "🎉");
  g_assert_cmpuint (again->n_reactions, ==, 2);
  g_assert_cmpstr (again->reactions[0].emoji, ==, "👍");
  g_assert_cmpint (again->reactions[0].count, ==, 2);
  g_assert_cmpstr (again->reactions[0].users[1], ==, "u2");
  g_assert_null (again->reactions[1].users[1]);
  g_assert_true (parlour_message_mentions (again, "u2"));
  g_assert_true (parlour_message_mentions (again, "u9"));
}

static void
test_mentions (void)
{
  char *mentions[] = {(char *)"u2", NULL};
  g_autoptr (ParlourMessage) message =
      parlour_message_new (&(ParlourMessage){.conversation = "c1", .seq = 1, .mentions = mentions});
  g_autoptr (ParlourMessage) plain =
      parlour_message_new (&(ParlourMessage){.conversation = "c1", .seq = 2});

  g_assert_true (parlour_message_mentions (message, "u2"));
  g_assert_false (parlour_message_mentions (message, "u1"));
  g_assert_false (parlour_message_mentions (plain, "u1"));
}

static void
test_member_event (void)
{
  g_autoptr (ParlourUser) ada =
      parlour_user_new (&(ParlourUser){.id = "u1", .username = "ada", .display_name = "Ada"});
  g_autoptr (ParlourEvent) event = send_through (&(ParlourEvent){
      .stream = "c1",
      .seq = 1,
      .kind = PARLOUR_EVENT_MEMBER_CHANGED,
      .at = 2000,
      .actor = "u2",
      .member = ada,
      .role = PARLOUR_MEMBER_ADMIN,
  });

  g_assert_cmpstr (event->member->display_name, ==, "Ada");
  g_assert_cmpint (event->role, ==, PARLOUR_MEMBER_ADMIN);
  g_assert_null (event->conversation);
}

static void
test_updated_event (void)
{
  g_autoptr (ParlourGroup) group = parlour_group_new (&(ParlourGroup){
      .id = "c1",
      .title = "Allotment",
      .description = "Water and bees",
      .posting = PARLOUR_POSTING_ADMINS,
      .joining = PARLOUR_JOINING_OPEN,
      .past = PARLOUR_PAST_ALL,
  });
  g_autoptr (ParlourEvent) event = send_through (&(ParlourEvent){
      .stream = "c1",
      .seq = 2,
      .kind = PARLOUR_EVENT_CONVERSATION_UPDATED,
      .at = 2000,
      .actor = "u1",
      .group = group,
  });

  g_assert_cmpstr (event->group->title, ==, "Allotment");
  g_assert_cmpstr (event->group->description, ==, "Water and bees");
  g_assert_null (event->group->avatar);
  g_assert_cmpint (event->group->posting, ==, PARLOUR_POSTING_ADMINS);
  g_assert_cmpint (event->group->joining, ==, PARLOUR_JOINING_OPEN);
  g_assert_cmpint (event->group->past, ==, PARLOUR_PAST_ALL);
  g_assert_null (event->conversation);
}

static void
test_inbox_events (void)
{
  g_autoptr (ParlourEvent) star = send_through (&(ParlourEvent){
      .stream = PARLOUR_INBOX_STREAM,
      .seq = 1,
      .kind = PARLOUR_EVENT_STAR_ADDED,
      .conversation = "c1",
      .target = 7,
  });
  g_autoptr (ParlourEvent) block = send_through (&(ParlourEvent){
      .stream = PARLOUR_INBOX_STREAM,
      .seq = 2,
      .kind = PARLOUR_EVENT_BLOCK_CHANGED,
      .user = "u2",
  });

  g_assert_cmpint (star->target, ==, 7);
  g_assert_cmpstr (star->conversation, ==, "c1");
  g_assert_cmpint (block->kind, ==, PARLOUR_EVENT_BLOCK_CHANGED);
  g_assert_cmpstr (block->user, ==, "u2");
}

static void
test_group_conversation (void)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourConversation) value = parlour_conversation_new (&(ParlourConversation){
      .id = "c1",
      .kind = PARLOUR_CONVERSATION_GROUP,
      .title = "Allotment",
      .posting = PARLOUR_POSTING_ADMINS,
      .joining = PARLOUR_JOINING_OPEN,
      .past = PARLOUR_PAST_ALL,
      .common = TRUE,
      .top = 4,
      .role = PARLOUR_MEMBER_READER,
      .mentions = 2,
      .member_count = 1000,
  });
  g_autoptr (GError) error = NULL;

  parlour_conversation_write (value, writer, NULL);
  g_autofree char *json = parlour_json_writer_finish (writer);
  g_autoptr (JsonObject) object = parlour_json_parse_object (json, strlen (json), &error);
  g_autoptr (ParlourConversation) again = parlour_conversation_read (object, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->posting, ==, PARLOUR_POSTING_ADMINS);
  g_assert_cmpint (again->joining, ==, PARLOUR_JOINING_OPEN);
  g_assert_cmpint (again->past, ==, PARLOUR_PAST_ALL);
  g_assert_true (again->common);
  g_assert_false (again->blocked);
  g_assert_cmpint (again->role, ==, PARLOUR_MEMBER_READER);
  g_assert_cmpint (again->member_count, ==, 1000);
}

static void
test_later_versions (void)
{
  static const char text[] =
      "{\"id\":\"c1\",\"top\":1,\"kind\":\"group\",\"me\":{\"role\":\"bishop\"},"
      "\"posting\":\"lottery\",\"joining\":\"open\",\"past\":null}";
  g_autoptr (JsonObject) object = parlour_json_parse_object (text, strlen (text), NULL);
  g_autoptr (ParlourConversation) value = parlour_conversation_read (object, NULL);

  g_assert_nonnull (value);
  g_assert_cmpint (value->role, ==, PARLOUR_MEMBER_MEMBER);
  g_assert_cmpint (value->posting, ==, PARLOUR_POSTING_ALL);
  g_assert_cmpint (value->joining, ==, PARLOUR_JOINING_OPEN);
}

#define EVENT(kind_, rest_)                                                                        \
  "{\"op\":\"event\",\"stream\":\"c1\",\"seq\":4,\"kind\":\"" kind_                                \
  "\",\"at\":\"2026-11-24T13:04:09.123Z\"" rest_ "}"
#define MESSAGE(reactions_)                                                                        \
  EVENT ("message.created",                                                                        \
         ",\"message\":{\"conversation\":\"c1\",\"seq\":4,\"rev\":4,\"sender\":\"u1\","            \
         "\"client_id\":\"0192f6a0-0000-7000-8000-00000000000a\","                                 \
         "\"created_at\":\"2026-11-24T13:04:09.123Z\",\"reactions\":" reactions_ "}")

static gboolean
is_read (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parlour_json_parse_object (text, strlen (text), &error);
  g_assert_no_error (error);
  g_autoptr (ParlourEvent) event = parlour_event_read (object, &error);

  g_assert_true ((event == NULL) == (error != NULL));
  return event != NULL;
}

static void
test_hostile (void)
{
  static const char *const texts[] = {
      EVENT ("member.joined", ""),
      EVENT ("member.joined", ",\"member\":[]"),
      EVENT ("member.left", ",\"member\":{\"role\":\"owner\"}"),
      EVENT ("conversation.updated", ",\"conversation\":{}"),
      EVENT ("block.changed", ",\"user\":{\"id\":4}"),
      EVENT ("reaction.added", ",\"emoji\":4"),
      MESSAGE ("{}"),
      MESSAGE ("[7]"),
      MESSAGE ("[{\"emoji\":\"👍\",\"count\":0,\"users\":[]}]"),
      MESSAGE ("[{\"emoji\":\"👍\",\"count\":1}]"),
      MESSAGE ("[{\"emoji\":\"<b>\",\"count\":1,\"users\":[]}]"),
      MESSAGE ("[{\"emoji\":\"👍\",\"count\":1,\"users\":[4]}]"),
  };

  g_assert_true (is_read (MESSAGE ("[{\"emoji\":\"👍\",\"count\":1,\"users\":[\"u1\"]}]")));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (is_read (texts[i]));
}

/* @n times @item, with commas, in brackets. */
static char *
repeat (const char *item, guint n)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", item);
  return g_string_free (g_string_append_c (text, ']'), FALSE);
}

static gboolean
is_read_with (const char *reactions)
{
  g_auto (GStrv) parts = g_strsplit (MESSAGE ("@"), "@", 2);
  g_autofree char *text = g_strjoin (NULL, parts[0], reactions, parts[1], NULL);

  return is_read (text);
}

static void
test_too_many (void)
{
  static const char one[] = "{\"emoji\":\"👍\",\"count\":1,\"users\":[]}";
  g_autofree char *most = repeat (one, PARLOUR_REACTIONS_MAX);
  g_autofree char *more = repeat (one, PARLOUR_REACTIONS_MAX + 1);
  g_autofree char *people = repeat ("\"u1\"", PARLOUR_REACTION_USERS_MAX + 1);
  g_autofree char *crowd =
      g_strdup_printf ("[{\"emoji\":\"👍\",\"count\":101,\"users\":%s}]", people);

  g_assert_true (is_read_with (most));
  g_assert_false (is_read_with (more));
  g_assert_false (is_read_with (crowd));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group-values/emoji", test_emoji);
  g_test_add_func ("/group-values/long-emoji", test_long_emoji);
  g_test_add_func ("/group-values/names", test_names);
  g_test_add_func ("/group-values/mentions", test_mentions);
  g_test_add_func ("/group-values/reaction-event", test_reaction_event);
  g_test_add_func ("/group-values/member-event", test_member_event);
  g_test_add_func ("/group-values/updated-event", test_updated_event);
  g_test_add_func ("/group-values/inbox-events", test_inbox_events);
  g_test_add_func ("/group-values/conversation", test_group_conversation);
  g_test_add_func ("/group-values/later-versions", test_later_versions);
  g_test_add_func ("/group-values/hostile", test_hostile);
  g_test_add_func ("/group-values/too-many", test_too_many);
  return g_test_run ();
}
