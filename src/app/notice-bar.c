/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-notice-bar"

#include "app/notice-bar.h"

#include "app/template.h"

/* What is said, what is offered, and their times. Main thread. */

struct _ParlourNoticeBar {
  GtkWidget parent_instance;
  char *said;    /* NULL: nothing */
  char *offered; /* NULL: nothing */
  char *choice;
  ParlourNoticeBarEnd end;
  gpointer data;
  guint timer;
  GtkRevealer *revealer;
  GtkLabel *text;
  GtkButton *button;
  GtkEventController *pointer;
  GtkEventController *keyboard;
};

G_DEFINE_FINAL_TYPE (ParlourNoticeBar, parlour_notice_bar, GTK_TYPE_WIDGET)

enum { SIGNAL_CLOSING, N_SIGNALS };
static guint signals[N_SIGNALS];

enum {
  TELL_SECONDS = 5,
  OFFER_SECONDS = 10, /* time to find the button by keyboard or by ear */
  AGAIN_SECONDS = 2,  /* after somebody was in it when its time was over */
};

static void
end_offer (ParlourNoticeBar *self, gboolean taken)
{
  ParlourNoticeBarEnd end = g_steal_pointer (&self->end);
  g_clear_pointer (&self->offered, g_free);
  g_clear_pointer (&self->choice, g_free);
  if (end)
    end (taken, g_steal_pointer (&self->data));
}

static void restart (ParlourNoticeBar *self, guint seconds);

static void
update (ParlourNoticeBar *self)
{
  const char *text = self->said ? self->said : self->offered;
  if (text) {
    gtk_label_set_text (self->text, text);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    gtk_widget_set_visible (GTK_WIDGET (self->button), !self->said);
    if (!self->said)
      gtk_button_set_label (self->button, self->choice);
    restart (self, self->said ? TELL_SECONDS : OFFER_SECONDS);
  } else {
    g_clear_handle_id (&self->timer, g_source_remove);
    g_signal_emit (self, signals[SIGNAL_CLOSING], 0);
  }
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

/* What stands here in front is over. */
static void
pass (ParlourNoticeBar *self)
{
  if (self->said)
    g_clear_pointer (&self->said, g_free);
  else
    end_offer (self, FALSE);
  update (self);
}

static gboolean
is_attended (ParlourNoticeBar *self)
{
  return gtk_event_controller_motion_contains_pointer (
             GTK_EVENT_CONTROLLER_MOTION (self->pointer)) ||
         gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->keyboard));
}

static gboolean
time_cb (gpointer user_data)
{
  ParlourNoticeBar *self = user_data;
  self->timer = 0;
  if (is_attended (self))
    restart (self, AGAIN_SECONDS);
  else
    pass (self);
  return G_SOURCE_REMOVE;
}

static void
restart (ParlourNoticeBar *self, guint seconds)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (seconds, time_cb, self);
}

static void
button_cb (ParlourNoticeBar *self)
{
  end_offer (self, TRUE);
  update (self);
}

static void
parlour_notice_bar_dispose (GObject *object)
{
  ParlourNoticeBar *self = PARLOUR_NOTICE_BAR (object);
  g_clear_handle_id (&self->timer, g_source_remove);
  end_offer (self, FALSE);
  g_clear_pointer (&self->said, g_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_NOTICE_BAR);
  G_OBJECT_CLASS (parlour_notice_bar_parent_class)->dispose (object);
}

static void
parlour_notice_bar_class_init (ParlourNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_notice_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourNoticeBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourNoticeBar, text);
  gtk_widget_class_bind_template_child (widget_class, ParlourNoticeBar, button);
  gtk_widget_class_bind_template_child (widget_class, ParlourNoticeBar, pointer);
  gtk_widget_class_bind_template_child (widget_class, ParlourNoticeBar, keyboard);
  gtk_widget_class_bind_template_callback (widget_class, button_cb);
  gtk_widget_class_bind_template_callback (widget_class, pass);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  signals[SIGNAL_CLOSING] = g_signal_new ("closing", PARLOUR_TYPE_NOTICE_BAR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_notice_bar_init (ParlourNoticeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_notice_bar_tell (ParlourNoticeBar *self, const char *text)
{
  g_return_if_fail (PARLOUR_IS_NOTICE_BAR (self) && text != NULL);
  g_free (self->said);
  self->said = g_strdup (text);
  update (self);
}

void
parlour_notice_bar_offer (ParlourNoticeBar *self,
                          const char *text,
                          const char *button,
                          ParlourNoticeBarEnd end,
                          gpointer data)
{
  g_return_if_fail (PARLOUR_IS_NOTICE_BAR (self) && text != NULL && button != NULL && end != NULL);
  if (self->end != end || self->data != data)
    end_offer (self, FALSE);
  g_clear_pointer (&self->said, g_free);
  g_free (self->offered);
  g_free (self->choice);
  self->offered = g_strdup (text);
  self->choice = g_strdup (button);
  self->end = end;
  self->data = data;
  update (self);
}

void
parlour_notice_bar_close (ParlourNoticeBar *self)
{
  g_return_if_fail (PARLOUR_IS_NOTICE_BAR (self));
  if (!self->said && !self->offered)
    return;
  g_clear_pointer (&self->said, g_free);
  end_offer (self, FALSE);
  update (self);
}
