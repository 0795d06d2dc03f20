/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"

G_BEGIN_DECLS

#define PARLOUR_INVITE_LINK_SCHEME        "parlour"
#define PARLOUR_INVITE_LINK_CHARS_MAX     2000
#define PARLOUR_INVITE_LINK_ADDRESSES_MAX 8

typedef enum {
  PARLOUR_INVITE_LINK_JOIN,   /* parlour://join: an account of one's own */
  PARLOUR_INVITE_LINK_DEVICE, /* parlour://device: one more device for the account that made it */
} ParlourInviteLinkKind;

/**
 * ParlourInviteLink:
 *
 * What an invite says, as text and as QR code:
 * `parlour://join?v=1&a=HOST:PORT&a=…&f=FINGERPRINT&t=TOKEN&n=NAME`. Whoever made it is not known:
 * it is what somebody sent, so it is shown before anything is connected to. Immutable: the fields
 * are for reading; counted atomically.
 */
typedef struct {
  ParlourInviteLinkKind kind;
  const char *const *addresses;          /* 1 to 8 of "HOST:PORT", lower case, no two alike */
  const ParlourFingerprint *fingerprint; /* nullable: a server behind a public certificate */
  const char *token;                     /* nullable: then it only introduces the server */
  const char *name;                      /* nullable: of the place; to be shown, never trusted */
} ParlourInviteLink;

/**
 * parlour_invite_link_new:
 * @fields: what it says; copied
 * @error: #PARLOUR_PROBLEM_INVALID_FIELD where parlour_invite_link_parse() would refuse it
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourInviteLink *parlour_invite_link_new (const ParlourInviteLink *fields, GError **error);

ParlourInviteLink *parlour_invite_link_ref (ParlourInviteLink *self);
void parlour_invite_link_unref (ParlourInviteLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourInviteLink, parlour_invite_link_unref)

/**
 * parlour_invite_link_is_link:
 *
 * Whether @text means to be a link: it begins with "parlour:". Says nothing on the rest.
 */
gboolean parlour_invite_link_is_link (const char *text);

/**
 * parlour_invite_link_parse:
 * @text: from a person, a QR code or the desktop's scheme handler
 * @error: #PARLOUR_PROBLEM_INVALID_FIELD with field "server"
 *
 * Strict: printable ASCII, at most %PARLOUR_INVITE_LINK_CHARS_MAX characters, version 1, no second
 * `v`, `f`, `t` or `n`, no user info, port or fragment; a name without control, bidi or invisible
 * characters. Unknown parameters are ignored. Any thread; asks nobody.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourInviteLink *parlour_invite_link_parse (const char *text, GError **error);

/** parlour_invite_link_to_text: (transfer full): the one spelling of it. */
char *parlour_invite_link_to_text (const ParlourInviteLink *self);

G_END_DECLS
