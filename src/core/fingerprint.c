/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-fingerprint"

#include "core/fingerprint.h"

#include "core/problem.h"

#include <string.h>

/* This file owns how a server's identity is written for programs and for people. Any thread. */

/* In this order for ever: their places are the bytes' values. */
static const char words[256][10] = {
    "acorn",    "album",   "amber",   "anchor",  "apple",    "apron",   "arrow",    "atlas",
    "attic",    "autumn",  "bacon",   "badge",   "bagel",    "balcony", "bamboo",   "banjo",
    "barley",   "barn",    "basil",   "basket",  "beach",    "beaver",  "beetle",   "bell",
    "berry",    "bicycle", "birch",   "biscuit", "blanket",  "blossom", "bonfire",  "book",
    "border",   "bottle",  "boulder", "branch",  "bread",    "breeze",  "brick",    "bridge",
    "broom",    "bubble",  "bucket",  "butter",  "button",   "cabin",   "cactus",   "camel",
    "camera",   "candle",  "canoe",   "canyon",  "carpet",   "carrot",  "castle",   "cedar",
    "cello",    "chalk",   "cheese",  "cherry",  "chess",    "chimney", "cider",    "circle",
    "clay",     "clock",   "cloud",   "clover",  "coast",    "cobalt",  "coconut",  "coffee",
    "comet",    "compass", "copper",  "coral",   "cotton",   "cradle",  "crayon",   "cricket",
    "crystal",  "curtain", "daisy",   "dancer",  "desert",   "diamond", "dolphin",  "donkey",
    "dragon",   "drum",    "eagle",   "easel",   "echo",     "ember",   "engine",   "falcon",
    "farm",     "feather", "fern",    "ferry",   "fiddle",   "field",   "finch",    "flag",
    "flame",    "flute",   "forest",  "fossil",  "fountain", "fox",     "galaxy",   "garden",
    "garlic",   "ginger",  "glacier", "glass",   "globe",    "goat",    "granite",  "grape",
    "guitar",   "hammer",  "harbor",  "harvest", "hazel",    "hedge",   "helmet",   "heron",
    "hill",     "honey",   "horizon", "horse",   "island",   "ivory",   "jacket",   "jasmine",
    "jelly",    "jungle",  "kettle",  "kitchen", "kite",     "ladder",  "lagoon",   "lake",
    "lantern",  "lemon",   "lily",    "lion",    "lizard",   "lobster", "lotus",    "magnet",
    "mango",    "maple",   "marble",  "market",  "meadow",   "melon",   "meteor",   "mill",
    "mint",     "mirror",  "mitten",  "monkey",  "moon",     "moss",    "mountain", "museum",
    "nectar",   "needle",  "nest",    "nickel",  "nutmeg",   "oak",     "oasis",    "ocean",
    "olive",    "onion",   "orange",  "orbit",   "orchid",   "otter",   "owl",      "oyster",
    "paddle",   "palace",  "panda",   "paper",   "parrot",   "pastry",  "peach",    "peanut",
    "pebble",   "pelican", "pencil",  "penguin", "pepper",   "piano",   "pillow",   "pine",
    "planet",   "plum",    "pocket",  "poem",    "pond",     "pony",    "poppy",    "potato",
    "prairie",  "pumpkin", "puzzle",  "quartz",  "quilt",    "rabbit",  "radish",   "rain",
    "ribbon",   "river",   "robin",   "rocket",  "saddle",   "saffron", "salmon",   "sand",
    "satin",    "scarf",   "shell",   "silver",  "sparrow",  "spruce",  "squirrel", "stone",
    "storm",    "sugar",   "summer",  "sunrise", "table",    "teapot",  "thistle",  "thunder",
    "tiger",    "tomato",  "tower",   "tractor", "trumpet",  "tulip",   "tunnel",   "turtle",
    "umbrella", "valley",  "vanilla", "velvet",  "village",  "violet",  "violin",   "walnut",
};

ParlourFingerprint
parlour_fingerprint_from_spki (GBytes *spki)
{
  ParlourFingerprint self;
  gsize size = sizeof self.bytes;
  gsize length;
  const guint8 *der = g_bytes_get_data (spki, &length);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, der, (gssize)length);
  g_checksum_get_digest (sum, self.bytes, &size);
  return self;
}

static gboolean
refuse (GError **error)
{
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "fingerprint",
                             "This is not a server's fingerprint.");
  return FALSE;
}

gboolean
parlour_fingerprint_parse (const char *text, ParlourFingerprint *out, GError **error)
{
  char padded[PARLOUR_FINGERPRINT_TEXT_CHARS + 2];
  ParlourFingerprint self;
  gsize length = 0;

  if (strlen (text) != PARLOUR_FINGERPRINT_TEXT_CHARS)
    return refuse (error);
  for (gsize i = 0; i < PARLOUR_FINGERPRINT_TEXT_CHARS; i++) {
    if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
      return refuse (error);
    padded[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
  }
  padded[PARLOUR_FINGERPRINT_TEXT_CHARS] = '=';
  padded[PARLOUR_FINGERPRINT_TEXT_CHARS + 1] = '\0';
  g_base64_decode_inplace (padded, &length);
  if (length != sizeof self.bytes)
    return refuse (error);
  memcpy (self.bytes, padded, sizeof self.bytes);
  /* The last character has two bits to spare: only one of its four spellings is right. */
  g_autofree char *again = parlour_fingerprint_to_text (&self);
  if (strcmp (again, text) != 0)
    return refuse (error);
  *out = self;
  return TRUE;
}

char *
parlour_fingerprint_to_text (const ParlourFingerprint *self)
{
  char *text = g_base64_encode (self->bytes, sizeof self->bytes);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[PARLOUR_FINGERPRINT_TEXT_CHARS] = '\0';
  return text;
}

char *
parlour_fingerprint_to_groups (const ParlourFingerprint *self)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < 16; i++)
    g_string_append_printf (text, "%s%02X", i > 0 && i % 2 == 0 ? " " : "", self->bytes[i]);
  return g_string_free (text, FALSE);
}

char *
parlour_fingerprint_to_words (const ParlourFingerprint *self)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < PARLOUR_FINGERPRINT_WORDS; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", words[self->bytes[i]]);
  return g_string_free (text, FALSE);
}

gboolean
parlour_fingerprint_equal (const ParlourFingerprint *a, const ParlourFingerprint *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}
