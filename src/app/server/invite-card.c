/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invite-card"

#include "app/server/invite-card.h"

#include "app/server/qr-code.h"

#include <glib/gi18n.h>

/* The card to print. It is black on white and has one typeface, so it looks alike everywhere. Main
 * thread. */

#define LINK "parlour-link"

enum { BIG = 30, PLAIN = 14, SMALL = 9, GAP = 14, QR_MAX = 300 };

typedef struct {
  cairo_t *cairo;
  PangoLayout *layout;
  double width;
  double y;
} Page;

static void
put (Page *page, const char *text, int points, PangoWeight weight)
{
  PangoFontDescription *font = pango_font_description_new ();
  int height = 0;
  pango_font_description_set_family (font, "Cantarell, Sans");
  pango_font_description_set_absolute_size (font, points * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (page->layout, font);
  pango_layout_set_text (page->layout, text, -1);
  pango_layout_get_pixel_size (page->layout, NULL, &height);
  cairo_move_to (page->cairo, 0, page->y);
  pango_cairo_show_layout (page->cairo, page->layout);
  page->y += height + GAP;
  pango_font_description_free (font);
}

static void
put_code (Page *page, const char *text, double height)
{
  double size = MIN (MIN (page->width, QR_MAX), height / 2);
  cairo_save (page->cairo);
  cairo_translate (page->cairo, (page->width - size) / 2, page->y);
  parlour_qr_draw (page->cairo, text, size);
  cairo_restore (page->cairo);
  cairo_set_source_rgb (page->cairo, 0, 0, 0);
  page->y += size + GAP;
}

static void
put_steps (Page *page)
{
  pango_layout_set_alignment (page->layout, PANGO_ALIGN_LEFT);
  put (page, _ ("1. Install Parlour on your computer, and open it."), PLAIN, PANGO_WEIGHT_NORMAL);
  put (page, _ ("2. Scan this code, or choose “Join a Place” in Parlour and enter the link below."),
       PLAIN, PANGO_WEIGHT_NORMAL);
  put (page, _ ("3. Compare the words below with those on your screen, and create your account."),
       PLAIN, PANGO_WEIGHT_NORMAL);
}

void
parlour_invite_card_draw (cairo_t *cairo,
                          const ParlourInviteLink *link,
                          double width,
                          double height)
{
  g_return_if_fail (cairo != NULL && link != NULL);
  Page page = {cairo, pango_cairo_create_layout (cairo), width, 0};
  g_autofree char *text = parlour_invite_link_to_text (link);
  g_autofree char *words =
      link->fingerprint ? parlour_fingerprint_to_words (link->fingerprint) : NULL;
  PangoAttrList *attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE)); /* a link has none */
  pango_layout_set_attributes (page.layout, attributes);
  pango_attr_list_unref (attributes);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  pango_layout_set_width (page.layout, (int)(width * PANGO_SCALE));
  pango_layout_set_wrap (page.layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (page.layout, PANGO_ALIGN_CENTER);
  put (&page, _ ("You are invited to"), PLAIN, PANGO_WEIGHT_NORMAL);
  put (&page, link->name ? link->name : _ ("Parlour"), BIG, PANGO_WEIGHT_BOLD);
  put_code (&page, text, height);
  put_steps (&page);
  pango_layout_set_alignment (page.layout, PANGO_ALIGN_CENTER);
  if (words)
    put (&page, words, PLAIN, PANGO_WEIGHT_BOLD);
  pango_layout_set_wrap (page.layout, PANGO_WRAP_CHAR); /* whoever types it sees full lines */
  put (&page, text, SMALL, PANGO_WEIGHT_NORMAL);
  g_object_unref (page.layout);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context)
{
  parlour_invite_card_draw (
      gtk_print_context_get_cairo_context (context), g_object_get_data (G_OBJECT (operation), LINK),
      gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

void
parlour_invite_card_print (GtkWindow *parent, ParlourInviteLink *link)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GError) error = NULL;
  g_object_set_data_full (G_OBJECT (operation), LINK, parlour_invite_link_ref (link),
                          (GDestroyNotify)parlour_invite_link_unref);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, _ ("Invitation to Parlour"));
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), NULL);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, &error);
  if (error)
    g_warning ("Cannot print: %s", error->message);
}
