/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-compose-dialog"

#include "app/compose/compose-dialog.h"

#include "app/compose/discard-dialog.h"
#include "app/compose/group-finder.h"
#include "app/compose/group-maker.h"
#include "app/compose/people-finder.h"
#include "app/compose/recipients.h"
#include "app/dialog-fit.h"
#include "app/form.h"
#include "app/problem-text.h"
#include "client/models/conversation-item.h"
#include "core/limits.h"
#include "core/problem.h"
#include "core/text.h"

#include <glib/gi18n.h>

#include <string.h>

/* The dialog. One request at a time, which dispose cancels. Main thread. */

struct _ParlourComposeDialog {
  AdwWindow parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable;
  char *given;        /* nullable: a text that it was opened with and that is no loss */
  gboolean discard;   /* asked about and agreed, or sent */
  char *conversation; /* nullable: the group that it is for, in place of people */
  GtkWidget *to;
  ParlourGroupFinder *groups;
  ParlourPeopleFinder *finder;
  GtkWidget *group_title; /* shown for several recipients */
  GtkWidget *subject;
  GtkTextBuffer *body;
  GtkWidget *body_view;
  GtkListBox *form;
  GtkWidget *placeholder;
  GtkLabel *problem;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourComposeDialog, parlour_compose_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_SENT, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static char *
dup_body (ParlourComposeDialog *self)
{
  GtkTextIter start;
  GtkTextIter end;
  gtk_text_buffer_get_bounds (self->body, &start, &end);
  return gtk_text_buffer_get_text (self->body, &start, &end, FALSE);
}

static void
set_busy (ParlourComposeDialog *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->to), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->group_title), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->subject), !busy);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->body_view), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compose.send", !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
set_problem (ParlourComposeDialog *self, const char *text)
{
  gtk_label_set_text (self->problem, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static GtkWidget *
row_to_blame (ParlourComposeDialog *self, const GError *error)
{
  const char *field = parlour_problem_get_field (error);
  if (g_strcmp0 (field, "to") == 0 || g_strcmp0 (field, "username") == 0)
    return self->to;
  if (g_strcmp0 (field, "title") == 0)
    return self->group_title;
  return g_strcmp0 (field, "subject") == 0 ? self->subject : NULL;
}

static void
fail (ParlourComposeDialog *self, const GError *error)
{
  GtkWidget *row = row_to_blame (self, error);
  g_autofree char *text = parlour_problem_text (error);
  if (row)
    parlour_form_set_error (row, text);
  else
    set_problem (self, text);
  gtk_widget_grab_focus (row ? row : self->body_view);
}

/* @error: (nullable): it stays open then. */
static void
end (ParlourComposeDialog *self,
     const GError *error,
     const char *conversation,
     const char *username)
{
  set_busy (self, FALSE);
  if (error) {
    fail (self, error);
    return;
  }
  self->discard = TRUE;
  g_signal_emit (self, signals[SIGNAL_SENT], 0, conversation, username);
  gtk_window_close (GTK_WINDOW (self));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation = NULL;
  gboolean sent = parlour_account_compose_finish (PARLOUR_ACCOUNT (source), result, &conversation,
                                                  NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourComposeDialog *self = user_data;
  g_autofree char *to = parlour_people_finder_resolve (self->finder, text_of (self->to));
  g_autofree char *username = parlour_username_normalize (to, NULL);
  end (self, sent ? NULL : error, conversation, username);
}

static void
sent_to_group_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean sent = parlour_account_send_finish (PARLOUR_ACCOUNT (source), result, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourComposeDialog *self = user_data;
  g_autofree char *conversation = g_strdup (self->conversation);
  end (self, sent ? NULL : error, conversation, NULL);
}

static void
group_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation = parlour_group_maker_make_finish (result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (user_data, error, conversation, NULL);
}

static gboolean
lacks (ParlourComposeDialog *self, GtkWidget *row, const char *words)
{
  parlour_form_set_error (row, words);
  gtk_widget_grab_focus (row);
  return FALSE;
}

/* The usernames that are meant. */
static char **
list_recipients (ParlourComposeDialog *self)
{
  const char *text = text_of (self->to);
  g_autofree char *last =
      parlour_people_finder_resolve (self->finder, parlour_recipients_last (text));
  g_autofree char *whole = parlour_recipients_complete (text, last);
  return parlour_recipients_split (whole);
}

/* Says early what the server would say later, as the next one. */
static gboolean
check_texts (ParlourComposeDialog *self, const char *subject, const char *body)
{
  g_autoptr (GError) error = NULL;
  if (parlour_subject_check (subject, &error) && parlour_body_check (body, &error))
    return TRUE;
  fail (self, error);
  return FALSE;
}

static gboolean
check_names (ParlourComposeDialog *self, char **names)
{
  g_autoptr (GError) error = NULL;
  gboolean several = g_strv_length (names) > 1;
  if (!*names)
    return lacks (self, self->to, _ ("Who is it for?"));
  if (several && parlour_text_is_blank (text_of (self->group_title)))
    return lacks (self, self->group_title, _ ("What is the group called?"));
  for (char **name = names; *name && !error; name++) {
    g_autofree char *username = parlour_username_normalize (*name, NULL);
    if (!username)
      parlour_problem_set_field (&error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to",
                                 "Nobody here has this username.");
  }
  if (error)
    fail (self, error);
  return error == NULL;
}

/* What was typed may be the title of a group that was not chosen from the list. */
static void
resolve_group (ParlourComposeDialog *self)
{
  if (!self->conversation)
    self->conversation = g_strdup (parlour_group_finder_resolve (self->groups, text_of (self->to)));
}

static void
submit_cb (ParlourComposeDialog *self)
{
  g_auto (GStrv) names = list_recipients (self);
  g_autofree char *body = dup_body (self);
  const char *subject = text_of (self->subject);
  if (parlour_text_is_blank (subject))
    subject = NULL;
  if (self->cancellable)
    return;
  parlour_form_clear (self->form);
  set_problem (self, NULL);
  resolve_group (self);
  if ((!self->conversation && !check_names (self, names)) || !check_texts (self, subject, body))
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  if (self->conversation)
    parlour_account_send_async (self->account, self->conversation, subject, body, 0,
                                self->cancellable, sent_to_group_cb, self);
  else if (names[1])
    parlour_group_maker_make_async (self->account, (const char *const *)names,
                                    text_of (self->group_title), subject, body, self->cancellable,
                                    group_made_cb, self);
  else
    parlour_account_compose_async (self->account, names[0], subject, body, self->cancellable,
                                   sent_cb, self);
}

static void
send_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  submit_cb (PARLOUR_COMPOSE_DIALOG (widget));
}

/* --- the recipient ------------------------------------------------------------------------ */

static void
to_changed_cb (ParlourComposeDialog *self)
{
  const char *text = text_of (self->to);
  gboolean several = strchr (text, ',') != NULL;
  g_clear_pointer (&self->conversation, g_free);
  gtk_widget_set_visible (self->group_title, several);
  parlour_people_finder_set_others (
      self->finder, parlour_group_finder_find (self->groups, self->account, several ? "" : text));
  parlour_people_finder_find (self->finder, self->account, parlour_recipients_last (text));
}

/* The choice is made: the list of the other kind goes. */
static void
set_recipient (ParlourComposeDialog *self, const char *text, const char *settled)
{
  g_signal_handlers_block_by_func (self->to, to_changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->to), text);
  gtk_editable_set_position (GTK_EDITABLE (self->to), -1);
  g_signal_handlers_unblock_by_func (self->to, to_changed_cb, self);
  parlour_group_finder_find (self->groups, self->account, "");
  parlour_people_finder_settle (self->finder, self->account, settled);
  gtk_widget_grab_focus (self->subject);
}

static void
person_chosen_cb (ParlourComposeDialog *self, const char *username)
{
  g_autofree char *whole = parlour_recipients_complete (text_of (self->to), username);
  g_clear_pointer (&self->conversation, g_free);
  set_recipient (self, whole, username);
}

static void
group_chosen_cb (ParlourComposeDialog *self, const char *conversation)
{
  ParlourConversationItem *item = parlour_account_get_conversation (self->account, conversation);
  if (!item)
    return;
  g_free (self->conversation);
  self->conversation = g_strdup (conversation);
  set_recipient (self, parlour_conversation_item_get_title (item), "");
}

static void
to_done_cb (ParlourComposeDialog *self)
{
  g_autofree char *username = g_strdup (parlour_people_finder_guess (self->finder));
  g_autofree char *group = g_strdup (parlour_group_finder_guess (self->groups));
  if (username)
    person_chosen_cb (self, username);
  else if (group)
    group_chosen_cb (self, group);
  else
    parlour_people_finder_settle (self->finder, self->account,
                                  parlour_recipients_last (text_of (self->to)));
  gtk_widget_grab_focus (self->subject);
}

static void
subject_done_cb (ParlourComposeDialog *self)
{
  gtk_widget_grab_focus (self->body_view);
}

static void
body_changed_cb (ParlourComposeDialog *self)
{
  int over = gtk_text_buffer_get_char_count (self->body) - PARLOUR_BODY_CHARS_MAX;
  g_autofree char *text =
      /* Translators: %d is how many characters a message has more than it may have */
      over > 0 ? g_strdup_printf (ngettext ("%d character too long", "%d characters too long",
                                            (unsigned long)over),
                                  over)
               : NULL;
  set_problem (self, text);
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->body) == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compose.send", over <= 0);
}

/* --- closing ------------------------------------------------------------------------------ */

static gboolean
has_text (ParlourComposeDialog *self)
{
  g_autofree char *body = dup_body (self);
  if (self->given)
    return !g_str_equal (body, self->given);
  return !parlour_text_is_blank (body) || !parlour_text_is_blank (text_of (self->subject));
}

static void
discard_cb (ParlourComposeDialog *self, const char *response)
{
  if (!g_str_equal (response, "discard"))
    return;
  self->discard = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_to_discard (ParlourComposeDialog *self)
{
  GtkWidget *dialog = parlour_discard_dialog_new (GTK_WINDOW (self));
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
parlour_compose_dialog_close_request (GtkWindow *window)
{
  ParlourComposeDialog *self = PARLOUR_COMPOSE_DIALOG (window);
  if (!self->discard && has_text (self)) {
    ask_to_discard (self);
    return TRUE;
  }
  return GTK_WINDOW_CLASS (parlour_compose_dialog_parent_class)->close_request (window);
}

static void
parlour_compose_dialog_dispose (GObject *object)
{
  ParlourComposeDialog *self = PARLOUR_COMPOSE_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->account);
  g_clear_pointer (&self->given, g_free);
  g_clear_pointer (&self->conversation, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_COMPOSE_DIALOG);
  G_OBJECT_CLASS (parlour_compose_dialog_parent_class)->dispose (object);
}

static void
parlour_compose_dialog_class_init (ParlourComposeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_compose_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = parlour_compose_dialog_close_request;
  g_type_ensure (PARLOUR_TYPE_GROUP_FINDER);
  g_type_ensure (PARLOUR_TYPE_PEOPLE_FINDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/compose-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, to);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, group_title);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, body);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, body_view);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourComposeDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, to_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, to_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, group_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, subject_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, body_changed_cb);
  gtk_widget_class_install_action (widget_class, "compose.send", NULL, send_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SIGNAL_SENT] =
      g_signal_new ("sent", PARLOUR_TYPE_COMPOSE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

/* Before the text sees the key: it would take Ctrl+Enter for a line break. */
static void
listen_for_send (ParlourComposeDialog *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  const guint keys[] = {GDK_KEY_Return, GDK_KEY_KP_Enter};
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                          gtk_named_action_new ("compose.send")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
parlour_compose_dialog_init (ParlourComposeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  listen_for_send (self);
  parlour_form_clear_on_edit (self->to);
  parlour_form_clear_on_edit (self->group_title);
  parlour_form_clear_on_edit (self->subject);
}

ParlourComposeDialog *
parlour_compose_dialog_new (GtkWindow *parent, ParlourAccount *account, const char *to)
{
  ParlourComposeDialog *self =
      g_object_new (PARLOUR_TYPE_COMPOSE_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), GTK_WINDOW (parent));
  self->account = g_object_ref (account);
  if (*to) {
    person_chosen_cb (self, to);
    gtk_widget_grab_focus (self->body_view);
  } else {
    to_changed_cb (self);
    gtk_widget_grab_focus (self->to);
  }
  return self;
}

void
parlour_compose_dialog_set_texts (ParlourComposeDialog *self, const char *subject, const char *body)
{
  g_return_if_fail (PARLOUR_IS_COMPOSE_DIALOG (self) && body != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->subject), subject ? subject : "");
  gtk_text_buffer_set_text (self->body, body, -1);
  self->given = dup_body (self);
}
