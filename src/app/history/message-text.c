/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-text"

#include "app/history/message-text.h"

#include "app/link-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Texts in rows of the message list. Stateless. */

enum {
  SHORT_CHARS = 16,  /* a text that never wraps */
  MEDIUM_CHARS = 12, /* what a line up to WIDE_CHARS has at least, no wider than it is drawn */
  WIDE_CHARS = 36,   /* a line that is wider than NARROW_CHARS in any script */
  NARROW_CHARS = 24, /* what a line of a wrapping text has at least; measured: it saves most of the
                        time that the search for the narrowest width takes */
};

static glong
longest_line (const char *text)
{
  glong chars = 0;
  glong longest = 0;
  for (const char *at = text; *at && longest <= WIDE_CHARS; at = g_utf8_next_char (at)) {
    chars = *at == '\n' ? 0 : chars + 1;
    longest = MAX (longest, chars);
  }
  return longest;
}

/* Fewer where text is large: a line may not be wider than a narrow window. */
static int
narrow_chars (GtkWidget *widget)
{
  int dpi = 0; /* in 1024ths; -1: the default */
  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 96 * 1024 ? NARROW_CHARS * 96 * 1024 / dpi : NARROW_CHARS;
}

/* A short text never wraps, so that its bubble is no wider than it. */
void
parlour_message_text_set (GtkLabel *label, const char *text, gboolean links)
{
  glong longest = longest_line (text);
  gboolean wrap = longest > SHORT_CHARS;
  gtk_label_set_wrap (label, wrap);
  gtk_label_set_width_chars (label, !wrap                   ? -1
                                    : longest <= WIDE_CHARS ? MEDIUM_CHARS
                                                            : narrow_chars (GTK_WIDGET (label)));
  if (links && strstr (text, "://")) {
    g_autofree char *markup = parlour_link_text_to_markup (text);
    gtk_label_set_markup (label, markup);
  } else {
    gtk_label_set_text (label, text);
  }
}

void
parlour_message_text_fold (GtkLabel *label, const char *text)
{
  g_autofree char *markup =
      g_markup_printf_escaped ("%s\n<a href=\"" PARLOUR_MESSAGE_UNFOLD "\">%s</a>", text,
                               C_ ("a message of somebody blocked", "Show"));
  gtk_label_set_wrap (label, FALSE);
  gtk_label_set_width_chars (label, -1);
  gtk_label_set_markup (label, markup);
}
