/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/utf8.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** ParlourCloseCode: RFC 6455, 7.4.1, and from 4001 on Parlour's own (data/api/openapi.yaml). */
typedef enum {
  PARLOUR_CLOSE_GOING_AWAY = 1001,
  PARLOUR_CLOSE_PROTOCOL = 1002,
  PARLOUR_CLOSE_UNSUPPORTED = 1003,
  PARLOUR_CLOSE_MISSING = 1005, /* stands for a close frame without a code; never in a frame */
  PARLOUR_CLOSE_NOT_TEXT = 1007,
  PARLOUR_CLOSE_TOO_BIG = 1009,
  PARLOUR_CLOSE_INTERNAL = 1011,
  PARLOUR_CLOSE_SIGNED_OUT = 4001,
  PARLOUR_CLOSE_BAD_MESSAGE = 4008,
  PARLOUR_CLOSE_TOO_SLOW = 4009,
  PARLOUR_CLOSE_TOO_MANY = 4029,
} ParlourCloseCode;

typedef enum {
  PARLOUR_FRAME_NONE, /* all bytes are taken; more are wanted */
  PARLOUR_FRAME_TEXT, /* a whole message, valid UTF-8 */
  PARLOUR_FRAME_PING, /* to be answered by a pong with the same payload */
  PARLOUR_FRAME_PONG,
  PARLOUR_FRAME_CLOSE, /* nothing of the peer counts any more */
  PARLOUR_FRAME_ERROR, /* close with `code`; the parser stays here */
} ParlourFrameKind;

typedef struct {
  ParlourFrameKind kind;
  const char *data; /* the payload, until the next call; of a close frame its reason */
  gsize length;
  guint16 code;        /* of a #ParlourCloseCode: the close frame's, or the one for the error */
  const char *message; /* of an error: what was wrong, for the close frame's reason */
} ParlourFrame;

/**
 * ParlourFrameParser:
 *
 * A server's side of RFC 6455, 5: frames must be masked, have no RSV bit and the shortest length;
 * control frames are whole and have at most 125 bytes; text is UTF-8, also across fragments. Binary
 * frames end with 1003, since Parlour has none. Pure; bytes may come cut anywhere. A message that
 * came in one piece is handed out in place: memory is taken only while one is incomplete.
 */
typedef struct {
  gsize message_max;
  guint fragments_max;
  guint64 frame_length;
  guint64 frame_done;
  GByteArray *message; /* the incomplete message, or the one handed out last */
  guint fragments;
  ParlourUtf8 utf8;
  guint8 header[14];
  guint8 header_length;
  guint8 control[125];
  guint in_frame : 1;   /* the header is complete */
  guint in_message : 1; /* a fragment without FIN came */
  guint handed_out : 1; /* `message` was the answer of the last call */
  guint failed : 1;
  guint16 failed_code;
  const char *failed_message;
} ParlourFrameParser;

void parlour_frame_parser_init (ParlourFrameParser *self, gsize message_max, guint fragments_max);
void parlour_frame_parser_clear (ParlourFrameParser *self);

/**
 * parlour_frame_parser_next:
 * @data: (inout): what came from the peer; moved on. The bytes are unmasked where they stand
 * @length: (inout): how much of it is left
 * @frame: (out): what was found
 *
 * To be called until it answers %PARLOUR_FRAME_NONE, also when @length has become 0.
 */
ParlourFrameKind parlour_frame_parser_next (ParlourFrameParser *self,
                                            guint8 **data,
                                            gsize *length,
                                            ParlourFrame *frame);

/** parlour_frame_text: (transfer full): header and payload of an unmasked text frame. */
GBytes *parlour_frame_text (const char *text, gsize length);

/** parlour_frame_pong: (transfer full): at most 125 bytes. */
GBytes *parlour_frame_pong (const char *payload, gsize length);

/**
 * parlour_frame_close:
 * @code: %PARLOUR_CLOSE_MISSING for a close frame without one
 * @reason: (nullable): cut to 123 bytes at a character's border
 *
 * Returns: (transfer full)
 */
GBytes *parlour_frame_close (guint16 code, const char *reason);

G_END_DECLS
