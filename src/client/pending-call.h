/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/wish.h"

#include <glib.h>

G_BEGIN_DECLS

/** ParlourPendingCall: how a wish is said to the server. */
typedef struct {
  const char *method;
  char *path;
  GBytes *body;           /* nullable */
  gboolean tells_message; /* the answer is the message as it now stands */
} ParlourPendingCall;

/** parlour_pending_call_init: @me: my user id. @self is cleared by parlour_pending_call_clear(). */
void parlour_pending_call_init (ParlourPendingCall *self, const ParlourWish *wish, const char *me);
void parlour_pending_call_clear (ParlourPendingCall *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParlourPendingCall, parlour_pending_call_clear)

G_END_DECLS
