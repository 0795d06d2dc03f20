/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-history"

#include "server/routes/history.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/boxes.h"
#include "server/store/messages.h"

#include <string.h>

/* This file owns the reading of messages. */

typedef enum {
  WAY_BEFORE,
  WAY_AFTER,
  WAY_AROUND,
} Way;

typedef struct {
  Way way;
  gint64 seq;
  guint limit;
  gboolean lines;
} History;

/* What was read. */
typedef struct {
  GPtrArray *messages;
  GPtrArray *lines; /* nullable: not asked for */
  gboolean more;    /* on the side that was asked for */
  gboolean more_after;
} Found;

typedef struct {
  ParlourBox box;
  ParlourBoxFilter filter;
  const char *before;
  guint limit;
} Box;

static void
fail (ParlourParameters *in, ParlourProblem problem, const char *field, const char *detail)
{
  GError *error = NULL;

  parlour_problem_set_field (&error, problem, field, "%s", detail);
  parlour_parameters_fail (in, error);
}

static void
read_way (ParlourParameters *in, History *history)
{
  static const char *const names[] = {
      [WAY_BEFORE] = "before", [WAY_AFTER] = "after", [WAY_AROUND] = "around"};
  guint n = 0;

  for (guint way = 0; way < G_N_ELEMENTS (names); way++) {
    gint64 seq = parlour_parameters_int (in, names[way], way == WAY_AROUND, G_MAXUINT32, -1);
    if (seq < 0)
      continue;
    history->way = (Way)way;
    history->seq = seq;
    n++;
  }
  if (n > 1)
    fail (in, PARLOUR_PROBLEM_INVALID_FIELD, "before",
          "Only one of “before”, “after” and “around” can be asked for.");
}

gboolean
parlour_history_decode (ParlourCall *call, GError **error)
{
  ParlourParameters in = PARLOUR_PARAMETERS (call->query);
  History *history = parlour_call_alloc (call, sizeof *history);

  call->arguments = history;
  read_way (&in, history);
  history->limit = parlour_parameters_limit (&in);
  history->lines = parlour_parameters_boolean (&in, "lines");
  return parlour_parameters_end (&in, error);
}

static gint64
furthest (const History *in, gint64 one, gint64 other)
{
  return in->way == WAY_BEFORE ? MIN (one, other) : MAX (one, other);
}

/* By the number of the last on the page, message or line. */
static char *
name_next (const History *in, const Found *found)
{
  gint64 last = in->way == WAY_BEFORE ? G_MAXINT64 : 0;

  if (!found->more || in->way == WAY_AROUND)
    return NULL;
  for (guint i = 0; i < found->messages->len; i++)
    last = furthest (in, last, ((ParlourMessage *)found->messages->pdata[i])->seq);
  for (guint i = 0; found->lines != NULL && i < found->lines->len; i++)
    last = furthest (in, last, ((ParlourEvent *)found->lines->pdata[i])->seq);
  return g_strdup_printf ("%" G_GINT64_FORMAT, last);
}

static void
write_lines (ParlourJsonWriter *writer, GPtrArray *lines)
{
  parlour_json_writer_begin_array (writer, "lines");
  for (guint i = 0; i < lines->len; i++)
    parlour_event_write (lines->pdata[i], writer, NULL);
  parlour_json_writer_end_array (writer);
}

static void
reply_page (ParlourCall *call, const Found *found)
{
  const History *in = call->arguments;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autofree char *next = name_next (in, found);

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_begin_array (writer, "items");
  for (guint i = 0; i < found->messages->len; i++)
    parlour_message_write (found->messages->pdata[i], writer, NULL);
  parlour_json_writer_end_array (writer);
  if (found->lines != NULL)
    write_lines (writer, found->lines);
  parlour_json_writer_string (writer, "next", next);
  if (in->way == WAY_AROUND) {
    parlour_json_writer_boolean (writer, "more_before", found->more);
    parlour_json_writer_boolean (writer, "more_after", found->more_after);
  }
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
}

static gboolean
reply_history (ParlourCall *call,
               ParlourStore *store,
               const ParlourMembership *membership,
               GError **error)
{
  const History *in = call->arguments;
  g_autoptr (GPtrArray) lines =
      in->lines ? g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref) : NULL;
  Found found = {.lines = lines};

  if (in->way == WAY_AROUND)
    found.messages = parlour_store_history_around (store, membership, in->seq, in->limit, lines,
                                                   &found.more, &found.more_after, error);
  else if (in->way == WAY_AFTER)
    found.messages = parlour_store_history_after (store, membership, in->seq, in->limit, lines,
                                                  &found.more, error);
  else
    found.messages = parlour_store_history_before (store, membership, in->seq, in->limit, lines,
                                                   &found.more, error);
  g_autoptr (GPtrArray) messages = found.messages;
  if (messages != NULL)
    reply_page (call, &found);
  return messages != NULL;
}

gboolean
parlour_history_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL && reply_history (call, store, membership, error);
}

/* What is owed has a title, so that both together are the narrower one. */
static void
read_filter (ParlourParameters *in, Box *box)
{
  gboolean titled = parlour_parameters_boolean (in, "titled");
  gboolean owed = parlour_parameters_boolean (in, "owed");

  if (owed && box->box == PARLOUR_BOX_SENT)
    fail (in, PARLOUR_PROBLEM_INVALID_FIELD, "owed",
          "An answer is owed only to what one received.");
  box->filter = owed     ? PARLOUR_BOX_FILTER_OWED
                : titled ? PARLOUR_BOX_FILTER_TITLED
                         : PARLOUR_BOX_FILTER_NONE;
}

gboolean
parlour_history_decode_box (ParlourCall *call, GError **error)
{
  ParlourParameters in = PARLOUR_PARAMETERS (call->query);
  Box *box = parlour_call_alloc (call, sizeof *box);
  const char *name = parlour_parameters_string (&in, "box");

  call->arguments = box;
  if (name == NULL)
    fail (&in, PARLOUR_PROBLEM_MISSING_FIELD, "box", "“box” is missing.");
  else if (strcmp (name, "sent") == 0)
    box->box = PARLOUR_BOX_SENT;
  else if (strcmp (name, "received") != 0)
    fail (&in, PARLOUR_PROBLEM_INVALID_FIELD, "box", "“box” is received or sent.");
  read_filter (&in, box);
  box->before = parlour_parameters_string (&in, "before");
  box->limit = parlour_parameters_limit (&in);
  return parlour_parameters_end (&in, error);
}

gboolean
parlour_history_box (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Box *in = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GPtrArray) items = parlour_store_list_box (store, session->user, in->box, in->filter,
                                                        in->before, in->limit, &next, error);
  if (items == NULL)
    return FALSE;
  parlour_reply_list (call, items, (ParlourWriteItem)parlour_message_write, next);
  return TRUE;
}
