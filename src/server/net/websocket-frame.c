/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-websocket-frame"

#include "server/net/websocket-frame.h"

#include <string.h>

/* The frames of RFC 6455 as a server reads them. Pure: bytes in, messages out. */

enum {
  OPCODE_CONTINUATION = 0x0,
  OPCODE_TEXT = 0x1,
  OPCODE_BINARY = 0x2,
  OPCODE_CLOSE = 0x8,
  OPCODE_PING = 0x9,
  OPCODE_PONG = 0xa,
};

#define BIT_FIN     0x80
#define BITS_RSV    0x70
#define BITS_OPCODE 0x0f
#define BIT_CONTROL 0x08
#define BIT_MASK    0x80
#define BITS_LENGTH 0x7f
#define LENGTH_16   126
#define LENGTH_64   127
#define MASK_BYTES  4
#define CONTROL_MAX 125

void
parlour_frame_parser_init (ParlourFrameParser *self, gsize message_max, guint fragments_max)
{
  *self = (ParlourFrameParser){.message_max = message_max, .fragments_max = fragments_max};
}

void
parlour_frame_parser_clear (ParlourFrameParser *self)
{
  g_clear_pointer (&self->message, g_byte_array_unref);
}

static ParlourFrameKind
fail (ParlourFrameParser *self, ParlourFrame *frame, guint16 code, const char *message)
{
  self->failed = TRUE;
  self->failed_code = code;
  self->failed_message = message;
  *frame = (ParlourFrame){.kind = PARLOUR_FRAME_ERROR, .code = code, .message = message};
  return frame->kind;
}

static ParlourFrameKind
answer (ParlourFrame *frame, ParlourFrameKind kind, const guint8 *data, gsize length)
{
  *frame = (ParlourFrame){.kind = kind, .data = (const char *)data, .length = length};
  return kind;
}

static guint8
get_opcode (const ParlourFrameParser *self)
{
  return self->header[0] & BITS_OPCODE;
}

static gboolean
is_final (const ParlourFrameParser *self)
{
  return (self->header[0] & BIT_FIN) != 0;
}

static gboolean
is_control (const ParlourFrameParser *self)
{
  return (self->header[0] & BIT_CONTROL) != 0;
}

/* What the first two bytes alone already show to be wrong; NULL where nothing is. */
static const char *
find_header_error (const ParlourFrameParser *self, guint16 *code)
{
  guint8 opcode = get_opcode (self);
  guint8 length = self->header[1] & BITS_LENGTH;

  *code = PARLOUR_CLOSE_PROTOCOL;
  if (self->header[0] & BITS_RSV)
    return "a reserved bit is set";
  if ((opcode > OPCODE_BINARY && opcode < OPCODE_CLOSE) || opcode > OPCODE_PONG)
    return "unknown opcode";
  if (!(self->header[1] & BIT_MASK))
    return "the frame is not masked";
  if (is_control (self) && !is_final (self))
    return "a control frame is fragmented";
  if (is_control (self) && length > CONTROL_MAX)
    return "a control frame is too long";
  if (opcode == OPCODE_CONTINUATION && !self->in_message)
    return "a continuation continues nothing";
  if ((opcode == OPCODE_TEXT || opcode == OPCODE_BINARY) && self->in_message)
    return "a message starts inside another";

  *code = PARLOUR_CLOSE_UNSUPPORTED;
  return opcode == OPCODE_BINARY ? "only text is understood" : NULL;
}

static gsize
header_size (const ParlourFrameParser *self)
{
  switch (self->header[1] & BITS_LENGTH) {
  case LENGTH_16:
    return 2 + 2 + MASK_BYTES;
  case LENGTH_64:
    return 2 + 8 + MASK_BYTES;
  default:
    return 2 + MASK_BYTES;
  }
}

/* The payload's length, or -1 where it is not written in its shortest form (5.2). */
static gint64
read_frame_length (const ParlourFrameParser *self)
{
  guint8 length = self->header[1] & BITS_LENGTH;
  guint16 length_16;
  guint64 length_64;

  if (length < LENGTH_16)
    return length;

  if (length == LENGTH_16) {
    memcpy (&length_16, self->header + 2, sizeof length_16);
    length_16 = GUINT16_FROM_BE (length_16);
    return length_16 < LENGTH_16 ? -1 : length_16;
  }

  memcpy (&length_64, self->header + 2, sizeof length_64);
  length_64 = GUINT64_FROM_BE (length_64);
  return length_64 <= G_MAXUINT16 || length_64 > G_MAXINT64 ? -1 : (gint64)length_64;
}

static void
take_header_bytes (ParlourFrameParser *self, guint8 **data, gsize *length, gsize wanted)
{
  gsize count;

  if (self->header_length >= wanted)
    return;

  count = MIN (*length, wanted - self->header_length);
  memcpy (self->header + self->header_length, *data, count);
  self->header_length += count;
  *data += count;
  *length -= count;
}

static ParlourFrameKind
begin_data_frame (ParlourFrameParser *self, ParlourFrame *frame)
{
  gsize so_far = self->in_message && self->message ? self->message->len : 0;

  if (!self->in_message) {
    self->fragments = 0;
    self->utf8 = (ParlourUtf8){0};
  }
  if (self->frame_length > self->message_max || so_far > self->message_max - self->frame_length)
    return fail (self, frame, PARLOUR_CLOSE_TOO_BIG, "the message is too long");
  if (++self->fragments > self->fragments_max)
    return fail (self, frame, PARLOUR_CLOSE_TOO_BIG, "the message has too many fragments");
  return PARLOUR_FRAME_NONE;
}

/* Collects the header and checks it; the frame has begun once in_frame is set. */
static ParlourFrameKind
read_header (ParlourFrameParser *self, guint8 **data, gsize *length, ParlourFrame *frame)
{
  const char *error;
  guint16 code;
  gint64 frame_length;

  take_header_bytes (self, data, length, 2);
  if (self->header_length < 2)
    return PARLOUR_FRAME_NONE;

  error = find_header_error (self, &code);
  if (error != NULL)
    return fail (self, frame, code, error);

  take_header_bytes (self, data, length, header_size (self));
  if (self->header_length < header_size (self))
    return PARLOUR_FRAME_NONE;

  frame_length = read_frame_length (self);
  if (frame_length < 0)
    return fail (self, frame, PARLOUR_CLOSE_PROTOCOL, "a length is not in its shortest form");

  self->frame_length = (guint64)frame_length;
  self->frame_done = 0;
  self->in_frame = TRUE;
  return is_control (self) ? PARLOUR_FRAME_NONE : begin_data_frame (self, frame);
}

static void
unmask (const ParlourFrameParser *self, guint8 *bytes, gsize length)
{
  const guint8 *mask = self->header + self->header_length - MASK_BYTES;
  guint8 turned[8];
  guint64 word, mask_word;
  gsize at = 0;

  for (gsize i = 0; i < sizeof turned; i++)
    turned[i] = mask[(self->frame_done + i) % MASK_BYTES];
  memcpy (&mask_word, turned, sizeof mask_word);

  for (; at + sizeof word <= length; at += sizeof word) {
    memcpy (&word, bytes + at, sizeof word);
    word ^= mask_word;
    memcpy (bytes + at, &word, sizeof word);
  }
  for (; at < length; at++)
    bytes[at] ^= turned[at % sizeof turned];
}

static void
end_frame (ParlourFrameParser *self)
{
  self->in_frame = FALSE;
  self->header_length = 0;
}

/* The codes that may stand in a frame: RFC 6455, 7.4.1 and 7.4.2, and IANA's registry. */
static gboolean
is_close_code (guint16 code)
{
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
         (code >= 3000 && code <= 4999);
}

static ParlourFrameKind
read_close (ParlourFrameParser *self, ParlourFrame *frame)
{
  ParlourUtf8 utf8 = {0};
  gsize length = self->frame_length;
  guint16 code;

  if (length == 0) {
    answer (frame, PARLOUR_FRAME_CLOSE, self->control, 0);
    frame->code = PARLOUR_CLOSE_MISSING;
    return frame->kind;
  }
  if (length == 1)
    return fail (self, frame, PARLOUR_CLOSE_PROTOCOL, "half a close code");

  code = (guint16)(self->control[0] << 8 | self->control[1]);
  if (!is_close_code (code))
    return fail (self, frame, PARLOUR_CLOSE_PROTOCOL, "no valid close code");
  if (!parlour_utf8_feed (&utf8, self->control + 2, length - 2) ||
      !parlour_utf8_is_complete (&utf8))
    return fail (self, frame, PARLOUR_CLOSE_NOT_TEXT, "the close reason is not UTF-8");

  answer (frame, PARLOUR_FRAME_CLOSE, self->control + 2, length - 2);
  frame->code = code;
  return frame->kind;
}

static ParlourFrameKind
read_control (ParlourFrameParser *self, guint8 **data, gsize *length, ParlourFrame *frame)
{
  gsize count = MIN (*length, self->frame_length - self->frame_done);
  guint8 *target = self->control + self->frame_done;

  memcpy (target, *data, count);
  unmask (self, target, count);
  self->frame_done += count;
  *data += count;
  *length -= count;
  if (self->frame_done < self->frame_length)
    return PARLOUR_FRAME_NONE;

  end_frame (self);
  if (get_opcode (self) == OPCODE_CLOSE)
    return read_close (self, frame);
  return answer (frame, get_opcode (self) == OPCODE_PING ? PARLOUR_FRAME_PING : PARLOUR_FRAME_PONG,
                 self->control, self->frame_length);
}

/* A whole message in one frame that is all there: handed out where it stands. */
static ParlourFrameKind
read_whole_text (ParlourFrameParser *self, guint8 **data, gsize *length, ParlourFrame *frame)
{
  guint8 *text = *data;
  gsize text_length = self->frame_length;

  unmask (self, text, text_length);
  *data += text_length;
  *length -= text_length;
  end_frame (self);

  if (!parlour_utf8_feed (&self->utf8, text, text_length) ||
      !parlour_utf8_is_complete (&self->utf8))
    return fail (self, frame, PARLOUR_CLOSE_NOT_TEXT, "the text is not UTF-8");
  return answer (frame, PARLOUR_FRAME_TEXT, text, text_length);
}

static ParlourFrameKind
finish_fragment (ParlourFrameParser *self, ParlourFrame *frame)
{
  end_frame (self);
  if (!is_final (self)) {
    self->in_message = TRUE;
    return PARLOUR_FRAME_NONE;
  }

  self->in_message = FALSE;
  if (!parlour_utf8_is_complete (&self->utf8))
    return fail (self, frame, PARLOUR_CLOSE_NOT_TEXT, "the text is not UTF-8");

  self->handed_out = TRUE;
  return answer (frame, PARLOUR_FRAME_TEXT, self->message->data, self->message->len);
}

static ParlourFrameKind
read_data (ParlourFrameParser *self, guint8 **data, gsize *length, ParlourFrame *frame)
{
  gsize count = MIN (*length, self->frame_length - self->frame_done);

  if (is_final (self) && !self->in_message && self->frame_done == 0 && count == self->frame_length)
    return read_whole_text (self, data, length, frame);

  if (count == 0 && self->frame_done < self->frame_length)
    return PARLOUR_FRAME_NONE;
  if (self->message == NULL)
    self->message = g_byte_array_new ();
  unmask (self, *data, count);
  if (!parlour_utf8_feed (&self->utf8, *data, count))
    return fail (self, frame, PARLOUR_CLOSE_NOT_TEXT, "the text is not UTF-8");

  g_byte_array_append (self->message, *data, count);
  self->frame_done += count;
  *data += count;
  *length -= count;
  return self->frame_done < self->frame_length ? PARLOUR_FRAME_NONE : finish_fragment (self, frame);
}

ParlourFrameKind
parlour_frame_parser_next (ParlourFrameParser *self,
                           guint8 **data,
                           gsize *length,
                           ParlourFrame *frame)
{
  ParlourFrameKind kind = PARLOUR_FRAME_NONE;

  if (self->handed_out) {
    g_clear_pointer (&self->message, g_byte_array_unref);
    self->handed_out = FALSE;
  }
  if (self->failed)
    return fail (self, frame, self->failed_code, self->failed_message);

  *frame = (ParlourFrame){.kind = PARLOUR_FRAME_NONE};
  while (kind == PARLOUR_FRAME_NONE && (*length > 0 || self->in_frame)) {
    gsize before = *length;
    gboolean was_in_frame = self->in_frame;

    if (!self->in_frame)
      kind = read_header (self, data, length, frame);
    else if (is_control (self))
      kind = read_control (self, data, length, frame);
    else
      kind = read_data (self, data, length, frame);

    if (*length == before && self->in_frame == was_in_frame)
      break;
  }
  return kind;
}

static GBytes *
make_frame (guint8 opcode, const void *payload, gsize length)
{
  guint8 *bytes = g_malloc (length + 10);
  gsize at = 2;

  bytes[0] = BIT_FIN | opcode;
  if (length < LENGTH_16) {
    bytes[1] = (guint8)length;
  } else if (length <= G_MAXUINT16) {
    guint16 length_16 = GUINT16_TO_BE ((guint16)length);

    bytes[1] = LENGTH_16;
    memcpy (bytes + at, &length_16, sizeof length_16);
    at += sizeof length_16;
  } else {
    guint64 length_64 = GUINT64_TO_BE ((guint64)length);

    bytes[1] = LENGTH_64;
    memcpy (bytes + at, &length_64, sizeof length_64);
    at += sizeof length_64;
  }

  if (length > 0)
    memcpy (bytes + at, payload, length);
  return g_bytes_new_take (bytes, at + length);
}

GBytes *
parlour_frame_text (const char *text, gsize length)
{
  return make_frame (OPCODE_TEXT, text, length);
}

GBytes *
parlour_frame_pong (const char *payload, gsize length)
{
  return make_frame (OPCODE_PONG, payload, MIN (length, CONTROL_MAX));
}

GBytes *
parlour_frame_close (guint16 code, const char *reason)
{
  guint8 payload[CONTROL_MAX] = {(guint8)(code >> 8), (guint8)code};
  gsize length = reason != NULL ? strlen (reason) : 0;

  if (code == PARLOUR_CLOSE_MISSING)
    return make_frame (OPCODE_CLOSE, NULL, 0);

  if (length > CONTROL_MAX - 2) {
    length = CONTROL_MAX - 2;
    while (length > 0 && ((guint8)reason[length] & 0xc0) == 0x80)
      length--;
  }
  if (length > 0)
    memcpy (payload + 2, reason, length);
  return make_frame (OPCODE_CLOSE, payload, length + 2);
}
