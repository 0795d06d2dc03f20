/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz"

#include "fuzz.h"

#include <string.h>

/* This file owns how good bytes become bad ones. One thread. */

#define LENGTH_MAX        (256 * 1024)
#define CHANGES_MAX       6
#define SHORT_SECONDS     0.5
#define ROUNDS_PER_GLANCE 16 /* at the clock */

struct _Fuzz {
  GPtrArray *samples; /* of GBytes */
  const char *const *words;
  guint n_words;
  const char *kept; /* nullable: the file that has the round's bytes */
  gint64 end;       /* monotonic; 0 before the first round */
  guint64 rounds;
};

Fuzz *
fuzz_new (const char *const *words)
{
  Fuzz *self = g_new0 (Fuzz, 1);

  self->samples = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  self->words = words;
  self->kept = g_getenv ("PARLOUR_FUZZ_KEEP");
  self->n_words = words != NULL ? g_strv_length ((char **)words) : 0;
  return self;
}

void
fuzz_free (Fuzz *self)
{
  if (self->rounds > 0)
    g_test_message ("%" G_GUINT64_FORMAT " rounds", self->rounds);
  g_ptr_array_unref (self->samples);
  g_free (self);
}

void
fuzz_add (Fuzz *self, gconstpointer data, gsize length)
{
  g_ptr_array_add (self->samples, g_bytes_new (data, length));
}

void
fuzz_add_text (Fuzz *self, const char *text)
{
  fuzz_add (self, text, strlen (text));
}

void
fuzz_add_texts (Fuzz *self, const char *const *texts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    fuzz_add_text (self, texts[i]);
}

/* 0 to @limit, both of them at times. */
static gsize
any_up_to (gsize limit)
{
  return limit == 0 ? 0 : (gsize)g_test_rand_int_range (0, (gint32)limit + 1);
}

static GBytes *
any_sample (Fuzz *self)
{
  return g_ptr_array_index (self->samples, any_up_to (self->samples->len - 1));
}

static void
insert (GByteArray *bytes, gsize at, gconstpointer data, gsize length)
{
  gsize rest = bytes->len - at;

  if (bytes->len + length > LENGTH_MAX)
    return;
  g_byte_array_set_size (bytes, (guint)(bytes->len + length));
  memmove (bytes->data + at + length, bytes->data + at, rest);
  memcpy (bytes->data + at, data, length);
}

/* A piece of @from, which may be @bytes itself. */
static void
insert_piece (GByteArray *bytes, gsize at, gconstpointer from, gsize length, guint times)
{
  gsize start = any_up_to (length);
  gsize size = any_up_to (MIN (length - start, 64));
  g_autofree guint8 *piece = g_memdup2 ((const guint8 *)from + start, size);

  for (guint i = 0; i < times && size > 0; i++)
    insert (bytes, at, piece, size);
}

static void
remove_piece (GByteArray *bytes, gsize at)
{
  gsize most = g_test_rand_bit () ? 4 : bytes->len;
  gsize size = any_up_to (MIN (bytes->len - at, most));

  if (size > 0)
    g_byte_array_remove_range (bytes, (guint)at, (guint)size);
}

/* What programs stumble over. */
static guint8
odd_byte (void)
{
  static const guint8 odd[] = {0,    1,    '\t', '\n', '\r', ' ',  '"',  '\\',
                               '/',  '0',  '-',  '{',  '[',  '%',  0x7f, 0x80,
                               0xbf, 0xc0, 0xe2, 0xed, 0xf0, 0xf4, 0xfe, 0xff};

  return odd[any_up_to (G_N_ELEMENTS (odd) - 1)];
}

static void
change_byte (GByteArray *bytes, gsize at)
{
  guint8 *byte = &bytes->data[MIN (at, bytes->len - 1)];

  switch (g_test_rand_int_range (0, 4)) {
  case 0:
    *byte ^= (guint8)(1u << any_up_to (7));
    break;
  case 1:
    *byte = (guint8)any_up_to (255);
    break;
  case 2:
    *byte = (guint8)(*byte + (g_test_rand_bit () ? 1 : -1));
    break;
  default:
    *byte = odd_byte ();
  }
}

static void
change (Fuzz *self, GByteArray *bytes)
{
  gsize at = any_up_to (bytes->len);
  GBytes *other = any_sample (self);
  guint8 byte = odd_byte ();

  switch (g_test_rand_int_range (0, 9)) {
  case 0:
  case 1:
    remove_piece (bytes, at);
    break;
  case 2:
    insert (bytes, at, &byte, 1);
    break;
  case 3:
    insert_piece (bytes, at, bytes->data, bytes->len, 1);
    break;
  case 4:
    insert_piece (bytes, at, g_bytes_get_data (other, NULL), g_bytes_get_size (other), 1);
    break;
  case 5:
    insert_piece (bytes, at, bytes->data, bytes->len, 1u << any_up_to (9));
    break;
  case 6:
    if (self->n_words > 0) {
      const char *word = self->words[any_up_to (self->n_words - 1)];
      insert (bytes, at, word, strlen (word));
    }
    break;
  default:
    if (bytes->len > 0)
      change_byte (bytes, at);
  }
}

char *
fuzz_next (Fuzz *self, gsize *length)
{
  GBytes *sample = any_sample (self);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize changes = any_up_to (CHANGES_MAX);

  g_byte_array_append (bytes, g_bytes_get_data (sample, NULL), (guint)g_bytes_get_size (sample));
  for (gsize i = 0; i < changes; i++)
    change (self, bytes);
  *length = bytes->len;

  /* Of its very size, so that the address sanitizer sees who reads beyond it. */
  char *copy = g_malloc (bytes->len + 1);
  memcpy (copy, bytes->data, bytes->len);
  copy[bytes->len] = '\0';
  if (self->kept != NULL)
    g_file_set_contents (self->kept, copy, (gssize)bytes->len, NULL);
  return copy;
}

gboolean
fuzz_goes_on (Fuzz *self)
{
  if (self->end == 0) {
    const char *seconds = g_getenv ("PARLOUR_FUZZ_SECONDS");
    double span = seconds != NULL ? g_ascii_strtod (seconds, NULL) : SHORT_SECONDS;
    self->end = g_get_monotonic_time () + (gint64)(span * G_USEC_PER_SEC);
  }
  return self->rounds++ % ROUNDS_PER_GLANCE != 0 || g_get_monotonic_time () < self->end;
}

void
fuzz_run (Fuzz *self, FuzzTry try, gpointer user_data)
{
  while (fuzz_goes_on (self)) {
    gsize length;
    g_autofree char *data = fuzz_next (self, &length);
    try (data, length, user_data);
  }
}
