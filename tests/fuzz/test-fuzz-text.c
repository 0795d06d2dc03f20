/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-text"

#include "core/address.h"
#include "core/id.h"
#include "core/invite-link.h"
#include "core/limits.h"
#include "core/problem.h"
#include "core/reaction.h"
#include "core/text.h"
#include "core/timestamp.h"

#include "fuzz.h"

#include <string.h>

/* Whatever is typed, pasted or read off a QR code: it is taken or refused with an error, and what
 * was taken has one spelling, which gives itself when it is read again. */

#define FINGERPRINT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define TOKEN       "__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA"

static const char *const links[] = {
    "parlour://join?v=1&a=192.168.1.5:7447&f=" FINGERPRINT "&t=" TOKEN "&n=Home",
    "parlour://device?v=1&a=[fd00::1]:7447&a=chat.example.org:443&f=" FINGERPRINT "&t=" TOKEN,
    "PARLOUR://Join/?v=1&a=%5Bfd00%3A%3A1%5D%3A7447&n=Ada%20%26%20Bob%E2%80%99s",
};

static const char *const link_words[] = {
    "&",      "=",       "?",   "#",      "%",    "%00",         "%0a",        "%E2%80%8B", "%25",
    "&a=h:1", "&n=",     "&t=", "&f=",    "&v=1", "[::1]:1",     "[::]:65535", "@",         "join",
    "device", "xn--a:1", "+",   "%c3%a9", "%ff",  "localhost:1", "parlour:",   "//",        NULL,
};

static const char *const addresses[] = {
    "192.168.1.5",         "[::1]:7447",           "https://chat.example.org/",
    "http://localhost:80", "[fd00::1%25eth0]:443", "example.org:7447",
};

static const char *const address_words[] = {
    "http://",   "https://", "[", "]",  "::",     ":",     "/",  "@",    "%25",
    "%",         ".",        "-", "_",  "0x7f.1", "65536", ":0", "xn--", "localhost",
    "127.0.0.1", "\xc3\xa4", " ", "\t", "?",      "#",     NULL,
};

static const char *const texts[] = {
    "Ada Lovelace",
    "Ame\xcc\x81lie \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
    "\n  one\ttwo \nthree\r\nfour",
    "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    "\xed\x95\x9c\xea\xb8\x80 \xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
    "ada.l-1_x",
    "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd",
    "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xbf",
    "1\xef\xb8\x8f\xe2\x83\xa3",
    "2026-11-24T13:04:09.123Z",
    "1969-12-31T23:59:60+00:00",
    "0192f6a0-0000-7000-8000-00000000000a",
};

static const char *const text_words[] = {
    "\xe2\x80\x8b",
    "\xe2\x80\xae",
    "\xe2\x80\x8d",
    "\xef\xb8\x8f",
    "\xcc\x81",
    "\xcd\x8f",
    "\xe2\x80\xa8",
    "\xc2\xa0",
    "\xe3\x80\x80",
    "\xef\xbb\xbf",
    "e\xcc\x81",
    "\xc2\xad",
    "\xe3\x85\xa4",
    "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",
    "\r",
    "\n",
    "\xe2\x84\xab",
    "\xcd\xbe",
    "\xf0\x90\x8f\xbf",
    "\xee\x80\x80",
    "\xf4\x8f\xbf\xbf",
    "\xe2\x80\x80",
    "0",
    "9999",
    "Z",
    NULL,
};

typedef char *(*Normalize) (const char *text, GError **error);

static void
check_normal (const char *text, Normalize normalize)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *once = normalize (text, &error);

  g_assert_true ((once == NULL) == (error != NULL));
  if (once == NULL)
    return;
  g_autofree char *twice = normalize (once, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (once, ==, twice);
}

static void
try_link (const char *data, gsize length, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (data, &error);

  parlour_invite_link_is_link (data);
  g_assert_true ((link == NULL) == (error != NULL));
  if (link == NULL)
    return;
  g_autofree char *text = parlour_invite_link_to_text (link);
  g_autoptr (ParlourInviteLink) again = parlour_invite_link_parse (text, &error);
  g_assert_no_error (error);
  g_autofree char *text_again = parlour_invite_link_to_text (again);
  g_assert_cmpstr (text, ==, text_again);
}

static void
try_address (const char *data, gsize length, gpointer user_data)
{
  check_normal (data, parlour_address_normalize);
  check_normal (data, parlour_address_normalize_host_port);
}

static void
check_lines (const char *text)
{
  g_autofree char *line = parlour_text_one_line (text);
  g_autofree char *again = line != NULL ? parlour_text_one_line (line) : NULL;
  g_autofree char *first = parlour_text_first_line (text, 20);
  g_autofree char *folded = parlour_text_fold (text);

  g_assert_cmpstr (line, ==, again);
  g_assert_true (g_utf8_validate (first, -1, NULL));
  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (first, -1), <=, 20);
  g_assert_null (strpbrk (first, "\r\n"));
  g_assert_true (parlour_text_is_blank (text) == (*first == '\0'));
}

static void
check_time (const char *text)
{
  char buffer[PARLOUR_TIMESTAMP_CHARS];
  gint64 ms, again;

  if (!parlour_timestamp_parse (text, &ms))
    return;
  g_assert_nonnull (parlour_timestamp_format (ms, buffer));
  g_assert_true (parlour_timestamp_parse (buffer, &again));
  g_assert_cmpint (ms, ==, again);
}

static void
try_text (const char *data, gsize length, gpointer user_data)
{
  guint8 id[PARLOUR_ID_BYTES];

  /* Texts come out of JSON or a GtkEntry: they are UTF-8. */
  if (!g_utf8_validate (data, (gssize)length, NULL))
    return;
  check_normal (data, parlour_username_normalize);
  check_normal (data, parlour_display_name_normalize);
  check_lines (data);
  check_time (data);
  parlour_emoji_check (data, NULL);
  parlour_body_check (data, NULL);
  parlour_subject_check (data, NULL);
  parlour_password_check (data, NULL);
  parlour_id_parse (data, id);
}

static void
run (const char *const *samples, gsize n, const char *const *words, FuzzTry try)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (words);

  fuzz_add_texts (fuzz, samples, n);
  fuzz_run (fuzz, try, NULL);
}

static void
test_links (void)
{
  run (links, G_N_ELEMENTS (links), link_words, try_link);
}

static void
test_addresses (void)
{
  run (addresses, G_N_ELEMENTS (addresses), address_words, try_address);
}

static void
test_texts (void)
{
  run (texts, G_N_ELEMENTS (texts), text_words, try_text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/text/links", test_links);
  g_test_add_func ("/fuzz/text/addresses", test_addresses);
  g_test_add_func ("/fuzz/text/texts", test_texts);
  return g_test_run ();
}
