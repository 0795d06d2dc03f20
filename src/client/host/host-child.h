/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourHostChild:
 *
 * One running `parlour-server serve`. It holds the reading end of a pipe whose other end is ours
 * alone, so it ends when we do, however that happens. Main thread.
 *
 * Signal "ended" (GError *error): once, after start_async() succeeded: it is gone, and what it said
 * last is @error's text.
 */
#define PARLOUR_TYPE_HOST_CHILD (parlour_host_child_get_type ())
G_DECLARE_FINAL_TYPE (ParlourHostChild, parlour_host_child, PARLOUR, HOST_CHILD, GObject)

/** ParlourHostPlan: what is started. */
typedef struct {
  char *program;
  char *data_dir;
  char *place_name;  /* nullable: as it is */
  char *listen_host; /* all of this computer's addresses: "[::]" or "0.0.0.0" */
  guint16 port;      /* 0 lets the system choose */
} ParlourHostPlan;

/**
 * parlour_host_child_start_async:
 *
 * Starts it and waits for its `ready` line, up to a deadline, and reads by which key it is known.
 * Cancelling ends it again.
 */
void parlour_host_child_start_async (const ParlourHostPlan *plan,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** Returns: (transfer full) (nullable) */
ParlourHostChild *parlour_host_child_start_finish (GAsyncResult *result, GError **error);

/** parlour_host_child_get_address: (transfer none): "https://127.0.0.1:PORT": as the `ready` line
 * said it, for this computer. */
const char *parlour_host_child_get_address (ParlourHostChild *self);

/** parlour_host_child_get_fingerprint: (transfer none): of the key in its data folder. */
const ParlourFingerprint *parlour_host_child_get_fingerprint (ParlourHostChild *self);

/** parlour_host_child_stop: asks it to end; "ended" follows, unless the last reference goes. */
void parlour_host_child_stop (ParlourHostChild *self);

/**
 * parlour_host_add_owner_async:
 * @display_name: (nullable): @owner
 * @password: goes to the program's standard input and nowhere else
 *
 * Makes the account @owner, an admin, in the data folder, while no server runs on it. One that
 * exists already is left as it is: signing in tells whether the password is theirs.
 */
void parlour_host_add_owner_async (const ParlourHostPlan *plan,
                                   const char *owner,
                                   const char *display_name,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean parlour_host_add_owner_finish (GAsyncResult *result, GError **error);

G_END_DECLS
