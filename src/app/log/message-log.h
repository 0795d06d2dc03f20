/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOUR_TYPE_MESSAGE_LOG (parlour_message_log_get_type ())

/**
 * ParlourMessageLog:
 *
 * A list of rows of any height, of which only those near the view exist as widgets. It is put into
 * a GtkScrolledWindow. Whatever the model does, what is visible stays on its pixel; at the exact
 * end the log follows what is appended. The adjustment's value is only ever changed by whoever
 * scrolls: the log moves `lower` and `upper` (also below zero) instead, so that kinetic scrolling
 * goes on.
 *
 * The model may be a window over a longer list: `more-before` and `more-after` say how many rows
 * lie outside of it.
 *
 * Properties: `model` (GListModel of GObject), `at-end` (gboolean, read only), `more-before` and
 * `more-after` (guint64).
 *
 * Signals, all emitted from an idle source (as is the notify of `at-end`), so that the handler may
 * change the model:
 * - `near-start ()`, `near-end ()`: fewer than %PARLOUR_MESSAGE_LOG_NEAR_ROWS rows remain before
 * the model's edge. Once until the model or the count beyond that edge changes; also where nothing
 *   lies beyond it.
 * - `jump (double fraction)`: a place outside of the model was asked for, by dragging the thumb
 * over more than %PARLOUR_MESSAGE_LOG_JUMP_PAGES pages, by Home or End. @fraction is 0.0 to 1.0 of
 * the whole list. The log shows nothing there until the model holds that place: load rows around
 *   fraction × total and set the counts, or call parlour_message_log_set_anchor(). With no handler
 *   the log stops at the model's edge.
 * - `visible-changed (guint first, guint last_fully_visible)`: at most once a frame. @first is the
 *   row that crosses the top, @last_fully_visible the last one whose bottom is visible, or
 *   %GTK_INVALID_LIST_POSITION when there is none.
 *
 * Main thread only.
 */
G_DECLARE_FINAL_TYPE (ParlourMessageLog, parlour_message_log, PARLOUR, MESSAGE_LOG, GtkWidget)

#define PARLOUR_MESSAGE_LOG_NEAR_ROWS  40
#define PARLOUR_MESSAGE_LOG_JUMP_PAGES 4

/**
 * ParlourMessageLogFactory:
 * @create: returns a new row (floating or transfer full), any widget that has height for width and
 *   takes the focus (a bare GtkLabel does not). The log makes it focusable and owns its visibility;
 *   the role (`LIST_ITEM`) is the factory's.
 * @bind: shows @item in @row. @previous and @next are the neighbours in the model, or %NULL at its
 *   edges; when one of them changes, the row is unbound and bound again.
 * @unbind: undoes @bind. Each @bind is followed by exactly one @unbind.
 */
typedef struct {
  GtkWidget *(*create) (gpointer data);
  void (*bind) (GtkWidget *row, GObject *item, GObject *previous, GObject *next, gpointer data);
  void (*unbind) (GtkWidget *row, gpointer data);
} ParlourMessageLogFactory;

/**
 * parlour_message_log_new:
 *
 * Returns: (transfer floating): an empty log, at its end.
 */
GtkWidget *parlour_message_log_new (void);

/**
 * parlour_message_log_set_factory:
 * @factory: static, or alive as long as @self
 * @data: passed to each of its functions
 * @destroy: (nullable): frees @data
 *
 * Every existing row is thrown away.
 */
void parlour_message_log_set_factory (ParlourMessageLog *self,
                                      const ParlourMessageLogFactory *factory,
                                      gpointer data,
                                      GDestroyNotify destroy);

/**
 * parlour_message_log_get_model:
 *
 * Returns: (transfer none) (nullable): the model
 */
GListModel *parlour_message_log_get_model (ParlourMessageLog *self);

/**
 * parlour_message_log_set_model:
 * @model: (transfer none) (nullable): the rows from oldest to newest
 *
 * A new model is shown at its end, until an anchor is set.
 */
void parlour_message_log_set_model (ParlourMessageLog *self, GListModel *model);

/**
 * parlour_message_log_set_more:
 * @before: rows that exist before the model's first
 * @after: rows that exist after the model's last
 *
 * Both counts in one step, after (or before) the items-changed that they belong to; what counts is
 * what holds at the next frame. With @after above 0 the log is never at its end.
 */
void parlour_message_log_set_more (ParlourMessageLog *self, guint64 before, guint64 after);

/**
 * parlour_message_log_get_at_end:
 *
 * Returns: %TRUE where the last row's last pixel is at the bottom of the view and nothing follows
 */
gboolean parlour_message_log_get_at_end (ParlourMessageLog *self);

/**
 * parlour_message_log_scroll_to_end:
 * @animate: glide over the last page, where animations are enabled
 *
 * Where rows exist after the model, `jump (1.0)` is emitted.
 */
void parlour_message_log_scroll_to_end (ParlourMessageLog *self, gboolean animate);

/**
 * parlour_message_log_scroll_to_item:
 * @position: a position in the model
 * @align: 0.0 puts the row's top at the view's top, 1.0 its bottom at the view's bottom, 0.5 its
 *   middle into the middle
 *
 * In the next frame, whatever was visible before. Near an edge the row ends where the edge allows.
 */
void parlour_message_log_scroll_to_item (ParlourMessageLog *self, guint position, double align);

/**
 * parlour_message_log_get_anchor:
 * @item: (out) (transfer none) (nullable): the row that crosses the top of the view
 * @offset: (out): its top in pixels below the top of the view, mostly negative
 *
 * With parlour_message_log_get_at_end() this is what has to be kept to come back to the same pixel.
 *
 * Returns: %FALSE when the log is empty
 */
gboolean parlour_message_log_get_anchor (ParlourMessageLog *self, GObject **item, int *offset);

/**
 * parlour_message_log_set_anchor:
 * @position: a position in the model
 * @offset: where its top belongs, in pixels below the top of the view
 */
void parlour_message_log_set_anchor (ParlourMessageLog *self, guint position, int offset);

G_END_DECLS
