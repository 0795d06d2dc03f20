/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-header-guard"

#include "server/net/header-guard.h"

#include <string.h>

/* What the guard lets through is untouched, what it does not is spoiled by one zero byte, and it
 * does not matter where the bytes are cut. */

#define REST "GET / HTTP/1.1\r\n"

/* (transfer full): what libsoup would see of @text's headers, with "0" for the zero byte. */
static char *
guard (const char *text, gsize step)
{
  ParlourHeaderGuard self;
  GString *seen = g_string_new (NULL);
  gboolean ended = FALSE;

  parlour_header_guard_begin (&self);
  for (gsize at = 0; at < strlen (text) && !ended; at += step) {
    gsize length = MIN (step, strlen (text) - at);
    g_autofree guint8 *piece = g_memdup2 (text + at, length);
    gsize count = parlour_header_guard_take (&self, piece, length, &ended);

    g_assert_true (ended || count == length);
    for (gsize i = 0; i < count; i++)
      g_string_append_c (seen, piece[i] != 0 ? (char)piece[i] : '0');
  }
  if (!ended)
    g_string_append (seen, "…");
  return g_string_free (seen, FALSE);
}

static void
check (const char *text, const char *expected)
{
  for (gsize step = 1; step <= strlen (text); step++) {
    g_autofree char *seen = guard (text, step);
    g_assert_cmpstr (seen, ==, expected);
  }
}

static void
test_good_headers_pass (void)
{
  static const char *const good[] = {
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\n\n",
      "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 15\r\n\r\n",
      "POST / HTTP/1.1\r\ncontent-length:15 \t\r\nX-Content-Length: x\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding:  Chunked\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encodings: x\r\nTransfer: y\r\nT\r\n\r\n",
      "Transfer / HTTP/1.1\r\nX: Content-Length: x\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *with_rest = g_strconcat (good[i], REST, NULL);
    check (with_rest, good[i]);
  }
}

static void
test_bad_headers_are_spoiled (void)
{
#define AROUND(line_) "POST / HTTP/1.1\r\n" line_ "\r\n\r\n"
  static const char *const bad[][2] = {
      {AROUND ("Transfer-Encoding: gzip"), AROUND ("Transfer-Encoding: 0zip")},
      {AROUND ("Transfer-Encoding: chunk"), "POST / HTTP/1.1\r\nTransfer-Encoding: chunk0\n\r\n"},
      {AROUND ("Transfer-Encoding: chunkedx"), AROUND ("Transfer-Encoding: chunked0")},
      {AROUND ("Transfer-Encoding: chunked, x"), AROUND ("Transfer-Encoding: chunked0 x")},
      {AROUND ("Transfer-Encoding: chunked x"), AROUND ("Transfer-Encoding: chunked 0")},
      {AROUND ("Transfer-Encoding:"), "POST / HTTP/1.1\r\nTransfer-Encoding:0\n\r\n"},
      {AROUND ("CONTENT-LENGTH: 5x"), AROUND ("CONTENT-LENGTH: 50")},
      {AROUND ("Content-Length: -5"), AROUND ("Content-Length: 05")},
      {AROUND ("Content-Length: 5 5"), AROUND ("Content-Length: 5 0")},
      {AROUND ("X: y\r\n z"), AROUND ("X: y\r\n0z")},
      {AROUND ("Content-Length: 5\r\n\t5"), AROUND ("Content-Length: 5\r\n05")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *with_rest = g_strconcat (bad[i][0], REST, NULL);
    check (with_rest, bad[i][1]);
  }
  check ("POST / HTTP/1.1\r\nHost: h", "POST / HTTP/1.1\r\nHost: h…");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header-guard/good-headers-pass", test_good_headers_pass);
  g_test_add_func ("/header-guard/bad-headers-are-spoiled", test_bad_headers_are_spoiled);
  return g_test_run ();
}
