/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who leaves stands in a wish by this key, so that they are found without being known. */
#define PARLOUR_WISH_MYSELF "me"

/** ParlourWishKind: what a person wants of the server. The numbers stand in the copy's file. Values
 * that are no texts are decimal numbers: flags, times, and the numbers of enumerations. */
typedef enum {
  PARLOUR_WISH_SETTING = 1,  /* key: its name on the wire */
  PARLOUR_WISH_EDIT = 2,     /* value: the body; extra: the subject, NULL: as it is */
  PARLOUR_WISH_REACTION = 3, /* key: the emoji; value: a flag */
  PARLOUR_WISH_PIN = 4,      /* value: a flag */
  PARLOUR_WISH_STAR = 5,     /* value: a flag */
  PARLOUR_WISH_MEMBER =
      6, /* key: a user's id, or myself; value: the role, NULL: out; extra: "new" */
  PARLOUR_WISH_BLOCK = 7, /* key: a user's id; value: a flag; of no conversation */
  PARLOUR_WISH_GROUP = 8, /* key: its name on the wire */
} ParlourWishKind;

/**
 * ParlourWish:
 *
 * Something that a person did and that the server has to be told, kept until it is: of one thing
 * (conversation, seq, kind and key) the last wish counts. What it says lies over what the server
 * told last, so that it shows at once, and goes back by itself where the server refuses it.
 * Immutable, counted atomically.
 */
typedef struct {
  gint64 id; /* grows: another id is a later wish */
  ParlourWishKind kind;
  const char *conversation; /* "" for none */
  gint64 seq;               /* of a message; 0 for the conversation */
  const char *key;          /* "" for none */
  const char *value;        /* nullable */
  const char *extra;        /* nullable */
  gint64 created_at;        /* ms since 1970 */
  gboolean behind_messages; /* there is something to send in its conversation */
} ParlourWish;

ParlourWish *parlour_wish_new (const ParlourWish *fields);
ParlourWish *parlour_wish_ref (ParlourWish *self);
void parlour_wish_unref (ParlourWish *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourWish, parlour_wish_unref)

/** parlour_wish_get_number: of a value that is one; 0 for %NULL. */
gint64 parlour_wish_get_number (const ParlourWish *self);

G_END_DECLS
