/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-actions"

#include "server/routes/actions.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/actions.h"
#include "server/store/messages.h"

/* This file owns what members do with messages that are there: reactions, pins, stars. */

typedef struct {
  gint64 seq;
} Target;

gboolean
parlour_actions_decode_message (ParlourCall *call, GError **error)
{
  ParlourParameters none = PARLOUR_PARAMETERS (call->query);
  Target *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  return parlour_parameters_end (&none, error) && parlour_path_seq (call, &in->seq, error);
}

gboolean
parlour_actions_decode_reaction (ParlourCall *call, GError **error)
{
  return parlour_actions_decode_message (call, error) &&
         parlour_emoji_check (call->params[2], error);
}

static gboolean
react (ParlourCall *call, ParlourStore *store, gboolean on, GError **error)
{
  const Target *in = call->arguments;
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL ||
      !parlour_store_react (store, membership, in->seq, call->params[2], on, &message, error))
    return FALSE;
  parlour_reply_message (call, 200, message);
  return TRUE;
}

gboolean
parlour_actions_add_reaction (ParlourCall *call, ParlourStore *store, GError **error)
{
  return react (call, store, TRUE, error);
}

gboolean
parlour_actions_remove_reaction (ParlourCall *call, ParlourStore *store, GError **error)
{
  return react (call, store, FALSE, error);
}

static gboolean
set_pinned (ParlourCall *call, ParlourStore *store, gboolean pinned, GError **error)
{
  const Target *in = call->arguments;
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL ||
      !parlour_store_set_pinned (store, membership, in->seq, pinned, &message, error))
    return FALSE;
  parlour_reply_message (call, 200, message);
  return TRUE;
}

gboolean
parlour_actions_add_pin (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_pinned (call, store, TRUE, error);
}

gboolean
parlour_actions_remove_pin (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_pinned (call, store, FALSE, error);
}

static gboolean
set_star (ParlourCall *call, ParlourStore *store, gboolean starred, GError **error)
{
  const Target *in = call->arguments;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL || !parlour_store_set_star (store, membership, in->seq, starred, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_actions_add_star (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_star (call, store, TRUE, error);
}

gboolean
parlour_actions_remove_star (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_star (call, store, FALSE, error);
}

static gboolean
read_below (const char *cursor, gint64 *below, GError **error)
{
  *below = 0;
  if (cursor == NULL || g_ascii_string_to_signed (cursor, 10, 1, G_MAXUINT32, below, NULL))
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "cursor",
                             "This is not what the page before gave as “next”.");
  return FALSE;
}

gboolean
parlour_actions_list_pins (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *page = call->arguments;
  gint64 below = 0;
  gboolean more = FALSE;
  g_autofree char *next = NULL;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL || !read_below (page->cursor, &below, error))
    return FALSE;
  g_autoptr (GPtrArray) messages =
      parlour_store_list_pinned (store, membership, below, page->limit, &more, error);
  if (messages == NULL)
    return FALSE;
  if (more)
    next = g_strdup_printf ("%" G_GINT64_FORMAT,
                            ((ParlourMessage *)messages->pdata[messages->len - 1])->seq);
  parlour_reply_list (call, messages, (ParlourWriteItem)parlour_message_write, next);
  return TRUE;
}

gboolean
parlour_actions_decode_stars (ParlourCall *call, GError **error)
{
  ParlourParameters parameters = PARLOUR_PARAMETERS (call->query);
  ParlourPage *page = parlour_call_alloc (call, sizeof *page);

  call->arguments = page;
  page->cursor = parlour_parameters_string (&parameters, "before");
  page->limit = parlour_parameters_limit (&parameters);
  return parlour_parameters_end (&parameters, error);
}

gboolean
parlour_actions_list_stars (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *page = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GPtrArray) messages =
      parlour_store_list_starred (store, session->user, page->cursor, page->limit, &next, error);
  if (messages == NULL)
    return FALSE;
  parlour_reply_list (call, messages, (ParlourWriteItem)parlour_message_write, next);
  return TRUE;
}
