/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-log"

#include "app/log/message-log.h"

#include "app/log/message-log-private.h"

/* The widget itself: its model, its face as a GtkScrollable, and drawing. Main thread. */

enum {
  PROP_0,
  PROP_MODEL,
  PROP_AT_END,
  PROP_MORE_BEFORE,
  PROP_MORE_AFTER,
  N_PROPERTIES,
  PROP_HADJUSTMENT = N_PROPERTIES,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourMessageLog,
                               parlour_message_log,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
pass_anchor_on (ParlourMessageLog *self, ParlourLogAnchorFate fate, ParlourLogRow *survivor)
{
  if (fate == PARLOUR_LOG_ANCHOR_LOST)
    self->at_end = TRUE;
  if (fate == PARLOUR_LOG_ANCHOR_KEPT || fate == PARLOUR_LOG_ANCHOR_LOST)
    return;
  /* A row that was on the screen stays there; without one the new anchor takes the old one's place.
   */
  self->anchor.align = -1;
  if (survivor != NULL)
    self->anchor.y = survivor->y;
}

static void
items_changed_cb (GListModel *model, guint at, guint removed, guint added, gpointer user_data)
{
  ParlourMessageLog *self = user_data;
  ParlourLogRow *below = parlour_log_rows_find (self->rows, at + removed);
  ParlourLogRow *above = at > 0 ? parlour_log_rows_find (self->rows, at - 1) : NULL;
  ParlourLogAnchorFate fate;

  self->n_items = g_list_model_get_n_items (model);
  fate = parlour_log_anchor_shift (&self->anchor, at, removed, added, self->n_items);
  pass_anchor_on (self, fate, fate == PARLOUR_LOG_ANCHOR_PASSED_DOWN ? below : above);

  if (parlour_log_rows_items_changed (self->rows, at, removed, added))
    self->refocus = at;
  self->model_changed = TRUE;
  self->told_near_start = FALSE;
  self->told_near_end = FALSE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
value_changed_cb (GtkAdjustment *adjustment, gpointer user_data)
{
  ParlourMessageLog *self = user_data;
  gint64 scroll = parlour_message_log_get_scroll (self);
  gint64 distance = ABS (scroll - self->scroll);

  if (self->syncing || self->height == 0)
    return;
  /* Whoever scrolls leaves the end, also where rows have been appended since the last layout. */
  if (distance > 0)
    self->at_end = FALSE;
  self->jump = -1;
  if (distance > (gint64)PARLOUR_MESSAGE_LOG_JUMP_PAGES * self->height) {
    GtkAdjustment *a = self->vadjustment;
    double way = gtk_adjustment_get_upper (a) - gtk_adjustment_get_lower (a) - self->height;

    parlour_message_log_jump_to (
        self, (gtk_adjustment_get_value (a) - gtk_adjustment_get_lower (a)) / MAX (1.0, way));
  }
  parlour_message_log_sync_now (self);
}

static void
set_adjustment (ParlourMessageLog *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_clear_object (place);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  *place = g_object_ref_sink (adjustment);
  if (place == &self->vadjustment)
    g_signal_connect (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
configure_horizontally (ParlourMessageLog *self, int width)
{
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, width * 0.1, width * 0.9, width);
}

static void
allocate_row (ParlourMessageLog *self, ParlourLogRow *row, int width)
{
  gint64 y = row->y - parlour_message_log_get_scroll (self);
  int minimum;
  int row_width;

  gtk_widget_measure (row->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  row_width = MAX (width, minimum);
  gtk_widget_size_allocate (
      row->widget,
      &(GtkAllocation){
          gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? width - row_width : 0,
          (int)CLAMP (y, G_MININT / 2, G_MAXINT / 2), row_width, row->height},
      -1);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (widget);

  parlour_message_log_sync (self, width, height);
  for (guint i = 0; i < parlour_log_rows_get_length (self->rows); i++)
    allocate_row (self, parlour_log_rows_get (self->rows, i), width);
  configure_horizontally (self, width);
  self->visible_due = TRUE;
  parlour_message_log_queue_tell (self);
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    return;
  for (guint i = 0; i < parlour_log_rows_get_length (self->rows); i++) {
    int row_minimum;
    int row_natural;

    gtk_widget_measure (parlour_log_rows_get (self->rows, i)->widget, orientation, -1, &row_minimum,
                        &row_natural, NULL, NULL);
    *minimum = MAX (*minimum, row_minimum);
    *natural = MAX (*natural, row_natural);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (widget);
  gint64 top = parlour_message_log_get_scroll (self);
  gint64 bottom = top + gtk_widget_get_height (widget);

  for (guint i = 0; i < parlour_log_rows_get_length (self->rows); i++) {
    ParlourLogRow *row = parlour_log_rows_get (self->rows, i);

    if (row->y < bottom && row->y + row->height > top)
      gtk_widget_snapshot_child (widget, row->widget, snapshot);
  }
}

static void
parlour_message_log_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (object);

  switch (id) {
  case PROP_MODEL:
    g_value_set_object (value, self->model);
    break;
  case PROP_AT_END:
    g_value_set_boolean (value, self->at_end);
    break;
  case PROP_MORE_BEFORE:
    g_value_set_uint64 (value, self->more_before);
    break;
  case PROP_MORE_AFTER:
    g_value_set_uint64 (value, self->more_after);
    break;
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->hadjustment);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->vadjustment);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, self->hscroll_policy);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->vscroll_policy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
parlour_message_log_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (object);

  switch (id) {
  case PROP_MODEL:
    parlour_message_log_set_model (self, g_value_get_object (value));
    break;
  case PROP_MORE_BEFORE:
    parlour_message_log_set_more (self, g_value_get_uint64 (value), self->more_after);
    break;
  case PROP_MORE_AFTER:
    parlour_message_log_set_more (self, self->more_before, g_value_get_uint64 (value));
    break;
  case PROP_HADJUSTMENT:
    set_adjustment (self, &self->hadjustment, g_value_get_object (value));
    break;
  case PROP_VADJUSTMENT:
    set_adjustment (self, &self->vadjustment, g_value_get_object (value));
    break;
  case PROP_HSCROLL_POLICY:
    self->hscroll_policy = g_value_get_enum (value);
    break;
  case PROP_VSCROLL_POLICY:
    self->vscroll_policy = g_value_get_enum (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
clear_adjustment (ParlourMessageLog *self, GtkAdjustment **place)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_clear_object (place);
}

static void
parlour_message_log_dispose (GObject *object)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (object);

  parlour_message_log_stop_glide (self);
  parlour_message_log_set_model (self, NULL);
  parlour_log_rows_set_factory (self->rows, NULL, NULL, NULL);
  clear_adjustment (self, &self->hadjustment);
  clear_adjustment (self, &self->vadjustment);
  g_clear_handle_id (&self->tell_id, g_source_remove);
  G_OBJECT_CLASS (parlour_message_log_parent_class)->dispose (object);
}

static void
parlour_message_log_finalize (GObject *object)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (object);

  parlour_log_rows_free (self->rows);
  G_OBJECT_CLASS (parlour_message_log_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_AT_END] =
      g_param_spec_boolean ("at-end", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MORE_BEFORE] =
      g_param_spec_uint64 ("more-before", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_MORE_AFTER] =
      g_param_spec_uint64 ("more-after", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
parlour_message_log_class_init (ParlourMessageLogClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = parlour_message_log_get_property;
  object_class->set_property = parlour_message_log_set_property;
  object_class->dispose = parlour_message_log_dispose;
  object_class->finalize = parlour_message_log_finalize;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;

  install_properties (object_class);
  parlour_message_log_install_signals (PARLOUR_TYPE_MESSAGE_LOG);
  gtk_widget_class_set_css_name (widget_class, "messagelog");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LOG);
  parlour_message_log_class_init_focus (widget_class);
}

static void
parlour_message_log_init (ParlourMessageLog *self)
{
  self->rows = parlour_log_rows_new (GTK_WIDGET (self));
  self->at_end = TRUE;
  self->told_at_end = TRUE;
  self->anchor.align = -1;
  self->jump = -1;
  self->refocus = GTK_INVALID_LIST_POSITION;
  self->last_fully_visible = GTK_INVALID_LIST_POSITION;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
parlour_message_log_new (void)
{
  return g_object_new (PARLOUR_TYPE_MESSAGE_LOG, NULL);
}

void
parlour_message_log_set_factory (ParlourMessageLog *self,
                                 const ParlourMessageLogFactory *factory,
                                 gpointer data,
                                 GDestroyNotify destroy)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_LOG (self));
  g_return_if_fail (factory != NULL);

  parlour_log_rows_set_factory (self->rows, factory, data, destroy);
  self->n_measured = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

GListModel *
parlour_message_log_get_model (ParlourMessageLog *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_LOG (self), NULL);

  return self->model;
}

static void
forget_place (ParlourMessageLog *self)
{
  self->at_end = TRUE;
  self->anchor = (ParlourLogAnchor){.align = -1};
  self->jump = -1;
  self->refocus = GTK_INVALID_LIST_POSITION;
  self->told_near_start = FALSE;
  self->told_near_end = FALSE;
  self->model_changed = TRUE;
}

void
parlour_message_log_set_model (ParlourMessageLog *self, GListModel *model)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_LOG (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  parlour_log_rows_set_model (self->rows, model);
  g_set_object (&self->model, model);
  self->n_items = model != NULL ? g_list_model_get_n_items (model) : 0;
  if (model != NULL)
    g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  forget_place (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

void
parlour_message_log_set_more (ParlourMessageLog *self, guint64 before, guint64 after)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_LOG (self));

  if (self->more_before == before && self->more_after == after)
    return;
  /* Whoever was told of an edge with nothing beyond it has to hear of it again. */
  self->told_near_start &= self->more_before == before;
  self->told_near_end &= self->more_after == after;
  self->more_before = before;
  self->more_after = after;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MORE_BEFORE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MORE_AFTER]);
}

gboolean
parlour_message_log_get_at_end (ParlourMessageLog *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_LOG (self), FALSE);

  return self->at_end;
}
