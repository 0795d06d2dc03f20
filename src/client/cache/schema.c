/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-schema"

#include "client/cache/schema.h"

#include "core/event.h"
#include "db/migration.h"

/* This file owns the tables of the local copy. On the copy's thread.
 *
 * A message's key is `conversation's number << 32 | seq`, so that one conversation's history lies
 * together in the file and a window is one walk. What is only an id on the wire (conversations in
 * outbox, wishes and hides) stays an id, because these survive a change of epoch.
 *
 * `blocks` counts what shows, messages and the lines between them, by 256 numbers of a
 * conversation, so that how many lie outside of a window needs no walk over all of them. A line
 * that is `folded` is told by the next one, as when somebody adds three hundred people. `unread`,
 * `last_seq` and the others' marks of a conversation are worked out anew in each transaction that
 * touches it. Migrations are only added: people's copies have the ones that stand here. */

#define APPLICATION_ID 0x50524c43 /* "PRLC" */

static const char schema_1[] =
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE positions (stream TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE people ("
    "  number INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  username TEXT," /* NULL: only the id is known */
    "  display_name TEXT,"
    "  status_text TEXT,"
    "  avatar TEXT,"
    "  last_seen INTEGER NOT NULL DEFAULT 0,"
    "  version INTEGER NOT NULL DEFAULT 0,"
    "  blocked INTEGER NOT NULL DEFAULT 0," /* by me */
    "  words TEXT);"                        /* folded, each after a space, for a search by prefix */
    "CREATE INDEX people_username ON people (username);"
    "CREATE TABLE conversations ("
    "  number INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  kind INTEGER NOT NULL,"
    "  title TEXT,"
    "  description TEXT,"
    "  avatar TEXT,"
    "  posting INTEGER NOT NULL DEFAULT 0," /* a group's rules, as the next two */
    "  joining INTEGER NOT NULL DEFAULT 0,"
    "  past INTEGER NOT NULL DEFAULT 0,"
    "  common INTEGER NOT NULL DEFAULT 0,"
    "  former INTEGER NOT NULL DEFAULT 0,"        /* I am not in it any more */
    "  members_known INTEGER NOT NULL DEFAULT 0," /* `members` has them all */
    "  created_at INTEGER NOT NULL,"
    "  top INTEGER NOT NULL DEFAULT 0,"
    "  role INTEGER NOT NULL DEFAULT 0,"
    "  read INTEGER NOT NULL DEFAULT 0,"
    "  read_sent INTEGER NOT NULL DEFAULT 0,"
    "  archived INTEGER NOT NULL DEFAULT 0,"
    "  pinned INTEGER NOT NULL DEFAULT 0,"
    "  marked_unread INTEGER NOT NULL DEFAULT 0,"
    "  notify INTEGER NOT NULL DEFAULT 0,"
    "  muted_until INTEGER NOT NULL DEFAULT 0,"
    "  draft TEXT,"
    "  others INTEGER NOT NULL DEFAULT 0," /* members without me */
    "  peer INTEGER,"                      /* people.number, in a direct one */
    "  cleared INTEGER NOT NULL DEFAULT 0,"
    "  server_unread INTEGER NOT NULL DEFAULT 0,"   /* as told when `top` was server_top */
    "  server_mentions INTEGER NOT NULL DEFAULT 0," /* as well */
    "  server_top INTEGER NOT NULL DEFAULT 0,"
    "  stale INTEGER NOT NULL DEFAULT 0," /* 1: to be read anew, 2: being read since */
    "  unread INTEGER NOT NULL DEFAULT 0,"
    "  mentions INTEGER NOT NULL DEFAULT 0," /* of me, unread */
    "  last_seq INTEGER NOT NULL DEFAULT 0,"
    "  others_read INTEGER NOT NULL DEFAULT 0,"
    "  others_delivered INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX conversations_peer ON conversations (peer) WHERE peer IS NOT NULL;"
    "CREATE TABLE members ("
    "  conversation INTEGER NOT NULL,"
    "  person INTEGER NOT NULL,"
    "  role INTEGER NOT NULL DEFAULT 0,"
    "  joined INTEGER NOT NULL DEFAULT 0," /* seq, where the copy saw it */
    "  read INTEGER NOT NULL DEFAULT 0,"
    "  delivered INTEGER NOT NULL DEFAULT 0,"
    "  PRIMARY KEY (conversation, person)) WITHOUT ROWID;"
    "CREATE TABLE messages ("
    "  id INTEGER PRIMARY KEY,"
    "  rev INTEGER NOT NULL,"
    "  sender INTEGER NOT NULL,"
    "  mine INTEGER NOT NULL,"
    "  hidden INTEGER NOT NULL DEFAULT 0,"
    "  client_id TEXT,"
    "  subject TEXT,"
    "  body TEXT,"
    "  reply_to INTEGER,"
    "  mentions_me INTEGER NOT NULL DEFAULT 0,"
    "  reactions TEXT," /* see reactions.h */
    "  pinned INTEGER NOT NULL DEFAULT 0,"
    "  created_at INTEGER NOT NULL,"
    "  edited_at INTEGER,"
    "  deleted_at INTEGER);"
    "CREATE INDEX messages_box ON messages (mine, created_at, id) WHERE hidden = 0;"
    "CREATE INDEX messages_pinned ON messages (id) WHERE pinned;"
    "CREATE TABLE stars ("
    "  conversation TEXT NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  PRIMARY KEY (conversation, seq)) WITHOUT ROWID;"
    "CREATE TABLE notices (" /* what happened in a group; a key as a message's */
    "  id INTEGER PRIMARY KEY,"
    "  kind INTEGER NOT NULL," /* of the event */
    "  at INTEGER NOT NULL,"
    "  actor INTEGER,"   /* people.number */
    "  subject INTEGER," /* people.number, of member.* */
    "  role INTEGER NOT NULL DEFAULT 0,"
    "  title TEXT);"
    "CREATE TABLE blocks (block INTEGER PRIMARY KEY, n INTEGER NOT NULL);"
    "CREATE TRIGGER messages_in AFTER INSERT ON messages WHEN NEW.hidden = 0 BEGIN"
    "  INSERT INTO blocks VALUES (NEW.id >> 8, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1; END;"
    "CREATE TRIGGER messages_out AFTER DELETE ON messages WHEN OLD.hidden = 0 BEGIN"
    "  UPDATE blocks SET n = n - 1 WHERE block = OLD.id >> 8; END;"
    "CREATE TRIGGER messages_hide AFTER UPDATE OF hidden ON messages"
    "  WHEN OLD.hidden <> NEW.hidden BEGIN"
    "  UPDATE blocks SET n = n + CASE WHEN NEW.hidden THEN -1 ELSE 1 END"
    "    WHERE block = NEW.id >> 8; END;"
    "CREATE TABLE ranges ("
    "  conversation INTEGER NOT NULL,"
    "  from_seq INTEGER NOT NULL,"
    "  to_seq INTEGER NOT NULL,"
    "  PRIMARY KEY (conversation, from_seq)) WITHOUT ROWID;"
    "CREATE TABLE outbox ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  client_id TEXT NOT NULL UNIQUE,"
    "  conversation TEXT,"
    "  recipient TEXT,"
    "  subject TEXT,"
    "  body TEXT NOT NULL,"
    "  reply_to INTEGER,"
    "  created_at INTEGER NOT NULL,"
    "  state INTEGER NOT NULL DEFAULT 0,"
    "  code TEXT,"
    "  detail TEXT,"
    "  attempts INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX outbox_conversation ON outbox (conversation);"
    "CREATE TABLE wishes ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  kind INTEGER NOT NULL," /* see wish.h, as for the rest */
    "  conversation TEXT NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  key TEXT NOT NULL,"
    "  value TEXT,"
    "  extra TEXT,"
    "  created_at INTEGER NOT NULL,"
    "  UNIQUE (conversation, seq, kind, key));"
    "CREATE TABLE hides ("
    "  conversation TEXT NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  state INTEGER NOT NULL," /* 0 may be undone, 1 to be sent, 2 the server has it */
    "  client_id TEXT,"         /* of the message that was meant; another epoch reuses numbers */
    "  PRIMARY KEY (conversation, seq)) WITHOUT ROWID;";

/* What the numbers below mean. */
G_STATIC_ASSERT (PARLOUR_EVENT_MEMBER_JOINED == 10);
G_STATIC_ASSERT (PARLOUR_MEMBER_OWNER == 0);

/* A line goes into the next one where on one day one person added both, or both came by themselves
 * (but for who made the group, as its owner). At each 1024th number a new one begins, so that none
 * is of any length. */
#define FOLD                                                                                       \
  "UPDATE notices SET folded = EXISTS (SELECT 1 FROM notices x WHERE x.id = notices.id + 1 "       \
  "AND x.id & 1023 AND notices.kind = 10 AND x.kind = 10 "                                         \
  "AND date (x.at / 1000, 'unixepoch', 'localtime') = "                                            \
  "date (notices.at / 1000, 'unixepoch', 'localtime') "                                            \
  "AND CASE WHEN coalesce (notices.actor, notices.subject) = notices.subject "                     \
  "THEN coalesce (x.actor, x.subject) = x.subject AND notices.role > 0 AND x.role > 0 "            \
  "ELSE x.actor = notices.actor AND x.actor <> x.subject END) "

/* What the mailbox asks for, and people who are no more. Lines count in `blocks` from here on. */
static const char schema_2[] =
    "ALTER TABLE people ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE messages ADD COLUMN owed INTEGER NOT NULL DEFAULT 0;" /* the server said so while
                                                                        * not all after it was held
                                                                        */
    "CREATE INDEX people_strangers ON people (number) WHERE username IS NULL;"
    "CREATE INDEX messages_titled ON messages (mine, created_at, id)"
    "  WHERE hidden = 0 AND subject IS NOT NULL;"
    "CREATE INDEX messages_titled_here ON messages (mine, id)" /* of one conversation */
    "  WHERE hidden = 0 AND subject IS NOT NULL;"
    "CREATE INDEX messages_mine ON messages (id)"
    "  WHERE mine = 1 AND hidden = 0 AND deleted_at IS NULL;"
    "CREATE INDEX messages_replies ON messages (reply_to, id)"
    "  WHERE mine = 1 AND hidden = 0 AND deleted_at IS NULL AND reply_to IS NOT NULL;"
    "ALTER TABLE notices ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;"
    "INSERT INTO blocks SELECT id >> 8, count(*) FROM notices WHERE 1 GROUP BY id >> 8"
    "  ON CONFLICT (block) DO UPDATE SET n = n + excluded.n;"
    "CREATE TRIGGER notices_in AFTER INSERT ON notices BEGIN"
    "  INSERT INTO blocks VALUES (NEW.id >> 8, 1) ON CONFLICT (block) DO UPDATE SET n = n + 1;"
    "  " FOLD "WHERE id IN (NEW.id - 1, NEW.id); END;"
    "CREATE TRIGGER notices_change AFTER UPDATE OF kind, at, actor, subject, role ON notices BEGIN"
    "  " FOLD "WHERE id IN (NEW.id - 1, NEW.id); END;"
    "CREATE TRIGGER notices_out AFTER DELETE ON notices BEGIN"
    "  UPDATE blocks SET n = n - 1 WHERE block = OLD.id >> 8 AND NOT OLD.folded;"
    "  UPDATE notices SET folded = 0 WHERE id = OLD.id - 1 AND folded; END;"
    "CREATE TRIGGER notices_fold AFTER UPDATE OF folded ON notices"
    "  WHEN OLD.folded <> NEW.folded BEGIN"
    "  UPDATE blocks SET n = n + CASE WHEN NEW.folded THEN -1 ELSE 1 END"
    "    WHERE block = NEW.id >> 8; END;" FOLD ";";

static const ParlourMigration migrations[] = {{1, schema_1}, {2, schema_2}};

gboolean
parlour_copy_schema_migrate (ParlourDb *db, GError **error)
{
  return parlour_db_migrate (db, APPLICATION_ID, migrations, G_N_ELEMENTS (migrations), error);
}
