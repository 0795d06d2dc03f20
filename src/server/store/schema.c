/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-schema"

#include "server/store/schema.h"

/* This file owns the shape of the place's database. Migrations are only added: people's folders
 * have the ones that stand here. Any thread. */

/* Numbers of streams, users and sessions are never given twice (AUTOINCREMENT): keys of events and
 * what other threads remember would mean somebody else. Counters of streams stand in their rows. */
static const char migration_1[] =
    "CREATE TABLE place ("
    "  name TEXT PRIMARY KEY,"
    "  value ANY NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE streams ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE," /* the conversation's, or the owner's for an inbox */
    "  top INTEGER NOT NULL DEFAULT 0,"
    "  floor INTEGER NOT NULL DEFAULT 0,"
    "  counted INTEGER NOT NULL DEFAULT 0," /* up to here message_days has its messages */
    "  last_at INTEGER NOT NULL"
    ") STRICT;"
    /* key is stream number << 32 | seq, so that a stream's events lie side by side. The event that
     * creates a message is the message's row; other events have a target and no text. What a count
     * or a merge looks at stands before the texts, so that it reads no overflow page. No foreign
     * key: each would cost a look-up a message, and nothing removes what they would protect. */
    "CREATE TABLE events ("
    "  key INTEGER PRIMARY KEY,"
    "  kind INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  actor INTEGER,"  /* user */
    "  target INTEGER," /* seq */
    "  rev INTEGER,"    /* NULL: its own seq */
    "  reply_to INTEGER,"
    "  pinned INTEGER,"
    "  edited_at INTEGER,"
    "  deleted_at INTEGER,"
    "  member INTEGER,"       /* member.*, block.changed: user */
    "  role INTEGER,"         /* member.*: theirs from then on */
    "  conversation INTEGER," /* of an inbox: stream */
    "  session TEXT,"         /* of an inbox: id */
    "  client_id BLOB,"
    "  emoji TEXT,"     /* reaction.* */
    "  mentions TEXT,"  /* ids of users, or everyone; blanks between */
    "  reactions TEXT," /* what stands under the message, ready to tell: see reactions.c */
    "  subject TEXT,"
    "  body TEXT"
    ") STRICT;"
    /* Kept for ever: through edit, erasure and retention. */
    "CREATE TABLE client_ids ("
    "  stream INTEGER NOT NULL,"
    "  client_id BLOB NOT NULL,"
    "  sender INTEGER NOT NULL,"
    "  hmac BLOB NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  PRIMARY KEY (stream, client_id, sender)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE hidden ("
    "  user INTEGER NOT NULL,"
    "  key INTEGER NOT NULL,"
    "  PRIMARY KEY (user, key)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE reactions ("
    "  key INTEGER NOT NULL,"
    "  user INTEGER NOT NULL,"
    "  emoji TEXT NOT NULL,"
    "  seq INTEGER NOT NULL," /* of the event that added it: their order */
    "  PRIMARY KEY (key, user, emoji)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX events_pinned ON events (pinned, key) WHERE pinned = 1;"
    "CREATE TABLE stars ("
    "  user INTEGER NOT NULL,"
    "  key INTEGER NOT NULL,"
    "  seq INTEGER NOT NULL," /* in the user's inbox: their order */
    "  PRIMARY KEY (user, key)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX stars_by_age ON stars (user, seq);"
    "CREATE TABLE attachments ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  owner INTEGER NOT NULL,"
    "  client_id BLOB NOT NULL,"
    "  hmac BLOB NOT NULL,"
    "  name TEXT NOT NULL,"
    "  type TEXT NOT NULL,"
    "  size INTEGER NOT NULL,"
    "  sha256 BLOB NOT NULL,"
    "  width INTEGER,"
    "  height INTEGER,"
    "  created_at INTEGER NOT NULL,"
    "  UNIQUE (owner, client_id)"
    ") STRICT;"
    "CREATE TABLE message_attachments ("
    "  key INTEGER NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  attachment INTEGER NOT NULL REFERENCES attachments (number),"
    "  PRIMARY KEY (key, position)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX message_attachments_by_attachment"
    "  ON message_attachments (attachment);"
    "CREATE TABLE users ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  username TEXT NOT NULL UNIQUE,"
    "  display_name TEXT NOT NULL,"
    "  given_name TEXT,"
    "  family_name TEXT,"
    "  email TEXT,"
    "  status_text TEXT,"
    "  avatar TEXT,"
    "  role INTEGER NOT NULL,"
    "  active INTEGER NOT NULL DEFAULT 1,"
    "  joined_at INTEGER NOT NULL,"
    "  last_login_at INTEGER,"
    "  last_seen INTEGER,"
    "  deleted_at INTEGER," /* the row stays: messages name it */
    "  version INTEGER NOT NULL DEFAULT 1,"
    "  password_hash TEXT NOT NULL,"
    "  inbox INTEGER NOT NULL UNIQUE REFERENCES streams (number),"
    "  share_read INTEGER NOT NULL DEFAULT 1,"
    "  share_presence INTEGER NOT NULL DEFAULT 1"
    ") STRICT;"
    /* The username and each word of the display name, folded: prefixes are ranges. */
    "CREATE TABLE user_words ("
    "  word TEXT NOT NULL,"
    "  user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,"
    "  PRIMARY KEY (word, user)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX user_words_by_user ON user_words (user);"
    "CREATE TABLE sessions (" /* one row a device */
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,"
    "  token_hash BLOB NOT NULL UNIQUE,"
    "  device_name TEXT,"
    "  created_at INTEGER NOT NULL,"
    "  last_used_at INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX sessions_by_user ON sessions (user);"
    "CREATE TABLE conversations ("
    "  stream INTEGER PRIMARY KEY REFERENCES streams (number),"
    "  kind INTEGER NOT NULL,"
    "  title TEXT,"
    "  description TEXT,"
    "  avatar TEXT,"
    "  posting INTEGER NOT NULL DEFAULT 0," /* as the next two: see core/group.h */
    "  joining INTEGER NOT NULL DEFAULT 0,"
    "  past INTEGER NOT NULL DEFAULT 0,"
    "  common INTEGER NOT NULL DEFAULT 0,"       /* 1: everybody of the place joins it */
    "  member_count INTEGER NOT NULL DEFAULT 0," /* who is in now */
    "  creator INTEGER NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  low_user INTEGER,"  /* a direct one's pair, the lower number first: */
    "  high_user INTEGER," /* both NULL in a group */
    "  UNIQUE (low_user, high_user)"
    ") STRICT;"
    "CREATE INDEX conversations_open ON conversations (stream) WHERE joining = 1;"
    "CREATE UNIQUE INDEX conversations_common ON conversations (common) WHERE common = 1;"
    "CREATE TABLE conversation_client_ids ("
    "  creator INTEGER NOT NULL,"
    "  client_id BLOB NOT NULL,"
    "  hmac BLOB NOT NULL,"
    "  stream INTEGER NOT NULL,"
    "  PRIMARY KEY (creator, client_id)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE members ("
    "  stream INTEGER NOT NULL REFERENCES conversations (stream),"
    "  user INTEGER NOT NULL REFERENCES users (number),"
    "  role INTEGER NOT NULL,"
    "  read INTEGER NOT NULL DEFAULT 0,"
    "  delivered INTEGER NOT NULL DEFAULT 0,"
    "  cleared INTEGER NOT NULL DEFAULT 0,"
    "  joined_at INTEGER NOT NULL,"
    "  archived INTEGER NOT NULL DEFAULT 0,"
    "  pinned INTEGER NOT NULL DEFAULT 0,"
    "  notify INTEGER NOT NULL DEFAULT 0,"
    "  muted_until INTEGER NOT NULL DEFAULT 0,"
    "  marked_unread INTEGER NOT NULL DEFAULT 0,"
    "  draft TEXT,"
    "  left_at INTEGER," /* NULL while they are in; what came later is not told: */
    "  left_title TEXT," /* the title of then */
    "  PRIMARY KEY (stream, user)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX members_by_user ON members (user, stream);"
    "CREATE TABLE spans ("
    "  stream INTEGER NOT NULL,"
    "  user INTEGER NOT NULL,"
    "  first INTEGER NOT NULL,"
    "  last INTEGER," /* NULL while the member is in */
    "  PRIMARY KEY (stream, user, first),"
    "  FOREIGN KEY (stream, user) REFERENCES members (stream, user)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE invites ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  kind INTEGER NOT NULL," /* 0 join, 1 device of its maker */
    "  token_hash BLOB NOT NULL UNIQUE,"
    "  created_by INTEGER," /* user; NULL: who owns the data folder */
    "  created_at INTEGER NOT NULL,"
    "  expires_at INTEGER NOT NULL,"
    "  uses INTEGER NOT NULL,"
    "  uses_left INTEGER NOT NULL,"
    "  role INTEGER NOT NULL,"
    "  conversations TEXT," /* ids, blanks between: what else who joins gets into */
    "  revoked_at INTEGER"
    ") STRICT;"
    "CREATE INDEX invites_by_maker ON invites (created_by);"
    /* Who changed what as an administrator; names as they were then. Never a secret. */
    "CREATE TABLE audit ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  at INTEGER NOT NULL,"
    "  actor TEXT,"           /* username; NULL: who owns the data folder */
    "  origin TEXT NOT NULL," /* an address, or 'control' or 'folder' */
    "  action TEXT NOT NULL," /* the route's name */
    "  subject TEXT,"         /* username, or id */
    "  detail TEXT"
    ") STRICT;"
    /* Of a message only its key: what it says stands in its own row alone. */
    "CREATE TABLE reports ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  at INTEGER NOT NULL,"
    "  reporter INTEGER NOT NULL REFERENCES users (number),"
    "  user INTEGER NOT NULL REFERENCES users (number)," /* who is reported */
    "  key INTEGER," /* of events; NULL: the person as a whole */
    "  reason TEXT NOT NULL,"
    "  closed_at INTEGER,"
    "  closed_by TEXT" /* username; NULL: who owns the data folder */
    ") STRICT;"
    "CREATE INDEX reports_by_pair ON reports (reporter, user);"
    "CREATE TABLE blocks ("
    "  user INTEGER NOT NULL REFERENCES users (number)," /* wants nothing from */
    "  other INTEGER NOT NULL REFERENCES users (number),"
    "  PRIMARY KEY (user, other)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE avatars ("
    "  user INTEGER PRIMARY KEY REFERENCES users (number),"
    "  png BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE message_days (" /* written from time to time, see streams.counted */
    "  day INTEGER PRIMARY KEY,"  /* since 1970 in UTC */
    "  messages INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE removals (" /* groups that are gone and whose events go by and by */
    "  stream INTEGER PRIMARY KEY REFERENCES streams (number)"
    ") STRICT;"
    "CREATE TABLE erasures (" /* whose messages are being erased, and how far */
    "  user INTEGER PRIMARY KEY REFERENCES users (number),"
    "  reached INTEGER NOT NULL DEFAULT 0" /* key of events */
    ") STRICT;";

/* Titled messages and what answers them, groups' pictures beside people's, and who was taken out of
 * a group. */
static const char migration_2[] =
    "CREATE INDEX events_titled ON events (kind, key) WHERE subject IS NOT NULL;"
    "CREATE INDEX events_replies ON events (reply_to, key) WHERE reply_to IS NOT NULL;"
    "CREATE INDEX members_archived ON members (stream) WHERE archived = 1;"
    "ALTER TABLE members"
    "  ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;" /* 1: by somebody else, who must put them in
                                                        * again */
    "CREATE TABLE pictures ("
    "  stream INTEGER PRIMARY KEY REFERENCES streams (number)," /* a group's, or somebody's inbox */
    "  png BLOB NOT NULL"
    ") STRICT;"
    "INSERT INTO pictures SELECT u.inbox, a.png FROM avatars a JOIN users u ON u.number = a.user;"
    "DROP TABLE avatars;"
    "ALTER TABLE pictures RENAME TO avatars;";

static const ParlourMigration migrations[] = {
    {1, migration_1},
    {2, migration_2},
};

const ParlourMigration *
parlour_store_schema (gsize *n)
{
  *n = G_N_ELEMENTS (migrations);
  return migrations;
}
