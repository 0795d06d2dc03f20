/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/user.h"

G_BEGIN_DECLS

#define PARLOUR_INVITE_TOKEN_HASH_BYTES 32
#define PARLOUR_INVITE_USES_MAX         1000
#define PARLOUR_INVITE_SECONDS          (7 * 24 * 60 * 60)   /* where nobody says how long */
#define PARLOUR_INVITE_SECONDS_MAX      (366 * 24 * 60 * 60) /* until it expires at the latest */
#define PARLOUR_DEVICE_LINK_SECONDS     (10 * 60)

typedef enum {
  PARLOUR_INVITE_JOIN,   /* makes an account */
  PARLOUR_INVITE_DEVICE, /* signs its maker in on another device */
} ParlourInviteKind;

typedef enum {
  PARLOUR_INVITE_OPEN,
  PARLOUR_INVITE_USED_UP,
  PARLOUR_INVITE_EXPIRED,
  PARLOUR_INVITE_REVOKED,
} ParlourInviteState;

/** ParlourInvite: one as its list tells it; the token is held nowhere. Plain data of its owner. */
typedef struct {
  gint64 number;
  char *id;
  ParlourInviteKind kind;
  ParlourInviteState state;
  char *created_by; /* username; nullable: who owns the data folder */
  ParlourUserRole role;
  gint64 created_at;
  gint64 expires_at;
  gint64 revoked_at; /* 0: not */
  gint64 uses;
  gint64 uses_left;
  char *conversations; /* ids of groups that who joins gets into, blanks between; nullable */
} ParlourInvite;

void parlour_invite_free (ParlourInvite *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourInvite, parlour_invite_free)

/** ParlourNewInvite: @created_by is the maker's number, 0 for who owns the data folder. */
typedef struct {
  ParlourInviteKind kind;
  const guint8 *token_hash; /* %PARLOUR_INVITE_TOKEN_HASH_BYTES */
  gint64 created_by;
  gint64 seconds; /* until it expires */
  gint64 uses;
  ParlourUserRole role;
  const char *conversations; /* as above */
} ParlourNewInvite;

/**
 * parlour_store_add_invite:
 *
 * A new device link ends the ones that its maker made before. Writer.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourInvite *
parlour_store_add_invite (ParlourStore *self, const ParlourNewInvite *invite, GError **error);

/**
 * parlour_store_check_invite:
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_INVITE_REFUSED where it lets nobody in; why, is told of one
 *   that there is
 */
gboolean parlour_store_check_invite (ParlourStore *self,
                                     ParlourInviteKind kind,
                                     const guint8 *token_hash,
                                     GError **error);

/**
 * parlour_store_use_invite:
 * @maker: (out) (optional): number of who made it; 0 for who owns the data folder
 * @id: (out) (optional) (transfer full)
 * @conversations: (out) (optional) (transfer full) (nullable): as in #ParlourInvite
 *
 * Takes one of its uses, in the transaction of what it is used for: never more than it has. Writer.
 */
gboolean parlour_store_use_invite (ParlourStore *self,
                                   ParlourInviteKind kind,
                                   const guint8 *token_hash,
                                   gint64 *maker,
                                   char **id,
                                   char **conversations,
                                   GError **error);

/**
 * parlour_store_list_invites:
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * Those of %PARLOUR_INVITE_JOIN, the newest first, ended ones too.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourInvite)
 */
GPtrArray *parlour_store_list_invites (
    ParlourStore *self, const char *cursor, guint limit, char **next, GError **error);

/**
 * parlour_store_revoke_invite:
 *
 * One that has ended anyway stays as it is. Writer.
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_NOT_FOUND where there is none
 */
gboolean parlour_store_revoke_invite (ParlourStore *self, const char *id, GError **error);

/** parlour_store_revoke_device_links: all that @user made; beside ending their sessions. Writer. */
gboolean parlour_store_revoke_device_links (ParlourStore *self, gint64 user, GError **error);

/** parlour_store_revoke_invites_of: all of both kinds that @user made. Writer. */
gboolean parlour_store_revoke_invites_of (ParlourStore *self, gint64 user, GError **error);

/** parlour_store_revoke_all_invites: of both kinds, for instance after a restore. Writer. */
gboolean parlour_store_revoke_all_invites (ParlourStore *self, GError **error);

/** parlour_store_forget_invites: those that ended before %PARLOUR_AUDIT_KEPT_MS, some at a time;
 * housekeeping. Writer. */
gboolean parlour_store_forget_invites (ParlourStore *self, GError **error);

/** parlour_store_count_invites: those that let somebody in. */
gboolean parlour_store_count_invites (ParlourStore *self, gint64 *count, GError **error);

const char *parlour_invite_kind_to_string (ParlourInviteKind kind);
const char *parlour_invite_state_to_string (ParlourInviteState state);

G_END_DECLS
