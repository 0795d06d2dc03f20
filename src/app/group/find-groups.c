/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-find-groups"

#include "app/group/find-groups.h"

#include "app/avatar.h"
#include "app/dialog-fit.h"
#include "app/problem-text.h"
#include "client/account-calls.h"
#include "core/group.h"

#include <glib/gi18n.h>

/* The window. A newer question cancels the one under way. Main thread. */

struct _ParlourFindGroups {
  AdwWindow parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable;
  GtkEditable *query;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ParlourFindGroups, parlour_find_groups, ADW_TYPE_WINDOW)

static void
stop (ParlourFindGroups *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* The conversation opens as soon as it is here. */
static void
join_cb (ParlourFindGroups *self, GtkWidget *button)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (button), "parlour-group"));
  parlour_account_add_member (self->account, id, parlour_account_get_user_id (self->account),
                              PARLOUR_MEMBER_MEMBER);
  if (window)
    g_action_group_activate_action (G_ACTION_GROUP (window), "show-conversation",
                                    g_variant_new_string (id));
  gtk_window_close (GTK_WINDOW (self));
}

static char *
make_subtitle (const ParlourGroup *group)
{
  guint n = (guint)group->member_count;
  g_autofree char *members = g_strdup_printf (ngettext ("%u member", "%u members", n), n);
  if (!group->description || !*group->description)
    return g_steal_pointer (&members);
  return g_strdup_printf ("%s\n%s", group->description, members);
}

static GtkWidget *
make_button (ParlourFindGroups *self, const ParlourGroup *group)
{
  GtkWidget *button = gtk_button_new_with_label (C_ ("a group", "Join"));
  /* Translators: %s is the name of a group */
  g_autofree char *words = g_strdup_printf (_ ("Join “%s”"), group->title);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "parlour-group", g_strdup (group->id), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (join_cb), self);
  return button;
}

static void
add_row (ParlourFindGroups *self, const ParlourGroup *group)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = make_subtitle (group);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), group->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  GtkWidget *avatar = adw_avatar_new (32, group->title, TRUE);
  parlour_avatar_show_group (ADW_AVATAR (avatar), parlour_account_get_pictures (self->account),
                             group->id, group->avatar);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, group));
  gtk_list_box_append (self->list, row);
}

static void
show_groups (ParlourFindGroups *self, GPtrArray *groups)
{
  GtkWidget *row = NULL;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < groups->len; i++)
    add_row (self, g_ptr_array_index (groups, i));
  gboolean all = *gtk_editable_get_text (self->query) == '\0';
  gtk_stack_set_visible_child_name (self->stack, groups->len > 0 ? "list" : all ? "empty" : "none");
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups =
      parlour_account_list_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourFindGroups *self = user_data;
  if (groups) {
    show_groups (self, groups);
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  adw_status_page_set_description (self->problem, text);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
changed_cb (ParlourFindGroups *self)
{
  stop (self);
  self->cancellable = g_cancellable_new ();
  parlour_account_find_groups_async (self->account, gtk_editable_get_text (self->query),
                                     self->cancellable, found_cb, self);
}

static void
parlour_find_groups_dispose (GObject *object)
{
  ParlourFindGroups *self = PARLOUR_FIND_GROUPS (object);
  stop (self);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_FIND_GROUPS);
  G_OBJECT_CLASS (parlour_find_groups_parent_class)->dispose (object);
}

static void
parlour_find_groups_class_init (ParlourFindGroupsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_find_groups_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/find-groups.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourFindGroups, query);
  gtk_widget_class_bind_template_child (widget_class, ParlourFindGroups, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourFindGroups, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourFindGroups, list);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_find_groups_init (ParlourFindGroups *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parlour_find_groups_new (GtkWindow *parent, ParlourAccount *account)
{
  ParlourFindGroups *self = g_object_new (PARLOUR_TYPE_FIND_GROUPS, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->account = g_object_ref (account);
  changed_cb (self);
  return GTK_WINDOW (self);
}
