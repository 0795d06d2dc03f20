/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-words"

#include "app/history/message-words.h"

#include "app/problem-text.h"
#include "app/time-text.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* What is said about a message. Main thread. */

enum { LINE_CHARS = 120, KEPT_CHARS = 200 };

const char *
parlour_message_state_icon (ParlourMessageState state)
{
  switch (state) {
  case PARLOUR_MESSAGE_WAITING:
    return "parlour-waiting-symbolic";
  case PARLOUR_MESSAGE_SENT:
    return "parlour-sent-symbolic";
  case PARLOUR_MESSAGE_DELIVERED:
  case PARLOUR_MESSAGE_READ:
    return "parlour-delivered-symbolic";
  case PARLOUR_MESSAGE_FAILED:
    return "dialog-error-symbolic";
  case PARLOUR_MESSAGE_RECEIVED:
  default:
    return NULL;
  }
}

const char *
parlour_message_state_words (ParlourMessageState state)
{
  switch (state) {
  case PARLOUR_MESSAGE_WAITING:
    return _ ("Waiting to be sent");
  case PARLOUR_MESSAGE_SENT:
    return C_ ("state of a message", "Sent");
  case PARLOUR_MESSAGE_DELIVERED:
    return _ ("Delivered");
  case PARLOUR_MESSAGE_READ:
    return _ ("Read");
  case PARLOUR_MESSAGE_FAILED:
    return _ ("Not sent");
  case PARLOUR_MESSAGE_RECEIVED:
  default:
    return NULL;
  }
}

char *
parlour_message_failure_words (ParlourMessageItem *item)
{
  return parlour_problem_text_for_code (parlour_message_item_get_problem_code (item),
                                        parlour_message_item_get_problem_detail (item));
}

#define UNFOLDED "parlour-unfolded"

gboolean
parlour_message_is_folded (ParlourMessageItem *item)
{
  return parlour_message_item_get_sender_blocked (item) &&
         !g_object_get_data (G_OBJECT (item), UNFOLDED);
}

void
parlour_message_unfold (ParlourMessageItem *item)
{
  g_object_set_data (G_OBJECT (item), UNFOLDED, GINT_TO_POINTER (TRUE));
  g_object_notify (G_OBJECT (item), "sender-blocked");
}

char *
parlour_message_quote (ParlourMessageItem *item)
{
  const char *text = parlour_message_item_get_reply_text (item);
  if (text && parlour_message_item_get_reply_blocked (item))
    return g_strdup (_ ("You blocked who wrote this"));
  return text ? parlour_text_first_line (text, LINE_CHARS) : g_strdup (_ ("An earlier message"));
}

char *
parlour_message_line (ParlourMessageItem *item)
{
  const char *subject = parlour_message_item_get_subject (item);
  const char *body = parlour_message_item_get_body (item);
  if (parlour_message_item_get_deleted (item) || !body)
    return g_strdup (_ ("This message was deleted"));
  if (parlour_message_is_folded (item))
    return g_strdup (_ ("You blocked who wrote this"));
  return parlour_text_first_line (subject && *subject ? subject : body, LINE_CHARS);
}

char *
parlour_message_kept_line (const ParlourMessage *message, ParlourMessageItem *item)
{
  const char *said = message->subject ? message->subject : message->body;
  if (item && parlour_message_item_get_sender_blocked (item))
    return g_strdup (_ ("You blocked who wrote this"));
  return parlour_text_first_line (said ? said : "", KEPT_CHARS);
}

char *
parlour_message_clock (ParlourMessageItem *item)
{
  g_autofree char *clock = parlour_time_text_clock (parlour_message_item_get_created_at (item));
  if (!parlour_message_item_get_edited (item) || parlour_message_item_get_deleted (item))
    return g_steal_pointer (&clock);
  /* Translators: beside a message that was changed later: when it was written */
  return g_strdup_printf (_ ("edited, %s"), clock);
}

static char *
own_words (ParlourMessageItem *item, const char *clock, const char *text)
{
  const char *state = parlour_message_state_words (parlour_message_item_get_state (item));
  if (!state)
    /* Translators: one's own message to a screen reader: a time, then the text */
    return g_strdup_printf (_ ("You, %s: %s"), clock, text);
  /* Translators: one's own message to a screen reader: a time, the text, its state ("Read") */
  return g_strdup_printf (_ ("You, %s: %s. %s"), clock, text, state);
}

static char *
others_words (ParlourMessageItem *item, const char *clock, const char *text)
{
  const char *who = parlour_message_item_get_sender_name (item);
  if (parlour_message_item_get_mentions_me (item))
    /* Translators: a message to a screen reader: its sender's name, a time, the text */
    return g_strdup_printf (_ ("%s, mentions you, %s: %s"), who, clock, text);
  /* Translators: a message to a screen reader: its sender's name, a time, the text */
  return g_strdup_printf (_ ("%s, %s: %s"), who, clock, text);
}

char *
parlour_message_words (ParlourMessageItem *item)
{
  const char *subject = parlour_message_item_get_subject (item);
  const char *body = parlour_message_item_get_body (item);
  g_autofree char *clock = parlour_message_clock (item);
  gboolean deleted = parlour_message_item_get_deleted (item) || !body;
  gboolean folded = parlour_message_is_folded (item);
  g_autofree char *text = folded && !deleted ? g_strdup (_ ("You blocked who wrote this"))
                          : deleted          ? g_strdup (_ ("This message was deleted"))
                          /* Translators: a message's title, then its text, to a screen reader */
                          : subject && *subject ? g_strdup_printf (_ ("%s. %s"), subject, body)
                                                : g_strdup (body);
  if (parlour_message_item_get_mine (item))
    return own_words (item, clock, text);
  return others_words (item, clock, text);
}
