/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/members.h"

G_BEGIN_DECLS

/* Inside server/store only: how people get into and out of groups, whoever may do it. Writer. */

/** ParlourEntrance: how somebody gets into a group. */
typedef struct {
  gint64 stream;
  gint64 user;
  gint64 actor; /* who puts them in; 0 for the place */
  ParlourMemberRole role;
  gboolean founding;  /* with the group: they see it from its first event */
  gboolean with_past; /* they see all, also from before */
} ParlourEntrance;

/** parlour_member_enter: for one who is not in; there is room. */
gboolean parlour_member_enter (ParlourStore *self, const ParlourEntrance *entrance, GError **error);

/** parlour_member_put_in: the same, with as much of the past as the group gives; there may be no
 * room. */
gboolean parlour_member_put_in (ParlourStore *self,
                                gint64 stream,
                                gint64 user,
                                gint64 actor,
                                ParlourMemberRole role,
                                GError **error);

/** parlour_member_leave: for one who is in; where nobody owns the group then, it gets an owner. */
gboolean
parlour_member_leave (ParlourStore *self, gint64 stream, gint64 user, gint64 actor, GError **error);

/** parlour_member_set_role: says so in the stream. */
gboolean parlour_member_set_role (ParlourStore *self,
                                  gint64 stream,
                                  gint64 user,
                                  gint64 actor,
                                  ParlourMemberRole role,
                                  GError **error);

/** parlour_member_is_in: @in (out): whether they are in it now. */
gboolean
parlour_member_is_in (ParlourStore *self, gint64 stream, gint64 user, gboolean *in, GError **error);

G_END_DECLS
