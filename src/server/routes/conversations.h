/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"
#include "server/store/membership.h"

G_BEGIN_DECLS

/* Conversations, the own settings in them and the read mark. Each is a stage of a route, see
 * routes.h. */

gboolean parlour_conversations_decode_list (ParlourCall *call, GError **error);
gboolean parlour_conversations_list (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_conversations_decode_make (ParlourCall *call, GError **error);
gboolean parlour_conversations_make (ParlourCall *call, ParlourStore *store, GError **error);

/** parlour_conversations_reply: with the conversation as this member sees it. */
gboolean parlour_conversations_reply (ParlourCall *call,
                                      ParlourStore *store,
                                      const ParlourMembership *membership,
                                      guint status,
                                      GError **error);

gboolean parlour_conversations_show (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_conversations_decode_settings (ParlourCall *call, GError **error);
gboolean parlour_conversations_settings (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_conversations_decode_read (ParlourCall *call, GError **error);
gboolean parlour_conversations_read (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_conversations_decode_clear (ParlourCall *call, GError **error);
gboolean parlour_conversations_clear (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS
