/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/feed.h"
#include "server/limits.h"
#include "server/store/marks.h"
#include "server/store/presence.h"
#include "server/store/streams.h"

G_BEGIN_DECLS

/* Inside the feed's files only. Everything here lives on the feed's thread, but for #FeedMessage,
 * which is what reaches it, and #ParlourPeer. */

typedef struct _FeedConnection FeedConnection;
typedef struct _FeedStream FeedStream;

struct _ParlourPeer {
  ParlourFeed *feed;
  ParlourSession *session;
  guint8 token_hash[PARLOUR_TOKEN_HASH_BYTES];
  gint pending; /* ops on their way to the feed; atomic */
};

typedef enum {
  FEED_OPENED,
  FEED_OP,
  FEED_CLOSED,
  FEED_CHANGES,
  FEED_WAIT,
} FeedMessageKind;

typedef struct {
  FeedMessageKind kind;
  ParlourConnectionId id;
  ParlourPeer *peer; /* counted */
  JsonObject *op;
  ParlourChanges *changes;
  ParlourCall *call;
} FeedMessage;

typedef struct {
  gint64 seq;
  gsize bytes;
} FeedUnacked;

/** FeedPosition: how far one connection has got in one stream. */
typedef struct {
  FeedConnection *connection;
  FeedStream *stream;
  gboolean lost; /* said reset: nothing flows before the client names it again */
  gint64 sent;
  gint64 delivered; /* the member's mark, as far as it was heard of */
  gint64 told_top;
  gint64 told_read;
  GArray *unacked;               /* FeedUnacked, rising; nullable */
  ParlourMembership *membership; /* nullable: to be asked for anew, with @hidden */
  GArray *hidden;
  gboolean ready; /* stands in the connection's queue */
} FeedPosition;

struct _FeedStream {
  gint64 number;
  char id[PARLOUR_ID_CHARS]; /* the conversation's, or "me" */
  gboolean is_inbox;
  gint64 top;
  gboolean tells_people; /* those who look at it are told who is here: it was small */
  GPtrArray *positions;  /* of FeedPosition; borrowed */
  GPtrArray *pages;      /* of FeedPage, of this round; nullable */
};

struct _FeedConnection {
  ParlourFeed *feed;
  ParlourConnectionId id;
  ParlourPeer *peer;     /* counted */
  gboolean greeted;      /* has said its last hello */
  GHashTable *named;     /* hello's positions so far: id → gint64 *; nullable */
  char *epoch;           /* hello's; nullable */
  gint64 tops_at;        /* monotonic; before it is greeted: until when it must have said hello */
  GHashTable *positions; /* stream's number → FeedPosition; owns */
  GHashTable *by_id;     /* stream's id → FeedPosition; borrows both */
  GHashTable *watched;   /* set of stream numbers */
  GHashTable *people;    /* set of user numbers: who is in what is watched */
  GQueue ready;          /* of FeedPosition: have more to send; the inbox first */
  guint unacked;
  gsize unacked_bytes;
  gboolean dirty; /* stands in the feed's list */
};

struct _ParlourFeed {
  const ParlourConfig *config;
  ParlourStore *store;
  ParlourHub *hub;
  ParlourDispatch *dispatch;
  ParlourAdmission *admission;
  ParlourOnline *online;
  GThread *thread;

  GMutex lock;
  GCond wake;
  GQueue messages; /* of FeedMessage */
  gboolean stopping;

  GHashTable *connections; /* id → FeedConnection; owns */
  GHashTable *users;       /* user number → GPtrArray of FeedConnection */
  GHashTable *streams;     /* number → FeedStream; owns */
  GPtrArray *dirty;        /* of FeedConnection */
  GPtrArray *paged;        /* of FeedStream: have pages of this round */
  GHashTable *user_ids;    /* user number → id */
  GHashTable *delivered;   /* of ParlourMark, its own key: not yet written */
  gint64 delivered_at;     /* monotonic: when they were last written */
  GHashTable *watchers; /* user number → GPtrArray of FeedConnection: whom their presence goes to */
  GHashTable *seen;     /* user number → ParlourSeen: not yet written; owns */
  gint64 seen_at;       /* monotonic: when they were last written */
  gint64 see_all_at;    /* monotonic: when who is here is noted again */
  GHashTable *leaving; /* user number → gint64 *: monotonic, until when they may come back */
  GHashTable *typing;  /* of FeedTyping, its own key */
  ParlourLimits *typing_limits; /* by user number as text, as the next */
  ParlourLimits *watch_limits;
  GHashTable *waits; /* stream number → GQueue of ParlourCall */
  gint64 next_tick;  /* monotonic */
};

/* feed-connection.c: connections, and how far each has got. What has more to send is *ready*, what
 * has something to send at all is *dirty* and is pumped at the end of the round. */

void parlour_feed_open (ParlourFeed *self, ParlourConnectionId id, ParlourPeer *peer);
void parlour_feed_close (ParlourFeed *self, ParlourConnectionId id);
void parlour_feed_connection_free (FeedConnection *connection);
void parlour_feed_stream_free (FeedStream *stream);

/** parlour_feed_add_position: (transfer none): of a stream that @connection does not follow yet;
 * @sent: the last event that it has. */
FeedPosition *parlour_feed_add_position (FeedConnection *connection,
                                         gint64 stream,
                                         const char *id,
                                         gboolean is_inbox,
                                         gint64 top,
                                         gint64 sent);

/** parlour_feed_forget_unacked: takes what @position has unacknowledged out of the window. */
void parlour_feed_forget_unacked (FeedPosition *position);

/** parlour_feed_lose: says `reset`: what the client knows of the stream is of no use. It goes
 * behind the events before it. */
void parlour_feed_lose (FeedConnection *connection, const char *id, const char *reason);

void parlour_feed_mark_ready (FeedPosition *position);
void parlour_feed_mark_dirty (FeedConnection *connection);

/* feed-pump.c: what flows */

/** parlour_feed_pump: sends of what is ready, in turns, for as long as the window is open. */
void parlour_feed_pump (FeedConnection *connection);

/** parlour_feed_end_round: lets go of the rows that the connections of this round shared. */
void parlour_feed_end_round (ParlourFeed *self);

/* feed-hello.c: the ops that name positions; FALSE ends the connection for @error */
gboolean parlour_feed_hello (FeedConnection *connection, JsonObject *op, GError **error);
gboolean parlour_feed_follow (FeedConnection *connection, JsonObject *op, GError **error);

/** parlour_feed_send_tops: as the database has them, not as they were heard of: a wake-up that was
 * lost heals here. */
void parlour_feed_send_tops (FeedConnection *connection);

/* feed-ops.c: frames in and out */

/** parlour_feed_op: @op: (transfer full): nobody else holds it: json-glib does not count safely. */
void parlour_feed_op (FeedConnection *connection, JsonObject *op);
void parlour_feed_send_control (FeedConnection *connection, ParlourJsonWriter *writer);

/** parlour_feed_send_error: the answer to the op @id. */
void parlour_feed_send_error (FeedConnection *connection, gint64 id, const GError *error);

/** parlour_feed_frame: (transfer full): what @writer holds as a frame for several connections. */
GBytes *parlour_feed_frame (ParlourJsonWriter *writer);

/** parlour_feed_set_state: what @writer holds as the newest value of @key. */
void
parlour_feed_set_state (FeedConnection *connection, const char *key, ParlourJsonWriter *writer);

/* feed-marks.c: how far people have got and read; FALSE ends the connection for @error */
gboolean parlour_feed_ack (FeedConnection *connection, JsonObject *op, GError **error);
gboolean parlour_feed_watch (FeedConnection *connection, JsonObject *op, GError **error);

/** parlour_feed_note_delivered: in memory, where it is above what was known. */
void parlour_feed_note_delivered (FeedPosition *position, gint64 seq);

/** parlour_feed_write_delivered: hands what was noted to the writer. */
void parlour_feed_write_delivered (ParlourFeed *self);
void parlour_feed_send_own_marks (FeedConnection *connection);

/** parlour_feed_mark_changed: tells the user's own devices, and those who watch. */
void parlour_feed_mark_changed (ParlourFeed *self, const ParlourChange *change);

/** parlour_feed_user_id: (transfer none) (nullable): NULL where there is nobody of that number. */
const char *parlour_feed_user_id (ParlourFeed *self, gint64 user);

/* feed-presence.c: who is here */

/** parlour_feed_watch_people: @all: tells of all of them; else of those that are new. */
void parlour_feed_watch_people (FeedConnection *connection, gboolean all);
void parlour_feed_unwatch_people (FeedConnection *connection);

/** parlour_feed_people_changed: somebody joined or left what others look at. */
void parlour_feed_people_changed (ParlourFeed *self, gint64 stream);

/** parlour_feed_presence_changed: other people may see now when @user is here, or whom they see. */
void parlour_feed_presence_changed (ParlourFeed *self, gint64 user);

/** parlour_feed_came_or_left: @user has now the first socket, or no more. */
void parlour_feed_came_or_left (ParlourFeed *self, gint64 user);

/** parlour_feed_tick_presence: what is due at @now (monotonic). */
void parlour_feed_tick_presence (ParlourFeed *self, gint64 now);

/** parlour_feed_see_all: notes that all who have a socket are here now. */
void parlour_feed_see_all (ParlourFeed *self);

/** parlour_feed_write_seen: hands what was noted to the writer. */
void parlour_feed_write_seen (ParlourFeed *self);

/* feed-profile.c */
void parlour_feed_profile_changed (ParlourFeed *self, const ParlourChange *change);

/* feed-typing.c: who writes at the moment */
void parlour_feed_start_typing_table (ParlourFeed *self);

/** parlour_feed_typing: the op; what is wrong in it is refused, and the connection stays. */
void parlour_feed_typing (FeedConnection *connection, JsonObject *op);

/** parlour_feed_send_typing: to whoever begins to look while others are already typing. */
void parlour_feed_send_typing (FeedPosition *position);
void parlour_feed_end_typing_of (ParlourFeed *self, gint64 user);

/** parlour_feed_end_typing_until: whatever was not said again by @now (monotonic). */
void parlour_feed_end_typing_until (ParlourFeed *self, gint64 now);

/* feed-wait.c: calls that wait for an event (GET /events). A call that is woken looks again on a
 * reader, and may come back. */

/** parlour_feed_park: @call: (transfer full): until something below happens, or at once where it
 * happened between the reader's look and now. */
void parlour_feed_park (ParlourFeed *self, ParlourCall *call);
void parlour_feed_wake_stream (ParlourFeed *self, gint64 stream, gint64 top);
void parlour_feed_wake_session (ParlourFeed *self, gint64 session);
void parlour_feed_wake_expired (ParlourFeed *self, gint64 now);

/** parlour_feed_refuse_waits: all of them: the server is going down. */
void parlour_feed_refuse_waits (ParlourFeed *self);
void parlour_feed_refuse_wait (ParlourCall *call);

G_END_DECLS
