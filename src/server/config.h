/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/place.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_TLS_OFF,
  PARLOUR_TLS_OWN,   /* a key of its own in the data folder: see server/identity.h */
  PARLOUR_TLS_FILES, /* files that somebody else looks after */
} ParlourTlsMode;

/**
 * ParlourConfig:
 *
 * What a server was told when it started. It never changes while the server runs, so any thread
 * reads it.
 */
typedef struct {
  char *data_dir;
  char *address; /* an IP literal without brackets */
  guint16 port;  /* 0 lets the system choose */
  ParlourTlsMode tls;
  char *certificate_file; /* PEM, with PARLOUR_TLS_FILES; nullable, as the next */
  char *key_file;
  char **proxies;    /* IP addresses of trusted proxies, whose X-Forwarded-For counts; nullable */
  gboolean announce; /* to the local network, where others can reach the server */
  guint sockets;     /* open ones in all */
  guint sockets_per_address;
  guint reads;           /* calls of one user in half a minute; 0: no limit, as the next three */
  guint writes;          /* the same */
  guint wrong_passwords; /* for one name from one address in ten minutes */
  guint registrations;   /* from one address in an hour */
  guint newcomers_per_address; /* sockets of one address on which nobody has signed in */
  gboolean set_registration;   /* else it stays as the database has it */
  ParlourRegistration registration;
  char *picture_program;      /* what makes pictures small; nullable: the one that came along */
  gboolean set_common;        /* as before */
  gboolean common;            /* whether new accounts join the common conversation */
  char *name;                 /* of the place; nullable: as the database says */
  char **hosts;               /* further names that a `Host` header may carry; nullable */
  char **origins;             /* web pages that may call, as `Origin` spells them; nullable */
  guint seen_seconds;         /* between two notes of who is here */
  guint grace_seconds;        /* who comes back within them was not away */
  guint tops_seconds;         /* between two `tops` frames on a connection */
  guint backup_check_seconds; /* between two looks at whether a backup is due */
  guint hello_seconds;        /* until a silent connection is closed */
  guint hash_operations;      /* argon2id's passes */
  gsize hash_memory;          /* argon2id's bytes */
  guint64 wal_restart_size;   /* bytes of write-ahead log after which it is started anew */
} ParlourConfig;

/** parlour_config_new: (transfer full): the values where nobody said anything. */
ParlourConfig *parlour_config_new (const char *data_dir);
ParlourConfig *parlour_config_copy (const ParlourConfig *self);
void parlour_config_free (ParlourConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourConfig, parlour_config_free)

/**
 * parlour_config_set_listen:
 * @text: "ADDRESS:PORT", "ADDRESS", "[ADDRESS]:PORT" or "localhost:PORT"
 *
 * Returns: FALSE with a #G_OPTION_ERROR in @error where it is none
 */
gboolean parlour_config_set_listen (ParlourConfig *self, const char *text, GError **error);

/** parlour_config_set_tls: from "own", "files" or "off". */
gboolean parlour_config_set_tls (ParlourConfig *self, const char *text, GError **error);

/** parlour_config_is_loopback: whether it listens for this computer alone. */
gboolean parlour_config_is_loopback (const ParlourConfig *self);

/** parlour_config_needs_start: whether @next says something that a server running with @self can't
 * change. */
gboolean parlour_config_needs_start (const ParlourConfig *self, const ParlourConfig *next);

/**
 * parlour_config_check:
 *
 * Whether the values go together; asks no file.
 *
 * Returns: FALSE with a #G_OPTION_ERROR in @error
 */
gboolean parlour_config_check (const ParlourConfig *self, GError **error);

/** parlour_config_set_registration: from "open", "invite" or "closed". */
gboolean parlour_config_set_registration (ParlourConfig *self, const char *text, GError **error);

G_END_DECLS
