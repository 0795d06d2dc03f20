/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-check-row"

#include "app/server/check-row.h"

#include <glib/gi18n.h>

/* One step. Main thread. */

struct _ParlourCheckRow {
  AdwActionRow parent_instance;
  ParlourCheckStep *step;
  GtkImage *icon;
  GtkLabel *state;
};

G_DEFINE_FINAL_TYPE (ParlourCheckRow, parlour_check_row, ADW_TYPE_ACTION_ROW)

typedef struct {
  const char *icon;
  const char *style;
  const char *words;
} Look;

static const Look looks[] = {
    [PARLOUR_CHECK_WAITING] = {"content-loading-symbolic", "dim-label", N_ ("Waiting")},
    [PARLOUR_CHECK_RUNNING] = {"content-loading-symbolic", "dim-label", N_ ("Checking…")},
    [PARLOUR_CHECK_GOOD] = {"object-select-symbolic", "success", N_ ("Good")},
    [PARLOUR_CHECK_DOUBTFUL] = {"dialog-warning-symbolic", "warning", N_ ("Doubtful")},
    [PARLOUR_CHECK_FAILED] = {"dialog-error-symbolic", "error", N_ ("Fails here")},
    [PARLOUR_CHECK_SKIPPED] = {"list-remove-symbolic", "dim-label", N_ ("Not checked")},
};

static char *
subtitle_of (ParlourCheckStep *step)
{
  const char *finding = parlour_check_step_get_finding (step);
  const char *advice = parlour_check_step_get_advice (step);
  if (finding && advice)
    return g_strdup_printf ("%s\n%s", finding, advice);
  return g_strdup (finding ? finding : advice ? advice : "");
}

static void
update (ParlourCheckRow *self)
{
  ParlourCheckState state = parlour_check_step_get_state (self->step);
  g_autofree char *subtitle = subtitle_of (self->step);
  const Look *look = &looks[state < G_N_ELEMENTS (looks) ? state : PARLOUR_CHECK_SKIPPED];
  const char *const style[] = {look->style, NULL};
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 parlour_check_step_get_title (self->step));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->icon, look->icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char **)style);
  gtk_label_set_text (self->state, _ (look->words));
}

static void
parlour_check_row_dispose (GObject *object)
{
  g_clear_object (&PARLOUR_CHECK_ROW (object)->step);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_CHECK_ROW);
  G_OBJECT_CLASS (parlour_check_row_parent_class)->dispose (object);
}

static void
parlour_check_row_class_init (ParlourCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_check_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourCheckRow, icon);
  gtk_widget_class_bind_template_child (widget_class, ParlourCheckRow, state);
}

static void
parlour_check_row_init (ParlourCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_check_row_new (ParlourCheckStep *step)
{
  ParlourCheckRow *self = g_object_new (PARLOUR_TYPE_CHECK_ROW, NULL);
  self->step = g_object_ref (step);
  g_signal_connect_object (step, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
