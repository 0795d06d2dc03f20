/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-world.h"

#include "client/account-calls.h"
#include "client/cache/rows.h"

/* This file owns the world of the model-based test. Main thread. */

static guint
roll (ModelWorld *self, guint n)
{
  return (guint)g_rand_int_range (self->rand, 0, (gint32)n);
}

static const char *
id_of (SyncPerson *person)
{
  return parlour_account_get_user_id (person->account);
}

/* --- choosing --------------------------------------------------------------------------------- */

static SyncPerson *
any_client (ModelWorld *self)
{
  return self->clients[roll (self, MODEL_CLIENTS)];
}

/* Returns: (transfer full) (nullable) */
static char *
any_conversation (ModelWorld *self, SyncPerson *person)
{
  GListModel *list = parlour_account_get_conversations (person->account);
  guint n = g_list_model_get_n_items (list);

  return n > 0 ? g_strdup (
                     parlour_conversation_item_get_id (sync_person_item (person, roll (self, n))))
               : NULL;
}

/* Returns: its seq; 0 for none. */
static gint64
any_message (ModelWorld *self, SyncPerson *person, const char *conversation, gboolean mine)
{
  g_autofree char *folder = sync_person_folder (person);
  g_autofree char *count = g_strdup_printf (
      "SELECT count (*) FROM messages m JOIN conversations c ON c.number = m.id >> 32 "
      "WHERE c.id = '%s' AND m.hidden = 0 AND m.mine >= %d AND m.deleted_at IS NULL",
      conversation, mine);
  gint64 n = sync_copy_sql_int (folder, count);

  if (n <= 0)
    return 0;
  g_autofree char *pick = g_strdup_printf (
      "SELECT m.id & 0xffffffff FROM messages m JOIN conversations c ON c.number = m.id >> 32 "
      "WHERE c.id = '%s' AND m.hidden = 0 AND m.mine >= %d AND m.deleted_at IS NULL "
      "ORDER BY m.id LIMIT 1 OFFSET %u",
      conversation, mine, roll (self, (guint)n));
  gint64 seq = sync_copy_sql_int (folder, pick);
  return MAX (seq, 0);
}

/* --- what they do ----------------------------------------------------------------------------- */

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  /* Refused or cut off: either way the world goes on. */
  parlour_account_erase_finish (PARLOUR_ACCOUNT (source), result, NULL);
}

static void
send (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  g_autofree char *body =
      g_strdup_printf ("%u %s", self->n_sent++, roll (self, 4) == 0 ? "@anna look" : "some words");
  g_autofree char *client_id = sync_person_send (person, conversation, body);
}

static void
edit (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  gint64 seq = any_message (self, person, conversation, TRUE);
  g_autofree char *body = g_strdup_printf ("edited %u", self->n_done);

  if (seq > 0)
    parlour_account_edit (person->account, conversation, seq, roll (self, 2) ? "Title" : NULL, body,
                          NULL);
}

static void
erase (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  gint64 seq = any_message (self, person, conversation, TRUE);

  if (seq > 0)
    parlour_account_erase_async (person->account, conversation, seq, NULL, ended_cb, NULL);
}

static void
hide (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  gint64 seq = any_message (self, person, conversation, FALSE);

  if (seq == 0)
    return;
  parlour_account_hide (person->account, conversation, seq);
  if (roll (self, 3) == 0)
    parlour_account_hide_undo (person->account, conversation, seq);
  else
    parlour_account_hide_settle (person->account, conversation, seq);
}

static void
react (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  static const char *const emoji[] = {"👍", "🎉", "❤️"};
  gint64 seq = any_message (self, person, conversation, FALSE);

  if (seq > 0)
    parlour_account_react (person->account, conversation, seq, emoji[roll (self, 3)],
                           roll (self, 3) > 0);
}

static void
mark (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  gint64 seq = any_message (self, person, conversation, FALSE);

  if (seq == 0)
    return;
  if (roll (self, 3) == 0)
    parlour_account_pin_message (person->account, conversation, seq, roll (self, 2));
  else if (roll (self, 2) == 0)
    parlour_account_star (person->account, conversation, seq, roll (self, 3) > 0);
  else
    parlour_account_mark_read (person->account, conversation, seq);
}

static void
draft (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  g_autofree char *text = g_strdup_printf ("half a sentence %u", self->n_done);

  parlour_account_set_draft (person->account, conversation, roll (self, 3) > 0 ? text : NULL);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  /* Cut off, it may or may not have happened; either way all devices agree. */
  parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, NULL);
}

static void
clear (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  parlour_account_clear_history_async (person->account, conversation, NULL, cleared_cb, NULL);
}

static void
set (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  switch (roll (self, 6)) {
  case 0:
    parlour_account_set_archived (person->account, conversation, roll (self, 2));
    break;
  case 1:
    parlour_account_set_pinned (person->account, conversation, roll (self, 2));
    break;
  case 2:
    parlour_account_set_notify (person->account, conversation, (ParlourNotify)roll (self, 3));
    break;
  case 3:
    parlour_account_set_marked_unread (person->account, conversation, roll (self, 2));
    break;
  case 4:
    draft (self, person, conversation);
    break;
  default:
    parlour_account_mute_until (person->account, conversation, roll (self, 2) * 4102444800000);
  }
}

/* Mostly by its owner; else it is refused. The owner stays. */
static void
change_group (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  SyncPerson *actor = roll (self, 4) > 0 ? self->clients[roll (self, 2)] : person;
  const char *user = id_of (self->clients[2 + roll (self, 2)]);
  g_autofree char *title = g_strdup_printf ("Group %u", self->n_done);

  switch (roll (self, 5)) {
  case 0:
    parlour_account_set_group_title (actor->account, self->group, title);
    break;
  case 1:
    parlour_account_set_member_role (actor->account, self->group, user,
                                     (ParlourMemberRole)(1 + roll (self, 3)));
    break;
  case 2:
    parlour_account_remove_member (actor->account, self->group, user);
    break;
  case 3:
    parlour_account_set_posting (actor->account, self->group, (ParlourPosting)roll (self, 2));
    break;
  default:
    parlour_account_add_member (actor->account, self->group, user, PARLOUR_MEMBER_MEMBER);
  }
}

static void
break_something (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  if (roll (self, 8) == 0) {
    sync_server_kill (self->server);
    sync_server_start (self->server);
  } else if (roll (self, 2) == 0) {
    sync_proxy_cut (self->proxy);
  } else {
    sync_proxy_arm (self->proxy, 1 + (gint64)roll (self, 4000));
  }
}

static const struct {
  guint weight;
  void (*act) (ModelWorld *self, SyncPerson *person, const char *conversation);
} acts[] = {
    {30, send}, {10, edit},         {4, erase},           {5, hide},  {15, react}, {12, mark},
    {8, set},   {10, change_group}, {8, break_something}, {1, clear},
};

static void
act_at_random (ModelWorld *self, SyncPerson *person, const char *conversation)
{
  guint sum = 0, i = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (acts); k++)
    sum += acts[k].weight;
  for (guint rest = roll (self, sum); rest >= acts[i].weight; i++)
    rest -= acts[i].weight;
  acts[i].act (self, person, conversation);
}

void
model_world_act (ModelWorld *self)
{
  SyncPerson *person = any_client (self);
  g_autofree char *conversation = any_conversation (self, person);

  if (conversation != NULL)
    act_at_random (self, person, conversation);
  self->n_done++;
  for (guint i = 0; i < MODEL_CLIENTS; i++)
    sync_person_push (self->clients[i]);
  for (guint turns = roll (self, 12); turns > 0; turns--)
    main_loop_turn ();
}

/* --- calm ------------------------------------------------------------------------------------- */

static gint64
ask (SyncPerson *person, const char *sql)
{
  g_autofree char *folder = sync_person_folder (person);

  return sync_copy_sql_int (folder, sql);
}

/* What was refused would wait for its writer for ever. */
static void
discard_failed (SyncPerson *person)
{
  g_autofree char *folder = sync_person_folder (person);
  g_autofree char *failed = sync_copy_sql_text (
      folder, "SELECT client_id FROM outbox WHERE state = 1 ORDER BY id LIMIT 1");

  if (failed != NULL)
    parlour_account_discard (person->account, failed);
}

static gboolean
is_calm (SyncPerson *person)
{
  gboolean online = sync_person_push (person);

  discard_failed (person);
  return online &&
         ask (person, "SELECT (SELECT count (*) FROM outbox) + (SELECT count (*) FROM wishes) + "
                      "(SELECT count (*) FROM hides WHERE state < 2) + "
                      "(SELECT count (*) FROM conversations WHERE stale)") == 0;
}

static gboolean
all_calm (ModelWorld *self)
{
  gboolean calm = TRUE;

  for (guint i = 0; i < MODEL_CLIENTS; i++)
    calm &= is_calm (self->clients[i]);
  return calm;
}

/* A draft of another device is asked for where one looks. */
static void
look_at_all (SyncPerson *person)
{
  GListModel *list = parlour_account_get_conversations (person->account);

  parlour_account_watch (person->account, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    parlour_account_watch (person->account,
                           parlour_conversation_item_get_id (sync_person_item (person, i)));
}

void
model_world_calm (ModelWorld *self)
{
  sync_proxy_arm (self->proxy, -1);
  wait_seconds (60, all_calm (self));
  for (guint i = 0; i < MODEL_CLIENTS; i++)
    look_at_all (self->clients[i]);
}

/* --- the world -------------------------------------------------------------------------------- */

static char *
make_group (ModelWorld *self)
{
  const char *const members[] = {id_of (self->clients[2]), id_of (self->clients[3]), NULL};
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  ParlourAccount *account = self->clients[0]->account;

  parlour_account_make_group_async (account, "Group", members, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  char *id = parlour_account_make_group_finish (account, result, &error);
  g_assert_no_error (error);
  return id;
}

ModelWorld *
model_world_new (guint32 seed)
{
  static const char *const users[] = {"anna", "anna", "ben", "cem"};
  ModelWorld *self = g_new0 (ModelWorld, 1);

  self->seed = seed;
  self->rand = g_rand_new_with_seed (seed);
  self->server = sync_server_new ();
  self->proxy = sync_proxy_new (self->server->port);
  for (guint i = 0; i < MODEL_CLIENTS; i++) {
    g_autofree char *profile = g_strdup_printf ("%s-%u-%u", users[i], seed, i);
    self->clients[i] = sync_person_new (profile);
    self->users[i] = users[i];
    if (i == 1)
      sync_person_sign_in (self->clients[i], self->proxy->address, users[i]);
    else
      sync_person_register (self->clients[i], self->proxy->address, users[i]);
  }
  self->group = make_group (self);
  g_autofree char *direct = sync_person_compose (self->clients[0], "ben", NULL, "hello");
  return self;
}

void
model_world_free (ModelWorld *self)
{
  for (guint i = 0; i < MODEL_CLIENTS; i++)
    sync_person_free (self->clients[i]);
  sync_proxy_free (self->proxy);
  sync_server_free (self->server);
  g_rand_free (self->rand);
  g_free (self->group);
  g_free (self);
}

/* --- what a device knows ------------------------------------------------------------------------
 */

/* Who has left a group is told less of it later than they knew; and of its messages they know the
 * numbers, while what became of the texts since is told to a new device alone. */
static const char dump_sql[] =
    "SELECT group_concat (line, char (10)) FROM (SELECT line FROM ("
    "SELECT 'c ' || c.id || ' ' || kind || ' ' || coalesce (title, '') || ' ' || "
    "iif (former, '', role || ' ' || posting || ' ' || others) || ' ' || former || ' ' || archived "
    "|| pinned || notify || marked_unread || ' ' || coalesce (draft, '') || ' ' || muted_until || "
    "' read ' || iif (former, '', read || ' unread ' "
    "|| unread || ' mentions ' || mentions) || ' at ' || coalesce (p.seq, -1) AS line "
    "FROM conversations c LEFT JOIN positions p ON p.stream = c.id "
    "UNION ALL "
    "SELECT 'm ' || c.id || ' ' || printf ('%06d', m.id & 0xffffffff) || ' ' || m.client_id || ' ' "
    "|| iif (c.former, '', coalesce (m.subject, '') || '|' || coalesce (m.body, 'ERASED') || '|' "
    "|| "
    "coalesce (m.reply_to, '') || '|' || coalesce (replace (m.reactions, char (10), ';'), '') || "
    "'|' || m.pinned || m.mentions_me || m.hidden || (m.edited_at IS NOT NULL) || "
    "(m.deleted_at IS NULL AND EXISTS (SELECT 1 FROM stars s WHERE s.conversation = c.id AND "
    "s.seq = (m.id & 0xffffffff)))) FROM messages m JOIN conversations c ON c.number = m.id >> 32 "
    "UNION ALL "
    "SELECT 'n ' || c.id || ' ' || printf ('%06d', n.id & 0xffffffff) || ' ' || n.kind || ' ' || "
    "n.at || ' ' || coalesce (a.id, '') || ' ' || coalesce (p.id, '') || ' ' || n.role || ' ' || "
    "coalesce (n.title, '') || ' ' || coalesce (a.display_name, '?') || ' ' || "
    "coalesce (p.display_name, '') FROM notices n JOIN conversations c ON c.number = n.id >> 32 "
    "LEFT JOIN people a ON a.number = n.actor LEFT JOIN people p ON p.number = n.subject "
    "UNION ALL "
    "SELECT 'r ' || c.id || ' ' || group_concat (from_seq || '-' || to_seq) FROM ranges r "
    "JOIN conversations c ON c.number = r.conversation GROUP BY c.number "
    "UNION ALL "
    "SELECT 'p ' || c.id || ' ' || p.id || ' ' || x.role FROM members x "
    "JOIN conversations c ON c.number = x.conversation JOIN people p ON p.number = x.person"
    ") ORDER BY line)";

char *
model_dump (SyncPerson *person)
{
  g_autofree char *folder = sync_person_folder (person);

  return sync_copy_sql_text (folder, dump_sql);
}
