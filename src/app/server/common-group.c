/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-common-group"

#include "app/server/common-group.h"

#include "app/server/server-words.h"
#include "app/server/welcome-text-dialog.h"
#include "app/toast.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The group. It shows what the server says, also after each change. Main thread. */

struct _ParlourCommonGroup {
  ParlourSettingsGroup parent_instance;
  char *text; /* the welcome, as the server has it */
  GtkSwitch *common;
  AdwEntryRow *title;
  AdwActionRow *welcome;
};

G_DEFINE_FINAL_TYPE (ParlourCommonGroup, parlour_common_group, PARLOUR_TYPE_SETTINGS_GROUP)

/* --- what the server has ------------------------------------------------------------------ */

static void
parlour_common_group_show (ParlourSettingsGroup *group, const ParlourHostSettings *settings)
{
  ParlourCommonGroup *self = PARLOUR_COMMON_GROUP (group);
  const char *title = settings->common_title;
  gtk_switch_set_active (self->common, settings->common != 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->title), title != NULL);
  parlour_server_show_value (self->title, title ? title : "");
  g_free (self->text);
  self->text = g_strdup (settings->welcome_text);
  adw_action_row_set_subtitle (self->welcome, self->text[0] != '\0' ? self->text : _ ("None"));
}

/* --- what is wished ----------------------------------------------------------------------- */

static void
common_cb (ParlourCommonGroup *self)
{
  ParlourHostSettings settings = {PARLOUR_SERVER_UNCHANGED};
  settings.common = gtk_switch_get_active (self->common);
  parlour_settings_group_set (PARLOUR_SETTINGS_GROUP (self), &settings);
}

static void
title_cb (ParlourCommonGroup *self)
{
  g_autoptr (GError) error = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->title));
  g_autofree char *title = parlour_display_name_normalize (text, &error);
  if (title)
    parlour_settings_group_set (
        PARLOUR_SETTINGS_GROUP (self),
        &(ParlourHostSettings){.common_title = title, PARLOUR_SERVER_UNCHANGED});
  else
    parlour_toast_error (GTK_WIDGET (self), error);
}

static void
welcome_cb (ParlourCommonGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  if (!self->text)
    return;
  ParlourWelcomeTextDialog *dialog = parlour_welcome_text_dialog_new (
      GTK_WINDOW (root), parlour_settings_group_get_admin (PARLOUR_SETTINGS_GROUP (self)),
      self->text);
  g_signal_connect_object (dialog, "done", G_CALLBACK (parlour_settings_group_refresh), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_common_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_COMMON_GROUP);
  G_OBJECT_CLASS (parlour_common_group_parent_class)->dispose (object);
}

static void
parlour_common_group_finalize (GObject *object)
{
  ParlourCommonGroup *self = PARLOUR_COMMON_GROUP (object);
  g_free (self->text);
  G_OBJECT_CLASS (parlour_common_group_parent_class)->finalize (object);
}

static void
parlour_common_group_class_init (ParlourCommonGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_common_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_common_group_finalize;
  PARLOUR_SETTINGS_GROUP_CLASS (klass)->show = parlour_common_group_show;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/common-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourCommonGroup, common);
  gtk_widget_class_bind_template_child (widget_class, ParlourCommonGroup, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourCommonGroup, welcome);
  gtk_widget_class_bind_template_callback (widget_class, common_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_cb);
  gtk_widget_class_bind_template_callback (widget_class, welcome_cb);
}

static void
parlour_common_group_init (ParlourCommonGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
