/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-words"

#include "app/history/emoji-text.h"
#include "app/history/notice-words.h"
#include "app/link-text.h"
#include "app/message-link.h"
#include "app/problem-text.h"
#include "app/time-text.h"
#include "client/models/message-item-private.h"
#include "core/problem.h"

#include <gio/gio.h>

/* What the window makes of texts, errors and times. No display. */

#define ID "0190b6a1-7e57-7000-8000-000000000001"

static void
test_links_are_marked (void)
{
  static const struct {
    const char *text;
    const char *markup;
  } cases[] = {
      {"plain & <b>", "plain &amp; &lt;b&gt;"},
      {"see https://a.example/x?y=1&z.", "see <a href=\"https://a.example/x?y=1&amp;z\">"
                                         "https://a.example/x?y=1&amp;z</a>."},
      {"(http://a.example/b_(c))",
       "(<a href=\"http://a.example/b_(c)\">http://a.example/b_(c)</a>)"},
      {"HTTPS://A.EXAMPLE", "<a href=\"HTTPS://A.EXAMPLE\">HTTPS://A.EXAMPLE</a>"},
      {"http://a.example/é ü", "<a href=\"http://a.example/é\">http://a.example/é</a> ü"},
      {"https:// and xhttps://a.example", "https:// and xhttps://a.example"},
      {"http://a\"onclick", "<a href=\"http://a\">http://a</a>&quot;onclick"},
      {"javascript:alert(1) file:///etc/passwd", "javascript:alert(1) file:///etc/passwd"},
      {"parlour://message/" ID "/12.", "<a href=\"parlour://message/" ID "/12\">"
                                       "parlour://message/" ID "/12</a>."},
      {"parlour://join?v=1 parlour://message/" ID "/0",
       "parlour://join?v=1 parlour://message/" ID "/0"},
      {"", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *markup = parlour_link_text_to_markup (cases[i].text);
    g_assert_cmpstr (markup, ==, cases[i].markup);
  }
}

static void
test_link_to_a_message (void)
{
  static const char *const others[] = {
      "",
      "parlour://message/",
      "parlour://message/" ID,
      "parlour://message/" ID "/",
      "parlour://message/" ID "/0",
      "parlour://message/" ID "/01",
      "parlour://message/" ID "/7x",
      "parlour://message/" ID "/1234567890123456",
      "parlour://message/0190B6A1-7E57-7000-8000-000000000001/7",
      "parlour://message/x/7",
      "parlour://join/" ID "/7",
      "https://message/" ID "/7",
  };
  g_autofree char *link = parlour_message_link_new (ID, 7);
  g_autofree char *conversation = NULL;
  gint64 seq = 0;
  g_assert_true (parlour_message_link_parse (link, &conversation, &seq, NULL));
  g_assert_cmpstr (conversation, ==, ID);
  g_assert_cmpint (seq, ==, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (parlour_message_link_parse (others[i], NULL, NULL, NULL));
}

static void
test_only_a_few_emoji_are_large (void)
{
  static const char *const large[] = {
      "👍",    "❤️",   "🎉🎂", "🎵 🎶 🎷", "👨‍👩‍👧‍👦",    "🇳🇴",
      "🇳🇴🇩🇪", "👍🏽", "⭐",  "✨☔",    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  };
  static const char *const others[] = {
      "",  " ",    "👍👍👍👍", "👍 yes", "OK",     "12",     "→",
      "©", "漢字", "\n👍",  "👍\n👍",  "\uFE0F", "\u200D", "🇳",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (large); i++)
    g_assert_true (parlour_emoji_text_is_short (large[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (parlour_emoji_text_is_short (others[i]));
}

static void
test_only_web_links_open (void)
{
  g_assert_true (parlour_link_is_allowed ("https://a.example"));
  g_assert_true (parlour_link_is_allowed ("HTTP://a.example"));
  g_assert_false (parlour_link_is_allowed ("https://"));
  g_assert_false (parlour_link_is_allowed ("file:///etc/passwd"));
  g_assert_false (parlour_link_is_allowed ("javascript:alert(1)"));
  g_assert_false (parlour_link_is_allowed (NULL));
}

/* What only a program does wrong, which no person sees. */
static gboolean
is_a_programs (ParlourProblem problem)
{
  static const ParlourProblem those[] = {
      PARLOUR_PROBLEM_MALFORMED_JSON,
      PARLOUR_PROBLEM_MALFORMED_REQUEST,
      PARLOUR_PROBLEM_FOREIGN_ORIGIN,
      PARLOUR_PROBLEM_METHOD_NOT_ALLOWED,
      PARLOUR_PROBLEM_CLIENT_ID_REUSED,
      PARLOUR_PROBLEM_EPOCH_CHANGED,
      PARLOUR_PROBLEM_RESET,
      PARLOUR_PROBLEM_WRONG_MEDIA_TYPE,
      PARLOUR_PROBLEM_UPGRADE_REQUIRED,
      PARLOUR_PROBLEM_UNKNOWN_FIELD,
      PARLOUR_PROBLEM_WRONG_TYPE,
      PARLOUR_PROBLEM_INVALID_FIELD,
      PARLOUR_PROBLEM_INVALID_CLIENT_ID,
      PARLOUR_PROBLEM_PAST_TOP,
      PARLOUR_PROBLEM_UNSUPPORTED,
      PARLOUR_PROBLEM_OTHER,
  };
  for (gsize i = 0; i < G_N_ELEMENTS (those); i++)
    if (those[i] == problem)
      return TRUE;
  return FALSE;
}

static void
test_problems_have_own_words (void)
{
  for (int problem = 0; problem <= PARLOUR_PROBLEM_LAST; problem++) {
    g_autoptr (GError) error = NULL;
    if (is_a_programs ((ParlourProblem)problem))
      continue;
    parlour_problem_set (&error, (ParlourProblem)problem, "the server's own detail");
    g_autofree char *text = parlour_problem_text (error);
    g_test_message ("%s: %s", parlour_problem_get_code (error), text);
    g_assert_cmpstr (text, !=, "the server's own detail");
  }
}

static void
test_unknown_problems_say_their_detail (void)
{
  g_autofree char *text = parlour_problem_text_for_code ("of_a_later_version", "Its detail.");
  g_autofree char *nothing = parlour_problem_text_for_code (NULL, NULL);
  g_autoptr (GError) refused =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "errno 111");
  g_autofree char *words = parlour_problem_text (refused);
  g_assert_cmpstr (text, ==, "Its detail.");
  g_assert_cmpstr (nothing, !=, "");
  g_assert_cmpstr (words, !=, "errno 111");
}

static void
test_days_end_at_local_midnight (void)
{
  g_autoptr (GDateTime) evening = g_date_time_new_local (2024, 3, 2, 23, 59, 59);
  gint64 ms = g_date_time_to_unix (evening) * 1000;
  g_assert_true (parlour_time_text_same_day (ms, ms - 3600 * 1000));
  g_assert_false (parlour_time_text_same_day (ms, ms + 2000));
  g_autofree char *day = parlour_time_text_day (ms);
  g_assert_nonnull (strstr (day, "2024"));
}

static void
test_today_is_told_by_the_clock (void)
{
  gint64 now = g_get_real_time () / 1000;
  g_autofree char *clock = parlour_time_text_clock (now);
  g_autofree char *brief = parlour_time_text_short (now);
  g_autofree char *long_ago = parlour_time_text_short (0);
  g_autofree char *full = parlour_time_text_full (now);
  g_autofree char *expected = g_strdup_printf ("Today, %s", clock);
  g_assert_cmpstr (clock, ==, brief);
  g_assert_cmpstr (full, ==, expected);
  g_assert_cmpstr (long_ago, !=, clock);
}

static void
test_lines_tell_what_happened (void)
{
  static const struct {
    const char *words;
    ParlourMessageRow row;
  } cases[] = {
      {"You made this group", {.notice = PARLOUR_NOTICE_MADE, .mine = TRUE}},
      {"Ada made this group", {.notice = PARLOUR_NOTICE_MADE, .sender_name = "Ada"}},
      {"Ada added Ben",
       {.notice = PARLOUR_NOTICE_ADDED, .sender_name = "Ada", .person_name = "Ben"}},
      {"Ada added you",
       {.notice = PARLOUR_NOTICE_ADDED,
        .sender_name = "Ada",
        .person_name = "Me",
        .mentions_me = TRUE}},
      {"You added Ben", {.notice = PARLOUR_NOTICE_ADDED, .mine = TRUE, .person_name = "Ben"}},
      {"Ben may only read now",
       {.notice = PARLOUR_NOTICE_ROLE, .role = PARLOUR_MEMBER_READER, .person_name = "Ben"}},
      {"You are an administrator now",
       {.notice = PARLOUR_NOTICE_ROLE, .role = PARLOUR_MEMBER_ADMIN, .mentions_me = TRUE}},
      {"Somebody left", {.notice = PARLOUR_NOTICE_LEFT}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ParlourMessageRow) row = parlour_message_row_new (&cases[i].row);
    g_autoptr (ParlourMessageItem) item = parlour_message_item_new (row);
    g_autofree char *words = parlour_notice_words (item);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

/* @names: by commas; "Me" is oneself. */
static void
check_several (ParlourNotice notice, const char *who, const char *names, const char *wanted)
{
  g_auto (GStrv) parts = g_strsplit (names, ",", -1);
  g_autoptr (GPtrArray) people =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_notice_person_free);
  for (guint i = 0; parts[i]; i++) {
    const ParlourNoticePerson person = {.name = parts[i], .me = g_str_equal (parts[i], "Me")};
    g_ptr_array_add (people, parlour_notice_person_new (&person));
  }
  const ParlourMessageRow fields = {
      .notice = notice, .sender_name = who, .mine = who == NULL, .people = people};
  g_autoptr (ParlourMessageRow) row = parlour_message_row_new (&fields);
  g_autoptr (ParlourMessageItem) item = parlour_message_item_new (row);
  g_autofree char *words = parlour_notice_words (item);
  g_assert_cmpstr (words, ==, wanted);
}

static void
test_several_people_are_one_line (void)
{
  check_several (PARLOUR_NOTICE_ADDED, NULL, "Ada,Ben", "You added Ada and Ben");
  check_several (PARLOUR_NOTICE_ADDED, NULL, "Ada,Ben,Cem", "You added Ada, Ben and 1 other");
  check_several (PARLOUR_NOTICE_ADDED, "Ada", "Ben,Cem", "Ada added Ben and Cem");
  check_several (PARLOUR_NOTICE_ADDED, "Ada", "Ben,Cem,Me", "Ada added you, Ben and 1 other");
  check_several (PARLOUR_NOTICE_ADDED, "Ada", "Me,Cem,Dora,Eva", "Ada added you, Cem and 2 others");
  check_several (PARLOUR_NOTICE_JOINED, "Ben", "Ada,Ben", "Ada and Ben joined");
  check_several (PARLOUR_NOTICE_JOINED, "Cem", "Me,Ada,Ben,Cem", "You, Ada and 2 others joined");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/links-are-marked", test_links_are_marked);
  g_test_add_func ("/words/only-a-few-emoji-are-large", test_only_a_few_emoji_are_large);
  g_test_add_func ("/words/only-web-links-open", test_only_web_links_open);
  g_test_add_func ("/words/link-to-a-message", test_link_to_a_message);
  g_test_add_func ("/words/problems-have-own-words", test_problems_have_own_words);
  g_test_add_func ("/words/unknown-problems-say-their-detail",
                   test_unknown_problems_say_their_detail);
  g_test_add_func ("/words/days-end-at-local-midnight", test_days_end_at_local_midnight);
  g_test_add_func ("/words/today-is-told-by-the-clock", test_today_is_told_by_the_clock);
  g_test_add_func ("/words/lines-tell-what-happened", test_lines_tell_what_happened);
  g_test_add_func ("/words/several-people-are-one-line", test_several_people_are_one_line);
  return g_test_run ();
}
