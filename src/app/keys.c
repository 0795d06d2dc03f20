/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-keys"

#include "app/keys.h"

#include <glib/gi18n.h>

/* The one table of keys: what installs them and what shows them both read it. Main thread. */

enum { N_ACCELS = 3 };

typedef struct {
  const char *group; /* NULL: as before */
  const char *title; /* NULL: not shown, like its neighbour */
  const char *action;
  const char *accels[N_ACCELS];
  const char *shown; /* NULL: the first of @accels */
} Key;

static const Key keys[] = {
    {N_ ("Messages"), N_ ("New message"), "win.compose::", {"<Control>n"}},
    {NULL, N_ ("Title line"), "win.toggle-title", {"<Control><Shift>t"}},
    {NULL, N_ ("Send"), NULL, {NULL}, "Return"},
    {NULL, N_ ("Break the line"), NULL, {NULL}, "<Shift>Return"},
    {NULL, N_ ("Edit the last one of your own, where nothing is written"), NULL, {NULL}, "Up"},
    {NULL, N_ ("Insert emoji"), NULL, {NULL}, "<Control>period"},
    {NULL, N_ ("Menu of a message"), NULL, {NULL}, "Menu"},
    {NULL, N_ ("To the newest message"), "win.scroll-to-end", {"<Control>End"}},
    {N_ ("Moving around"), N_ ("Next conversation"), "win.go(1)", {"<Control>Page_Down"}},
    {NULL, N_ ("Previous conversation"), "win.go(-1)", {"<Control>Page_Up"}},
    {NULL, N_ ("Next message, in Received and Sent"), "win.go-message(1)", {"<Alt>Down"}},
    {NULL, N_ ("Previous message, in Received and Sent"), "win.go-message(-1)", {"<Alt>Up"}},
    {NULL, N_ ("Next unread conversation"), "win.go-unread(1)", {"<Control><Shift>Page_Down"}},
    {NULL, N_ ("Previous unread conversation"), "win.go-unread(-1)", {"<Control><Shift>Page_Up"}},
    {NULL, N_ ("First to ninth conversation"), "win.go-nth(1)", {"<Alt>1"}, "<Alt>1...9"},
    {NULL, NULL, "win.go-nth(2)", {"<Alt>2"}},
    {NULL, NULL, "win.go-nth(3)", {"<Alt>3"}},
    {NULL, NULL, "win.go-nth(4)", {"<Alt>4"}},
    {NULL, NULL, "win.go-nth(5)", {"<Alt>5"}},
    {NULL, NULL, "win.go-nth(6)", {"<Alt>6"}},
    {NULL, NULL, "win.go-nth(7)", {"<Alt>7"}},
    {NULL, NULL, "win.go-nth(8)", {"<Alt>8"}},
    {NULL, NULL, "win.go-nth(9)", {"<Alt>9"}},
    {NULL,
     N_ ("Archive the conversation, or get it back"),
     "win.change-open::toggle-archived",
     {"<Control>e"}},
    {NULL,
     N_ ("Pin the conversation, or unpin it"),
     "win.change-open::toggle-pinned",
     {"<Control>d"}},
    {NULL,
     N_ ("Mute the conversation, or unmute it"),
     "win.change-open::toggle-muted",
     {"<Control>m"}},
    {NULL, N_ ("Mark the conversation as unread"), "win.change-open::mark-unread", {"<Control>r"}},
    {NULL, N_ ("Next pane"), "win.next-pane(1)", {"F6"}},
    {NULL, N_ ("Previous pane"), "win.next-pane(-1)", {"<Shift>F6"}},
    {NULL, N_ ("Cancel a reply or an edit, then back to the list"), NULL, {NULL}, "Escape"},
    {N_ ("General"), N_ ("Main menu"), NULL, {NULL}, "F10"},
    {NULL, N_ ("Preferences"), "win.preferences", {"<Control>comma"}},
    {NULL,
     N_ ("Keyboard shortcuts"),
     "win.show-help-overlay",
     {"<Control>question", "F1"},
     "<Control>question F1"},
    {NULL, N_ ("Close the window"), "window.close", {"<Control>w"}},
    {NULL, N_ ("Quit"), "app.quit", {"<Control>q"}},
};

void
parlour_keys_install (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    const char *accels[N_ACCELS + 1] = {NULL};
    for (gsize j = 0; j < N_ACCELS; j++)
      accels[j] = keys[i].accels[j];
    if (keys[i].action)
      gtk_application_set_accels_for_action (application, keys[i].action, accels);
  }
}

static void
append_group (GString *ui, const Key *key, gboolean first)
{
  if (!first)
    g_string_append (ui, "</object></child>");
  g_autofree char *title = g_markup_escape_text (_ (key->group), -1);
  g_string_append_printf (ui,
                          "<child><object class='GtkShortcutsGroup'>"
                          "<property name='title'>%s</property>",
                          title);
}

static void
append_key (GString *ui, const Key *key)
{
  const char *shown = key->shown ? key->shown : key->accels[0];
  g_autofree char *title = g_markup_escape_text (_ (key->title), -1);
  g_autofree char *accel = g_markup_escape_text (shown, -1);
  g_string_append_printf (ui,
                          "<child><object class='GtkShortcutsShortcut'>"
                          "<property name='title'>%s</property>"
                          "<property name='accelerator'>%s</property></object></child>",
                          title, accel);
}

/* GTK 4.8 can put such a window together from a description only. */
GtkShortcutsWindow *
parlour_keys_new_overlay (void)
{
  g_autoptr (GString) ui = g_string_new ("<interface><object class='GtkShortcutsWindow' id='keys'>"
                                         "<property name='modal'>1</property>"
                                         "<child><object class='GtkShortcutsSection'>"
                                         "<property name='section-name'>all</property>"
                                         "<property name='max-height'>16</property>");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (keys[i].group)
      append_group (ui, &keys[i], i == 0);
    if (keys[i].title)
      append_key (ui, &keys[i]);
  }
  g_string_append (ui, "</object></child></object></child></object></interface>");
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (ui->str, (gssize)ui->len);
  return g_object_ref (GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "keys")));
}
