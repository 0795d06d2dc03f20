/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-output"

#include "cli/output.h"

#include "cli/cli-error.h"
#include "cli/text.h"
#include "core/text.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* This file owns how things look on standard output and standard error. Main thread. */

#define LAST_TEXT_CHARS 60
#define INDENT          "    "

void
parlour_cli_say (const char *sentence)
{
  g_autofree char *clean = parlour_cli_text_clean (sentence, FALSE);

  fprintf (stderr, "parlour-cli: %s\n", clean);
}

void
parlour_cli_say_error (const GError *error)
{
  const char *code = parlour_cli_error_to_code (error);
  g_autofree char *sentence =
      code != NULL ? g_strdup_printf ("%s (%s)", error->message, code) : g_strdup (error->message);

  parlour_cli_say (sentence);
}

void
parlour_cli_print (const char *line)
{
  if (puts (line) != EOF && fflush (stdout) == 0)
    return;
  /* Nothing may count as told that was not: neither a page of an export nor what a watch saw. */
  g_autofree char *sentence =
      /* Translators: the system's reason */
      g_strdup_printf (_ ("The output can’t be written: %s"), g_strerror (errno));
  parlour_cli_say (sentence);
  exit (PARLOUR_CLI_FAILED);
}

/* Ends @writer's text and prints it. */
static void
print_json (ParlourJsonWriter *writer)
{
  g_autofree char *text = parlour_json_writer_finish (writer);
  g_autofree char *line = parlour_cli_text_escape_json (text);

  parlour_cli_print (line);
}

static char *
format_time (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

void
parlour_cli_print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autofree char *line = parlour_cli_text_escape_json (text);

  parlour_cli_print (line);
}

void
parlour_cli_print_user (const ParlourUser *user, gboolean json)
{
  if (json) {
    g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
    parlour_user_write (user, writer, NULL);
    print_json (writer);
    return;
  }

  g_autofree char *username = parlour_cli_text_clean (user->username, FALSE);
  g_autofree char *name = parlour_cli_text_clean (user->display_name, FALSE);
  g_autofree char *line = g_strdup_printf ("%-20s  %s", username, name);
  parlour_cli_print (line);
}

void
parlour_cli_print_group (const ParlourGroup *group)
{
  g_autofree char *title = parlour_cli_text_clean (group->title, FALSE);
  g_autofree char *line =
      g_strdup_printf ("%s  %5" G_GINT64_FORMAT "  %s", group->id, group->member_count, title);

  parlour_cli_print (line);
}

void
parlour_cli_print_member (const ParlourMember *member)
{
  g_autofree char *username = parlour_cli_text_clean (member->user->username, FALSE);
  g_autofree char *name = parlour_cli_text_clean (member->user->display_name, FALSE);
  g_autofree char *line = g_strdup_printf ("%-20s  %-6s  %s", username,
                                           parlour_member_role_to_string (member->role), name);

  parlour_cli_print (line);
}

void
parlour_cli_print_receipt (const ParlourReceipt *receipt)
{
  g_autofree char *username = parlour_cli_text_clean (receipt->user->username, FALSE);
  const char *state = receipt->read        ? _ ("Read")
                      : receipt->delivered ? _ ("Delivered")
                                           : C_ ("state of a message", "Sent");
  g_autofree char *line = g_strdup_printf ("%-20s  %s", username, state);

  parlour_cli_print (line);
}

void
parlour_cli_print_device (const ParlourDevice *device)
{
  g_autofree char *name = parlour_cli_text_clean (device->name, FALSE);
  g_autofree char *time = format_time (device->last_used_at);
  g_autofree char *line =
      g_strdup_printf ("%s  %s  %s%s%s", device->id, time, name, device->current ? "  " : "",
                       device->current ? _ ("This device") : "");

  parlour_cli_print (line);
}

static const char *
title_of (const ParlourConversation *conversation, const char *my_id)
{
  const ParlourMember *peer = parlour_conversation_get_peer (conversation, my_id);

  if (peer != NULL)
    return peer->user->username;
  return conversation->title != NULL ? conversation->title : conversation->id;
}

/* The line of a list that stands for a message. */
static char *
first_line_of (const ParlourMessage *message)
{
  if (message == NULL)
    return g_strdup ("");
  if (message->body == NULL)
    return g_strdup (_ ("(deleted)"));

  const char *text = message->subject != NULL ? message->subject : message->body;
  g_autofree char *line = parlour_text_first_line (text, LAST_TEXT_CHARS);
  return parlour_cli_text_clean (line, FALSE);
}

void
parlour_cli_print_conversation (const ParlourConversation *conversation,
                                const char *my_id,
                                gboolean json)
{
  if (json) {
    g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
    parlour_conversation_write (conversation, writer, NULL);
    print_json (writer);
    return;
  }

  g_autofree char *title = parlour_cli_text_clean (title_of (conversation, my_id), FALSE);
  g_autofree char *last = first_line_of (conversation->last_message);
  g_autofree char *time = format_time (conversation->updated_at);
  g_autofree char *unread = conversation->unread > 0
                                ? g_strdup_printf ("%" G_GINT64_FORMAT, conversation->unread)
                                : g_strdup ("");
  g_autofree char *line = g_strdup_printf ("%-20s  %s  %4s  %s", title, time, unread, last);
  parlour_cli_print (line);
}

/* Every line of the text is set in, so that none can pass for a heading. */
static void
print_set_in (const char *text)
{
  g_autofree char *clean = parlour_cli_text_clean (text, TRUE);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    g_autofree char *whole = g_strconcat (INDENT, *line, NULL);
    parlour_cli_print (whole);
  }
}

static void
print_heading (gint64 at, gint64 seq, const ParlourCliHeading *heading, const char *what)
{
  g_autofree char *time = format_time (at);
  g_autofree char *from = parlour_cli_text_clean (heading->from, FALSE);
  g_autofree char *to = parlour_cli_text_clean (heading->to, FALSE);
  g_autofree char *line = g_strdup_printf ("%s  #%" G_GINT64_FORMAT "  %s%s%s%s%s", time, seq,
                                           *from != '\0' ? from : "–", *to != '\0' ? " → " : "", to,
                                           what != NULL ? "  " : "", what != NULL ? what : "");

  parlour_cli_print (line);
}

static void
print_texts (const ParlourMessage *message)
{
  if (message->subject != NULL) {
    g_autofree char *subject = parlour_cli_text_clean (message->subject, FALSE);
    /* Translators: the title of a message */
    g_autofree char *line = g_strdup_printf (_ ("Subject: %s"), subject);
    print_set_in (line);
  }
  print_set_in (message->body != NULL ? message->body : _ ("(deleted)"));
}

void
parlour_cli_print_message (const ParlourMessage *message,
                           const ParlourCliHeading *heading,
                           gboolean json)
{
  if (json) {
    g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
    parlour_message_write (message, writer, NULL);
    print_json (writer);
    return;
  }
  print_heading (message->created_at, message->seq, heading,
                 message->edited_at != 0 ? _ ("(edited)") : NULL);
  print_texts (message);
}

void
parlour_cli_print_event (const ParlourEvent *event, const ParlourCliHeading *heading, gboolean json)
{
  const char *kind = parlour_event_kind_to_string (event->kind);

  if (json) {
    g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
    parlour_event_write (event, writer, NULL);
    print_json (writer);
    return;
  }
  /* What is not for this member, or of a later version, has nothing to read. */
  if (kind == NULL || event->kind == PARLOUR_EVENT_VOID)
    return;
  print_heading (event->at, event->seq, heading,
                 event->kind == PARLOUR_EVENT_MESSAGE_CREATED ? NULL : kind);
  if (event->message != NULL)
    print_texts (event->message);
}
