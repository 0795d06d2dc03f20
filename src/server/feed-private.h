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

/* feed-connection.c: positions and frames */
void parlour_feed_open (ParlourFeed *self, ParlourConnectionId id, ParlourPeer *peer);
void parlour_feed_close (ParlourFeed *self, ParlourConnectionId id);
void parlour_feed_connection_free (FeedConnection *connection);
FeedPosition *parlour_feed_add_position (FeedConnection *connection,
                                         gint64 stream,
                                         const char *id,
                                         gboolean is_inbox,
                                         gint64 top,
                                         gint64 sent);
void parlour_feed_forget_unacked (FeedPosition *position);
void parlour_feed_lose (FeedConnection *connection, const char *id, const char *reason);
void parlour_feed_mark_ready (FeedPosition *position);
void parlour_feed_mark_dirty (FeedConnection *connection);
void parlour_feed_stream_free (FeedStream *stream);

/* feed-pump.c: what flows */
void parlour_feed_pump (FeedConnection *connection);
void parlour_feed_end_round (ParlourFeed *self);

/* feed-hello.c */
gboolean parlour_feed_hello (FeedConnection *connection, JsonObject *op, GError **error);
gboolean parlour_feed_follow (FeedConnection *connection, JsonObject *op, GError **error);
void parlour_feed_send_tops (FeedConnection *connection);

/* feed-ops.c */

/** parlour_feed_op: @op: (transfer full): nobody else holds it: json-glib does not count safely. */
void parlour_feed_op (FeedConnection *connection, JsonObject *op);
void parlour_feed_send_control (FeedConnection *connection, ParlourJsonWriter *writer);
void parlour_feed_send_error (FeedConnection *connection, gint64 id, const GError *error);

/** parlour_feed_frame: (transfer full): what @writer holds as a frame for several connections. */
GBytes *parlour_feed_frame (ParlourJsonWriter *writer);

/** parlour_feed_set_state: what @writer holds as the newest value of @key. */
void
parlour_feed_set_state (FeedConnection *connection, const char *key, ParlourJsonWriter *writer);

/* feed-marks.c */
gboolean parlour_feed_ack (FeedConnection *connection, JsonObject *op, GError **error);
gboolean parlour_feed_watch (FeedConnection *connection, JsonObject *op, GError **error);
void parlour_feed_note_delivered (FeedPosition *position, gint64 seq);
void parlour_feed_send_own_marks (FeedConnection *connection);
void parlour_feed_mark_changed (ParlourFeed *self, const ParlourChange *change);
void parlour_feed_write_delivered (ParlourFeed *self);
const char *parlour_feed_user_id (ParlourFeed *self, gint64 user);

/* feed-presence.c */

/** parlour_feed_watch_people: @all: tells of all of them; else of those that are new. */
void parlour_feed_watch_people (FeedConnection *connection, gboolean all);
void parlour_feed_unwatch_people (FeedConnection *connection);
void parlour_feed_people_changed (ParlourFeed *self, gint64 stream);
void parlour_feed_presence_changed (ParlourFeed *self, gint64 user);

/** parlour_feed_came_or_left: @user has now the first socket, or no more. */
void parlour_feed_came_or_left (ParlourFeed *self, gint64 user);

/** parlour_feed_tick_presence: what is due at @now (monotonic). */
void parlour_feed_tick_presence (ParlourFeed *self, gint64 now);

/** parlour_feed_see_all: notes that all who have a socket are here now. */
void parlour_feed_see_all (ParlourFeed *self);
void parlour_feed_write_seen (ParlourFeed *self);

/* feed-profile.c */
void parlour_feed_profile_changed (ParlourFeed *self, const ParlourChange *change);

/* feed-typing.c */

/** parlour_feed_typing: the op; what is wrong in it is refused, and the connection stays. */
void parlour_feed_typing (FeedConnection *connection, JsonObject *op);
void parlour_feed_send_typing (FeedPosition *position);
void parlour_feed_end_typing_of (ParlourFeed *self, gint64 user);
void parlour_feed_end_typing_until (ParlourFeed *self, gint64 now);
void parlour_feed_start_typing_table (ParlourFeed *self);

/* feed-wait.c */
void parlour_feed_park (ParlourFeed *self, ParlourCall *call);
void parlour_feed_wake_stream (ParlourFeed *self, gint64 stream, gint64 top);
void parlour_feed_wake_session (ParlourFeed *self, gint64 session);
void parlour_feed_wake_expired (ParlourFeed *self, gint64 now);
void parlour_feed_refuse_waits (ParlourFeed *self);
void parlour_feed_refuse_wait (ParlourCall *call);

G_END_DECLS
