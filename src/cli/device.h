/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/session.h"
#include "client/account.h"
#include "client/cache/copy.h"

G_BEGIN_DECLS

/**
 * ParlourCliDevice:
 *
 * This device's own copy and connection. Where another process holds the copy, a temporary one is
 * used, and removed afterwards. SIGINT and SIGTERM end what waits. Main thread; calls wait.
 */
typedef struct _ParlourCliDevice ParlourCliDevice;

typedef enum {
  PARLOUR_CLI_COPY_OR_TEMPORARY, /* says on standard error when it is a temporary one */
  PARLOUR_CLI_COPY_ONLY,         /* an error when another process holds it */
} ParlourCliCopyKind;

/** Returns: (transfer full) (nullable): nothing goes over the network yet */
ParlourCliDevice *
parlour_cli_device_open (ParlourCliSession *session, ParlourCliCopyKind kind, GError **error);

/** parlour_cli_device_close: (nullable): ends the connection, waits for the copy's thread. */
void parlour_cli_device_close (ParlourCliDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCliDevice, parlour_cli_device_close)

ParlourCopy *parlour_cli_device_get_copy (ParlourCliDevice *self);
ParlourAccount *parlour_cli_device_get_account (ParlourCliDevice *self);
gboolean parlour_cli_device_is_temporary (ParlourCliDevice *self);

/** parlour_cli_device_is_interrupted: whether a signal asked us to end. */
gboolean parlour_cli_device_is_interrupted (ParlourCliDevice *self);

/** parlour_cli_device_connect: connects, once: until it is online, or the first try has failed.
 * FALSE with why in @error. */
gboolean parlour_cli_device_connect (ParlourCliDevice *self, GError **error);

/** parlour_cli_device_start: begins to connect and does not wait. */
void parlour_cli_device_start (ParlourCliDevice *self);

G_END_DECLS
