/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/destination.h"
#include "client/profile.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_HOST_STOPPED,
  PARLOUR_HOST_STARTING,
  PARLOUR_HOST_RUNNING,
  PARLOUR_HOST_RESTARTING, /* it died unasked; "problem" says why, and it is tried again by itself
                            */
  PARLOUR_HOST_FAILED,     /* it could not be started; "problem" says why */
  PARLOUR_HOST_SHUT,       /* while its folder is restored or moved (client/host/host-move.h) */
} ParlourHostState;

/**
 * ParlourHost:
 *
 * The bundled server as a child of this process, on the profile's own data folder, for the local
 * network, with a key of its own. It ends when the pipe that it inherits closes, so it never
 * outlives us. Main thread.
 *
 * Properties (notify): "state" (ParlourHostState), "running" (gboolean), "address" (nullable: on
 * this computer: "https://127.0.0.1:PORT"), "port" (guint, 0), "fingerprint" (nullable: base64url),
 * "addresses" (GStrv, nullable: "HOST:PORT" that others can reach), "problem" (boxed GError,
 * nullable).
 */
#define PARLOUR_TYPE_HOST (parlour_host_get_type ())
G_DECLARE_FINAL_TYPE (ParlourHost, parlour_host, PARLOUR, HOST, GObject)

/** parlour_host_new: @program: (nullable): path of `parlour-server`; NULL looks beside ourselves.
 */
ParlourHost *parlour_host_new (ParlourProfile *profile, const char *program);
gboolean parlour_host_get_running (ParlourHost *self);
ParlourHostState parlour_host_get_state (ParlourHost *self);
const char *parlour_host_get_address (ParlourHost *self);
guint parlour_host_get_port (ParlourHost *self);
const char *const *parlour_host_get_addresses (ParlourHost *self);

/** parlour_host_get_fingerprint: (transfer none) (nullable): base64url. */
const char *parlour_host_get_fingerprint (ParlourHost *self);

/** parlour_host_to_destination: (transfer full) (nullable): the way in for the owner's own account:
 * its address on this computer, with its key as the pin. NULL while it does not run. */
ParlourDestination *parlour_host_to_destination (ParlourHost *self);

const GError *parlour_host_get_problem (ParlourHost *self);

/** parlour_host_exists: whether this profile has hosted before (then it starts with the app), and
 * the place has not been moved to another computer since. */
gboolean parlour_host_exists (ParlourHost *self);

/** ParlourHostOwner: whose account is made with a new place. */
typedef struct {
  const char *username;
  const char *display_name; /* nullable: the username */
  const char *password;
} ParlourHostOwner;

/**
 * parlour_host_start_async:
 * @place_name: (nullable): for a new place
 * @owner: (nullable): makes this account, an admin, before the listener opens; the password goes by
 * pipe
 *
 * Starts the server and waits for its `ready` line. `finish` returns (transfer full) its address.
 */
void parlour_host_start_async (ParlourHost *self,
                               const char *place_name,
                               const ParlourHostOwner *owner,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *parlour_host_start_finish (ParlourHost *self, GAsyncResult *result, GError **error);

/** parlour_host_refresh_addresses: asks the running server anew where others reach it. It is asked
 * by itself where this computer's network has changed. */
void parlour_host_refresh_addresses (ParlourHost *self);

/** parlour_host_stop: asks it to end; "running" follows. */
void parlour_host_stop (ParlourHost *self);

G_END_DECLS
