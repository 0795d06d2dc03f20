/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Fuzz:
 *
 * Bytes from outside, at random: each round one sample, or what is left of it after a few changes.
 * A test of a moment by itself; `PARLOUR_FUZZ_SECONDS=600` makes it ten minutes. GLib prints the
 * seed, and `--seed` repeats the same rounds in the same order; `PARLOUR_FUZZ_KEEP=FILE` has the
 * bytes of the round that failed.
 */
typedef struct _Fuzz Fuzz;

/** FuzzTry: @data is a block of exactly @length bytes and a NUL that does not count. */
typedef void (*FuzzTry) (const char *data, gsize length, gpointer user_data);

/**
 * fuzz_new:
 * @words: (nullable): ends with %NULL; what the format is made of, to be strewn in
 */
Fuzz *fuzz_new (const char *const *words);
void fuzz_free (Fuzz *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fuzz, fuzz_free)

/** fuzz_add: a good sample; a copy is kept. */
void fuzz_add (Fuzz *self, gconstpointer data, gsize length);
void fuzz_add_text (Fuzz *self, const char *text);
void fuzz_add_texts (Fuzz *self, const char *const *texts, gsize n);

/** fuzz_next: (transfer full): the bytes of another round, NUL-terminated beyond them. */
char *fuzz_next (Fuzz *self, gsize *length);

/** fuzz_goes_on: whether there is another round; asks the clock. */
gboolean fuzz_goes_on (Fuzz *self);

/** fuzz_run: @try as often as there is time. */
void fuzz_run (Fuzz *self, FuzzTry try, gpointer user_data);

G_END_DECLS
