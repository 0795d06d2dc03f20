/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-invite-dialog"

#include "app/server/invite-dialog.h"
#include "client/models/conversation-item-private.h"
#include "ui/parlour-resources.h"

/* What the dialog offers before anybody has chosen: it is also what *Host* makes without asking.
 * Needs a display. */

#define NARROW 360

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static const char *
chosen (gpointer row)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (ADW_COMBO_ROW (row)));
}

static void
test_offers_ten_people_and_a_week (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourProfile) profile = parlour_profile_new ("invite-dialog", &error);
  g_assert_no_error (error);
  g_autoptr (ParlourHostAdmin) admin = parlour_host_admin_new (profile);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  ParlourInviteDialog *dialog = parlour_invite_dialog_new (NULL, admin, FALSE);
  collect (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, rows);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (chosen (rows->pdata[0]), ==, "10 people");
  g_assert_cmpstr (chosen (rows->pdata[1]), ==, "A week");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
append (GListStore *list, const char *title, const ParlourConversationRow *fields)
{
  ParlourConversationRow whole = *fields;
  whole.id = whole.title = title;
  g_autoptr (ParlourConversationRow) row = parlour_conversation_row_new (&whole);
  g_autoptr (ParlourConversationItem) item = parlour_conversation_item_new (row);
  g_list_store_append (list, item);
}

/* Whom one lets into a group that is somebody else's is not one's own to say. */
static void
test_offers_the_groups_that_one_runs (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourProfile) profile = parlour_profile_new ("invite-dialog", &error);
  g_assert_no_error (error);
  g_autoptr (ParlourHostAdmin) admin = parlour_host_admin_new (profile);
  g_autoptr (GListStore) list = g_list_store_new (PARLOUR_TYPE_CONVERSATION_ITEM);
  g_autoptr (GPtrArray) checks = g_ptr_array_new ();
  const ParlourConversationRow mine = {.kind = PARLOUR_CONVERSATION_GROUP,
                                       .role = PARLOUR_MEMBER_OWNER};
  ParlourConversationRow other = mine, common = mine, former = mine, direct = mine;
  other.role = PARLOUR_MEMBER_MEMBER;
  common.common = TRUE;
  former.former = TRUE;
  direct.kind = PARLOUR_CONVERSATION_DIRECT;
  append (list, "other", &other);
  append (list, "common", &common);
  append (list, "mine", &mine);
  append (list, "former", &former);
  append (list, "direct", &direct);

  ParlourInviteDialog *dialog = parlour_invite_dialog_new (NULL, admin, FALSE);
  parlour_invite_dialog_offer_groups (dialog, G_LIST_MODEL (list));
  collect (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, checks);
  g_assert_cmpuint (checks->len, ==, 1);
  GtkWidget *row = gtk_widget_get_ancestor (checks->pdata[0], ADW_TYPE_ACTION_ROW);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "mine");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static GtkWidget *
show_narrow_window (void)
{
  GtkWidget *window = gtk_window_new ();
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  gtk_window_set_default_size (GTK_WINDOW (window), NARROW, NARROW);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (window) == 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  return window;
}

static void
test_is_no_wider_than_its_parent (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourProfile) profile = parlour_profile_new ("invite-dialog", &error);
  g_assert_no_error (error);
  g_autoptr (ParlourHostAdmin) admin = parlour_host_admin_new (profile);
  GtkWidget *parent = show_narrow_window ();
  ParlourInviteDialog *dialog = parlour_invite_dialog_new (GTK_WINDOW (parent), admin, FALSE);
  int width = 0;
  int height = 0;
  gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
  g_assert_cmpint (gtk_widget_get_width (parent), ==, NARROW);
  g_assert_cmpint (width, ==, NARROW);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (parent));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  parlour_register_resource ();
  g_test_add_func ("/app/invite-dialog/offers-ten-people-and-a-week",
                   test_offers_ten_people_and_a_week);
  g_test_add_func ("/app/invite-dialog/offers-the-groups-that-one-runs",
                   test_offers_the_groups_that_one_runs);
  g_test_add_func ("/app/invite-dialog/is-no-wider-than-its-parent",
                   test_is_no_wider_than_its_parent);
  return g_test_run ();
}
