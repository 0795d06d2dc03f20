/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/server/invite-card.h"
#include "app/server/qr-code.h"
#include "app/server/server-words.h"

/* What an invite looks like on paper, and how the audit log reads: drawn into memory. */

enum { SIDE = 400 };

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  cairo_surface_flush (surface);
  const guint8 *row =
      cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + x * 4;
  return (guint32)row[0] | (guint32)row[1] << 8 | (guint32)row[2] << 16;
}

static guint
count_dark (cairo_surface_t *surface, int x, int y, int width, int height)
{
  guint n = 0;
  for (int i = 0; i < width; i++)
    for (int j = 0; j < height; j++)
      n += pixel (surface, x + i, y + j) < 0x808080;
  return n;
}

static void
test_code_has_a_quiet_zone_and_three_corners (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cairo = cairo_create (surface);
  g_assert_true (parlour_qr_draw (cairo, "parlour://join?v=1&a=192.168.1.20%3A7447", SIDE));
  g_assert_cmpuint (count_dark (surface, 0, 0, SIDE, SIDE / 20), ==, 0);
  g_assert_cmpuint (count_dark (surface, 0, 0, SIDE / 20, SIDE), ==, 0);
  guint corners[4];
  for (int i = 0; i < 4; i++)
    corners[i] = count_dark (surface, i % 2 ? SIDE * 3 / 4 : SIDE / 20,
                             i / 2 ? SIDE * 3 / 4 : SIDE / 20, SIDE / 5, SIDE / 5);
  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (corners[i], >, SIDE * SIDE / 100);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
test_code_takes_the_longest_link_and_no_more (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cairo = cairo_create (surface);
  g_autofree char *longest = g_strnfill (PARLOUR_INVITE_LINK_CHARS_MAX, 'x');
  g_autofree char *longer = g_strnfill (3000, 'x');
  g_assert_true (parlour_qr_draw (cairo, longest, SIDE));
  g_assert_false (parlour_qr_draw (cairo, longer, SIDE));
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
test_card_fits_on_its_page (void)
{
  enum { WIDTH = 595, HEIGHT = 842 /* A4 in points */, MARGIN = 40 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (
      "parlour://join?v=1&a=192.168.1.20%3A7447&a=%5Bfd00%3A%3A20%5D%3A7447"
      "&f=AQIDBAUGBwgJCgAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      "&t=AQIDBAUGBwgJCgAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&n=Maple%20Street%2012",
      &error);
  g_assert_no_error (error);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT + 200);
  cairo_t *cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_translate (cairo, MARGIN, MARGIN);
  parlour_invite_card_draw (cairo, link, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN);
  g_assert_cmpuint (count_dark (surface, 0, 0, WIDTH, HEIGHT), >, 10000);
  g_assert_cmpuint (count_dark (surface, 0, HEIGHT - MARGIN, WIDTH, MARGIN + 200), ==, 0);
  g_assert_cmpuint (count_dark (surface, 0, 0, MARGIN / 2, HEIGHT), ==, 0);
  if (g_getenv ("PARLOUR_TEST_PICTURES")) {
    g_autofree char *path =
        g_build_filename (g_getenv ("PARLOUR_TEST_PICTURES"), "invite-card.png", NULL);
    cairo_surface_write_to_png (surface, path);
  }
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
test_log_reads_as_sentences (void)
{
  ParlourHostDeed deed = {.action = (char *)"user.disable", .subject = (char *)"b%sn"};
  g_autofree char *known = parlour_server_deed_words (&deed);
  g_assert_cmpstr (known, ==, "Account b%sn disabled");
  deed.action = (char *)"moon.paint";
  g_autofree char *unknown = parlour_server_deed_words (&deed);
  g_assert_cmpstr (unknown, ==, "moon.paint (b%sn)");
  deed = (ParlourHostDeed){.action = (char *)"settings.set",
                           .detail = (char *)"name: Home; sweet; common: 1; welcome_text"};
  g_autofree char *settings = parlour_server_deed_words (&deed);
  g_assert_cmpstr (settings, ==,
                   "Settings changed: name of the place, who is in the common conversation, "
                   "welcome text");
  deed.origin = (char *)"192.168.1.4";
  deed.actor = (char *)"ada";
  g_autofree char *who = parlour_server_origin_words (&deed);
  g_assert_cmpstr (who, ==, "ada, from 192.168.1.4");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/invite-card/quiet-zone-and-corners",
                   test_code_has_a_quiet_zone_and_three_corners);
  g_test_add_func ("/app/invite-card/longest-link", test_code_takes_the_longest_link_and_no_more);
  g_test_add_func ("/app/invite-card/fits-on-its-page", test_card_fits_on_its_page);
  g_test_add_func ("/app/server-words/log-reads-as-sentences", test_log_reads_as_sentences);
  return g_test_run ();
}
