/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rules of names and texts, the same on both sides: the window says early what the server would
 * say later. Any thread; errors are of #PARLOUR_PROBLEM and name their field. */

/**
 * parlour_username_normalize:
 *
 * 2 to 32 of a-z 0-9 . _ -, compared without case, kept in lower case.
 *
 * Returns: (transfer full) (nullable)
 */
char *parlour_username_normalize (const char *text, GError **error);

/**
 * parlour_display_name_normalize:
 *
 * NFC, white space folded and cut at both ends, without control, bidi-override or invisible
 * characters; 1 to %PARLOUR_DISPLAY_NAME_MAX characters.
 *
 * Returns: (transfer full) (nullable)
 */
char *parlour_display_name_normalize (const char *text, GError **error);

/**
 * parlour_text_one_line:
 *
 * What is shown as one line beside a name: NFC, white space folded and cut at both ends, without
 * the characters that parlour_display_name_normalize() drops. Of any length.
 *
 * Returns: (transfer full) (nullable): %NULL where nothing is left of it
 */
char *parlour_text_one_line (const char *text);

/** parlour_password_check: 10 to 1,024 characters, any of them. */
gboolean parlour_password_check (const char *text, GError **error);

/** parlour_body_check: something that one can see, at most %PARLOUR_BODY_CHARS_MAX. */
gboolean parlour_body_check (const char *text, GError **error);

/** parlour_subject_check: one line, at most %PARLOUR_SUBJECT_CHARS_MAX characters; %NULL is none.
 */
gboolean parlour_subject_check (const char *text, GError **error);

/**
 * parlour_text_first_line:
 *
 * The first line of @text that has something on it, with white space folded, cut at @chars
 * characters with "…". For lists; never for storage.
 *
 * Returns: (transfer full)
 */
char *parlour_text_first_line (const char *text, gsize chars);

/** parlour_text_has_hidden_char: whether @text has a control, bidi-override, invisible or
 * unassigned character: what parlour_display_name_normalize() drops. */
gboolean parlour_text_has_hidden_char (const char *text);

/** parlour_text_trim: (transfer full): without empty lines at its beginning and white space at its
 * end; what is set in on the first line stays so. */
char *parlour_text_trim (const char *text);

/** parlour_text_is_blank: whether @text is %NULL, or there is nothing in it that one can see. */
gboolean parlour_text_is_blank (const char *text);

/**
 * parlour_text_fold:
 *
 * For a search without case and accents: NFKD, marks dropped, case folded.
 *
 * Returns: (transfer full)
 */
char *parlour_text_fold (const char *text);

G_END_DECLS
