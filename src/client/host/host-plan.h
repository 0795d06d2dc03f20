/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-child.h"
#include "client/profile.h"

G_BEGIN_DECLS

ParlourHostPlan *parlour_host_plan_copy (const ParlourHostPlan *self);
void parlour_host_plan_free (ParlourHostPlan *self); /* nullable */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHostPlan, parlour_host_plan_free)

/**
 * parlour_host_plan_make_async:
 * @program: (nullable): NULL looks beside our own program, in the build folder and in PATH
 * @patient: wait a while for a server that holds the folder: it may be about to end
 *
 * Finds the program, makes the folders, and chooses the port: the one of the last time, else the
 * usual one; where it is taken, the next free one. A folder whose place was moved to another
 * computer is put aside. Works on a thread.
 */
void parlour_host_plan_make_async (ParlourProfile *profile,
                                   const char *program,
                                   gboolean patient,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourHostPlan *parlour_host_plan_make_finish (GAsyncResult *result, GError **error);

/** parlour_host_plan_keep_address: its port is the next time's; an error is only logged. */
void parlour_host_plan_keep_address (ParlourProfile *profile, const char *address);

/** parlour_host_plan_exists: whether the profile's folder has a server's database that was not
 * moved to another computer. */
gboolean parlour_host_plan_exists (ParlourProfile *profile);

G_END_DECLS
