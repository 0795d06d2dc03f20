/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-place"

#include "fuzz-place.h"

#include "core/id.h"
#include "server/restore.h"

/* This file owns the server that is told nonsense. On the test's thread. */

static char *
make_group (FuzzPlace *self)
{
  g_autofree char *body = fuzz_place_fill (
      self,
      "{\"client_id\":\"$NEW\",\"kind\":\"group\",\"title\":\"Club\",\"members\":[\"$BERT\"]}");
  g_autoptr (Reply) made =
      expect (self->place, 201, "POST", "/api/v1/conversations", self->anna->token, body);

  return g_strdup (member_string (made->json, "id"));
}

static void
drop_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

FuzzPlace *
fuzz_place_new (void)
{
  FuzzPlace *self = g_new0 (FuzzPlace, 1);
  ParlourConfig *config;

  /* A test prints what they debug: thousands of lines here. */
  g_log_set_handler ("libsoup", G_LOG_LEVEL_DEBUG, drop_cb, NULL);
  g_log_set_handler ("GLib-GIO", G_LOG_LEVEL_DEBUG, drop_cb, NULL);
  self->place = place_new ();
  config = self->place->config;
  config->reads = config->writes = config->wrong_passwords = config->registrations = 0;
  place_start (self->place);
  self->anna = person_register (self->place, "anna");
  self->bert = person_register (self->place, "bert");
  g_autoptr (JsonObject) changed = place_control (
      self->place, "{\"op\":\"user.change\",\"user\":\"%s\",\"role\":\"admin\"}", self->anna->id);
  g_autoptr (Reply) sent = compose (self->place, self->anna, "bert", "Samarkand");
  self->direct = g_strdup (member_string (sent->json, "conversation"));
  self->group = make_group (self);
  return self;
}

static void
check_database (Place *place)
{
  g_autofree char *path = g_build_filename (place->folder, PARLOUR_DATABASE_FILE, NULL);
  g_auto (ParlourCensus) census = {0};
  g_autoptr (GError) error = NULL;

  parlour_verify (path, &census, &error);
  g_assert_no_error (error);
}

void
fuzz_place_free (FuzzPlace *self)
{
  g_autoptr (Reply) well = expect (self->place, 200, "GET", "/readyz", NULL, NULL);

  place_stop (self->place);
  check_database (self->place);
  person_free (self->anna);
  person_free (self->bert);
  place_free (self->place);
  g_free (self->direct);
  g_free (self->group);
  g_free (self);
}

char *
fuzz_place_fill (FuzzPlace *self, const char *pattern)
{
  g_autofree char *fresh = parlour_id_new ();
  GString *text = g_string_new (pattern);

  g_string_replace (text, "$DIRECT", self->direct != NULL ? self->direct : "", 0);
  g_string_replace (text, "$GROUP", self->group != NULL ? self->group : "", 0);
  g_string_replace (text, "$ANNA", self->anna->id, 0);
  g_string_replace (text, "$BERT", self->bert->id, 0);
  g_string_replace (text, "$TOKEN", self->anna->token, 0);
  g_string_replace (text, "$NEW", fresh, 0);
  return g_string_free (text, FALSE);
}
