/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <sys/types.h>

G_BEGIN_DECLS

/** Pair: two people with a conversation, each signed in on one device. */
typedef struct {
  char *conversation;
  char *tokens[2];
} Pair;

/**
 * Place:
 *
 * A data folder on a real disk with people in it, and parlour-server on it as a child process. All
 * calls abort with a message where something fails. On the program's main thread.
 */
typedef struct {
  char *folder;
  Pair *pairs;
  guint n_pairs;
  char *group;   /* nullable: the id of a conversation */
  char **tokens; /* of its members, each signed in on one device */
  guint n_members;
  GPid server;
  int input; /* the server ends with it, so none outlives a program that aborts */
  guint16 port;
  gboolean tls;
} Place;

/** PlaceKind: how the server of a place runs. */
typedef struct {
  const char *program; /* path of parlour-server */
  gboolean tls;
  gboolean count; /* its instructions, by valgrind, which makes it slow */
} PlaceKind;

/**
 * place_new:
 * @parent: an existing folder
 *
 * Writes @n_pairs pairs through the server's own store, without the cost of hashing passwords, and
 * starts the server.
 */
Place *place_new (const char *parent, const PlaceKind *kind, guint n_pairs);

/** place_new_group: the same with one group of @n_members instead of pairs. */
Place *place_new_group (const char *parent, const PlaceKind *kind, guint n_members);

/** place_count_messages: ends the server and counts what it has left on the disk. */
gint64 place_count_messages (Place *self);

/** place_count_instructions: ends the server; what it has carried out, where they are counted. */
double place_count_instructions (Place *self);

/** place_free: ends the server and removes the folder. */
void place_free (Place *self);

/** place_get_cpu: nanoseconds that all threads of the server have run, in user and kernel. */
gint64 place_get_cpu (Place *self);

/** place_get_written: bytes that the server has sent to the disk. */
gint64 place_get_written (Place *self);

/** place_get_rss: KiB of the server that are in memory. */
gint64 place_get_rss (Place *self);

/** folder_remove: removes a folder and what lies in it (no folders). */
void folder_remove (const char *folder);

G_END_DECLS
