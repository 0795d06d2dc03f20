/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-layout"

#include "app/history/message-layout.h"

/* Where the parts of a message stand. The row is the hot path of scrolling: no nested boxes, each
 * part is measured once a width. Everything is laid out from the left and mirrored at the end.
 * Main thread. */

enum {
  SIDE = 12,   /* from the row's edge */
  AVATAR = 32, /* its size */
  GAP = 8,     /* avatar to bubble */
  PAD_X = 12,  /* bubble to text */
  PAD_Y = 7,
  META_GAP = 10,    /* text to clock on one line */
  STATE_GAP = 4,    /* clock to state */
  GROUP_SPACE = 10, /* above a group's first bubble */
  SPACE = 2,        /* above the others */
  FREE = 36,        /* that a bubble leaves at its far side */
  BUBBLE_MAX = 560, /* so that lines stay readable */
  BUBBLE_MIN = 24,
};

typedef struct {
  const ParlourMessageParts *parts;
  int width;
  gboolean allocate;
  gboolean mirror;
} Frame;

static gboolean
shown (GtkWidget *widget)
{
  return gtk_widget_should_layout (widget);
}

static int
natural_width (GtkWidget *widget)
{
  int natural = 0;
  if (shown (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
minimum_width (GtkWidget *widget)
{
  int minimum = 0;
  if (shown (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
height_for (GtkWidget *widget, int width)
{
  int height = 0;
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

static void
put (const Frame *frame, GtkWidget *widget, int x, int y, int width, int height)
{
  if (!frame->allocate)
    return;
  GtkAllocation place = {frame->mirror ? frame->width - x - width : x, y, width, height};
  gtk_widget_size_allocate (widget, &place, -1);
}

/* A part over the whole width; returns where the next one begins. */
static int
put_line (const Frame *frame, GtkWidget *widget, int y)
{
  if (!shown (widget))
    return y;
  int height = height_for (widget, frame->width);
  put (frame, widget, 0, y, frame->width, height);
  return y + height;
}

static int
put_part (const Frame *frame, GtkWidget *widget, int x, int y, int width)
{
  if (!shown (widget))
    return y;
  int height = height_for (widget, width);
  put (frame, widget, x, y, width, height);
  return y + height;
}

static int
meta_width (const ParlourMessageParts *parts)
{
  GtkWidget *const marks[] = {parts->pinned, parts->starred, parts->state};
  int width = natural_width (parts->clock);
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    int mark = natural_width (marks[i]);
    width += mark > 0 ? STATE_GAP + mark : 0;
  }
  return width;
}

/* A mark on the clock's line, ending at @right; returns where what is before it ends. */
static int
put_mark (const Frame *frame, GtkWidget *mark, int right, int middle)
{
  int width = natural_width (mark);
  if (width == 0)
    return right;
  int height = height_for (mark, width);
  put (frame, mark, right - width, middle - height / 2, width, height);
  return right - width - STATE_GAP;
}

/* The marks, the clock and the state, ending at @right and on the line that ends at @bottom. */
static void
put_meta (const Frame *frame, int right, int bottom)
{
  const ParlourMessageParts *parts = frame->parts;
  int clock = natural_width (parts->clock);
  int height = height_for (parts->clock, clock);
  right = put_mark (frame, parts->state, right, bottom - height / 2);
  put (frame, parts->clock, right - clock, bottom - height, clock, height);
  right = put_mark (frame, parts->starred, right - clock - STATE_GAP, bottom - height / 2);
  put_mark (frame, parts->pinned, right, bottom - height / 2);
}

typedef struct {
  int width;        /* of the texts */
  gboolean inline_; /* whether the clock stands on the body's line */
} Texts;

static Texts
measure_texts (const ParlourMessageParts *parts, int room)
{
  int body = natural_width (parts->body);
  int meta = meta_width (parts);
  Texts texts = {.inline_ =
                     parts->one_line && shown (parts->body) && body + META_GAP + meta <= room};
  int wanted = texts.inline_ ? body + META_GAP + meta : MAX (body, meta);
  wanted = MAX (wanted, natural_width (parts->subject));
  wanted = MAX (wanted, natural_width (parts->quote));
  texts.width = CLAMP (wanted, MIN (BUBBLE_MIN, room), room);
  return texts;
}

/* What stands in the middle of the row; returns its lower edge. */
static int
put_middle (const Frame *frame, GtkWidget *widget, int y)
{
  int width = CLAMP (natural_width (widget), minimum_width (widget), frame->width);
  return put_part (frame, widget, (frame->width - width) / 2, y, width);
}

/* The bubble with all that stands on it; returns its lower edge. */
static int
put_bubble (const Frame *frame, const Texts *texts, int left, int top)
{
  const ParlourMessageParts *parts = frame->parts;
  int x = left + PAD_X;
  int y = top + PAD_Y;
  if (shown (parts->quote))
    y = put_part (frame, parts->quote, x, y, texts->width) + 4;
  y = put_part (frame, parts->subject, x, y, texts->width);
  int body = texts->inline_ ? MIN (natural_width (parts->body), texts->width) : texts->width;
  y = put_part (frame, parts->body, x, y, body);
  if (!texts->inline_)
    y += height_for (parts->clock, -1);
  put_meta (frame, x + texts->width, y);
  y += PAD_Y;
  put (frame, parts->bubble, left, top, texts->width + 2 * PAD_X, y - top);
  return y;
}

/* Below the bubble, at the side where it begins; returns the lower edge. */
static int
put_reactions (const Frame *frame, int y, int start, int room)
{
  const ParlourMessageParts *parts = frame->parts;
  if (!shown (parts->reactions))
    return y;
  int width = CLAMP (natural_width (parts->reactions), 1, MAX (room, 1));
  int left = parts->mine ? frame->width - SIDE - width : start;
  return put_part (frame, parts->reactions, left, y + SPACE, width);
}

int
parlour_message_layout (const ParlourMessageParts *parts, int width, gboolean allocate)
{
  Frame frame = {parts, width, allocate, FALSE};
  frame.mirror = gtk_widget_get_direction (parts->body) == GTK_TEXT_DIR_RTL;
  int start = parts->mine ? SIDE + FREE : SIDE + AVATAR + GAP;
  int room = width - start - SIDE - (parts->mine ? 0 : FREE) - 2 * PAD_X;
  Texts texts = measure_texts (parts, MAX (MIN (room, BUBBLE_MAX - 2 * PAD_X), BUBBLE_MIN));
  int left = parts->mine ? width - SIDE - texts.width - 2 * PAD_X : start;

  int y = put_line (&frame, parts->day, 0);
  y = put_line (&frame, parts->fresh, y);
  if (shown (parts->notice))
    return put_line (&frame, parts->notice, y);
  if (shown (parts->people))
    return put_middle (&frame, parts->people, y);
  y += parts->first ? GROUP_SPACE : SPACE;
  y = put_part (&frame, parts->name, left + 2, y, MAX (width - SIDE - left - 2, 1));
  if (shown (parts->avatar))
    put (&frame, parts->avatar, SIDE, y, AVATAR, AVATAR);
  y = put_bubble (&frame, &texts, left, y);
  y = put_reactions (&frame, y, start, room + 2 * PAD_X);
  if (shown (parts->failed)) {
    int failed = MIN (MAX (natural_width (parts->failed), 1), width - 2 * SIDE);
    failed = MAX (failed, minimum_width (parts->failed));
    y = put_part (&frame, parts->failed, width - SIDE - failed, y + 2, failed);
  }
  return y + 1;
}

int
parlour_message_layout_min_width (const ParlourMessageParts *parts)
{
  if (shown (parts->notice))
    return minimum_width (parts->notice);
  if (shown (parts->people))
    return minimum_width (parts->people);
  int texts = MAX (minimum_width (parts->body), meta_width (parts));
  texts = MAX (texts, MAX (minimum_width (parts->quote), minimum_width (parts->subject)));
  int row = SIDE + (parts->mine ? 0 : AVATAR + GAP) + FREE + texts + 2 * PAD_X + SIDE;
  row = MAX (row, minimum_width (parts->reactions) + AVATAR + GAP + FREE + 2 * SIDE);
  return MAX (row, minimum_width (parts->failed) + 2 * SIDE);
}
