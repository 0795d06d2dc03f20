/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-invite-link"

#include "core/invite-link.h"
#include "core/problem.h"

/* Proves that an invite reads as it was written, and that what somebody tampered with is refused
 * rather than guessed at. */

#define FINGERPRINT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define TOKEN       "__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA"
#define GOOD        "parlour://join?v=1&a=192.168.1.5:7447&f=" FINGERPRINT "&t=" TOKEN "&n=Home"

static void
test_round (void)
{
  static const char *const addresses[] = {"192.168.1.5:7447", "[fd00::1]:7447",
                                          "Chat.Example.org:443", "192.168.1.5:7447", NULL};
  ParlourFingerprint fingerprint;
  g_autoptr (GError) error = NULL;

  g_assert_true (parlour_fingerprint_parse (FINGERPRINT, &fingerprint, NULL));
  g_autoptr (ParlourInviteLink) made =
      parlour_invite_link_new (&(ParlourInviteLink){.addresses = addresses,
                                                    .fingerprint = &fingerprint,
                                                    .token = TOKEN,
                                                    .name = "Ada & Bob’s “Küche”"},
                               &error);
  g_assert_no_error (error);
  g_autofree char *text = parlour_invite_link_to_text (made);
  g_autoptr (ParlourInviteLink) read = parlour_invite_link_parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpint (read->kind, ==, PARLOUR_INVITE_LINK_JOIN);
  g_assert_cmpuint (g_strv_length ((char **)read->addresses), ==, 3);
  g_assert_cmpstr (read->addresses[1], ==, "[fd00::1]:7447");
  g_assert_cmpstr (read->addresses[2], ==, "chat.example.org:443");
  g_assert_true (parlour_fingerprint_equal (read->fingerprint, &fingerprint));
  g_assert_cmpstr (read->token, ==, TOKEN);
  g_assert_cmpstr (read->name, ==, "Ada & Bob’s “Küche”");
}

static void
test_taken (void)
{
  static const char *const taken[] = {
      GOOD,
      GOOD "&later=1",
      "PARLOUR://Join/?v=1&a=192.168.1.5:7447&f=" FINGERPRINT,
      "parlour://join?v=1&a=h:1",
      "parlour://join?v=1&a=%5Bfd00%3A%3A1%5D%3A7447",
      "parlour://device?v=1&a=h:1&t=" TOKEN,
      "parlour://join?v=1&a=a:1&a=b:1&a=c:1&a=d:1&a=e:1&a=f:1&a=g:1&a=h:1&a=h:1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (taken[i], &error);
    g_assert_no_error (error);
    g_assert_nonnull (link);
    g_assert_true (parlour_invite_link_is_link (taken[i]));
  }
}

static void
test_tampered (void)
{
  static const char *const refused[] = {
      "",
      "https://example.org",
      "parlour:",
      "parlour://",
      "parlour://join",
      "parlour://join?",
      "parlour://part?v=1&a=h:1",
      "parlour://join.example?v=1&a=h:1",
      "parlour://join/x?v=1&a=h:1",
      "parlour://join:80?v=1&a=h:1",
      "parlour://me@join?v=1&a=h:1",
      /* version */
      "parlour://join?a=h:1",
      "parlour://join?v=2&a=h:1",
      "parlour://join?v=1&v=1&a=h:1",
      "parlour://join?v=1&v=2&a=h:1",
      "parlour://join?v=01&a=h:1",
      /* addresses */
      "parlour://join?v=1",
      "parlour://join?v=1&a=",
      "parlour://join?v=1&a=h",
      "parlour://join?v=1&a=h:0",
      "parlour://join?v=1&a=h:65536",
      "parlour://join?v=1&a=h:+1",
      "parlour://join?v=1&a=:1",
      "parlour://join?v=1&a=h:1/x",
      "parlour://join?v=1&a=u@h:1",
      "parlour://join?v=1&a=http%3A%2F%2Fh:1",
      "parlour://join?v=1&a=fd00::1:7447",
      "parlour://join?v=1&a=[fd00::1%25eth0]:1",
      "parlour://join?v=1&a=[192.168.1.5]:1",
      "parlour://join?v=1&a=2130706433:1",
      "parlour://join?v=1&a=127.1:1",
      "parlour://join?v=1&a=h%00.org:1",
      "parlour://join?v=1&a=h%20:1",
      "parlour://join?v=1&a=h%0a:1",
      "parlour://join?v=1&a=%E4%BE%8B:1",
      "parlour://join?v=1&a=-h:1",
      "parlour://join?v=1&a=h-.org:1",
      "parlour://join?v=1&a=h..org:1",
      "parlour://join?v=1&a=a:1&a=b:1&a=c:1&a=d:1&a=e:1&a=f:1&a=g:1&a=h:1&a=i:1",
      /* fingerprint */
      GOOD "&f=" FINGERPRINT,
      GOOD "&%66=" FINGERPRINT,
      "parlour://join?v=1&a=h:1&f=",
      "parlour://join?v=1&a=h:1&f=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
      "parlour://join?v=1&a=h:1&f=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
      "parlour://join?v=1&a=h:1&f=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
      "parlour://join?v=1&a=h:1&f=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+",
      /* token */
      GOOD "&t=" TOKEN,
      "parlour://join?v=1&a=h:1&t=",
      "parlour://join?v=1&a=h:1&t=" TOKEN "A",
      "parlour://join?v=1&a=h:1&t=__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eB",
      "parlour://join?v=1&a=h:1&t=__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4e/",
      "parlour://device?v=1&a=h:1",
      /* name */
      GOOD "&n=Home",
      "parlour://join?v=1&a=h:1&n=",
      "parlour://join?v=1&a=h:1&n=%20",
      "parlour://join?v=1&a=h:1&n=Ho%0Ame",
      "parlour://join?v=1&a=h:1&n=Ho%07me",
      "parlour://join?v=1&a=h:1&n=Ho%E2%80%AEme",
      "parlour://join?v=1&a=h:1&n=Ho%E2%81%A6me",
      "parlour://join?v=1&a=h:1&n=Ho%E2%80%8Bme",
      "parlour://join?v=1&a=h:1&n=Ho%C3",
      "parlour://join?v=1&a=h:1&n=Ho%ED%A0%80",
      "parlour://join?v=1&a=h:1&n=%zz",
      "parlour://join?v=1&a=h:1&n=Ho%2",
      /* shape */
      " " GOOD,
      GOOD " ",
      GOOD "\n",
      GOOD "#f",
      GOOD "&",
      GOOD "&x",
      GOOD "&=x",
      "parlour://join?v=1&&a=h:1",
      "parlour://join?v=1&a=h:1&n=caf\xc3\xa9",
      "parlour://join?v=1&a=h:1&n=\xe2\x80\xae",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (refused[i], &error);
    if (link != NULL)
      g_error ("taken: %s", refused[i]);
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_FIELD);
    g_assert_cmpstr (parlour_problem_get_field (error), ==, "server");
  }
}

/* No single character of a link can be left out or doubled without that it shows: it is refused, or
 * says something else than before, but never crashes. */
static void
test_cut (void)
{
  for (gsize n = 0; n < strlen (GOOD); n++) {
    g_autofree char *cut = g_strndup (GOOD, n);
    g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (cut, NULL);
    if (link != NULL && link->fingerprint != NULL && link->token != NULL)
      g_assert_cmpuint (n, >=, strlen (GOOD) - strlen ("&n=Home"));
  }
}

static void
test_length (void)
{
  g_autofree char *fill =
      g_strnfill (PARLOUR_INVITE_LINK_CHARS_MAX - strlen (GOOD) - strlen ("&x="), 'x');
  g_autofree char *most = g_strconcat (GOOD "&x=", fill, NULL);
  g_autofree char *more = g_strconcat (most, "x", NULL);
  g_autofree char *name = g_strnfill (81, 'x');
  g_autofree char *long_name = g_strconcat ("parlour://join?v=1&a=h:1&n=", name, NULL);
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (most, NULL);

  g_assert_nonnull (link);
  g_assert_null (parlour_invite_link_parse (more, NULL));
  g_assert_null (parlour_invite_link_parse (long_name, NULL));
}

/* What was made can be read: so nothing is made that could not. */
static void
test_unmakeable (void)
{
  static const char *const none[] = {NULL};
  static const char *const wild[] = {"h", NULL};
  static const char *const good[] = {"h:1", NULL};
  g_autofree char *label = g_strnfill (63, 'x');
  g_autofree char *host = g_strjoin (".", label, label, label, "x", NULL);
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < PARLOUR_INVITE_LINK_ADDRESSES_MAX; i++)
    g_ptr_array_add (many, g_strdup_printf ("%s%u:7447", host, i));
  g_ptr_array_add (many, NULL);
  const ParlourInviteLink fields[] = {
      {.addresses = none},
      {.addresses = wild},
      {.addresses = good, .token = "short"},
      {.addresses = good, .name = "Ho\xe2\x80\xaeme"},
      {.addresses = good, .kind = PARLOUR_INVITE_LINK_DEVICE},
      {.addresses = (const char *const *)many->pdata,
       .name = "☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (parlour_invite_link_new (&fields[i], &error));
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_FIELD);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invite-link/round", test_round);
  g_test_add_func ("/invite-link/taken", test_taken);
  g_test_add_func ("/invite-link/tampered", test_tampered);
  g_test_add_func ("/invite-link/cut", test_cut);
  g_test_add_func ("/invite-link/length", test_length);
  g_test_add_func ("/invite-link/unmakeable", test_unmakeable);
  return g_test_run ();
}
