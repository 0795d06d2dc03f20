/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host.h"

G_BEGIN_DECLS

/* What can be done to a hosted place only while its server does not run. Each call ends the server,
 * does its work beside it, and starts it again, also where the work failed: then nothing has
 * changed. "state" is %PARLOUR_HOST_SHUT meanwhile. One at a time: #G_IO_ERROR_PENDING. Each ends
 * in parlour_host_move_finish(); #G_IO_ERROR_PERMISSION_DENIED is a wrong passphrase, else the text
 * is what the server's program said. None can be cancelled: half a move helps nobody. Main thread,
 * asynchronous. */

/**
 * parlour_host_restore_async:
 * @file: path of a backup; stays as it is
 * @keep_sessions: who was signed in when it was made stays so, and invites hold; else everybody is
 * signed out
 *
 * Puts the backup in the place of the database, which is kept beside it.
 */
void parlour_host_restore_async (ParlourHost *self,
                                 const char *file,
                                 gboolean keep_sessions,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * parlour_host_move_out_async:
 * @file: path; is made; #G_IO_ERROR_EXISTS where it is there
 * @passphrase: encrypts it; of a password's length
 *
 * Puts the whole place, its key too, into @file. The folder here is served no more afterwards, and
 * the server stays ended: parlour_host_exists() is FALSE.
 */
void parlour_host_move_out_async (ParlourHost *self,
                                  const char *file,
                                  const char *passphrase,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * parlour_host_move_in_async:
 * @file: path of what move-out wrote; stays as it is
 *
 * Hosts here what was moved out of another computer. This profile must host nothing yet.
 */
void parlour_host_move_in_async (ParlourHost *self,
                                 const char *file,
                                 const char *passphrase,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

gboolean parlour_host_move_finish (ParlourHost *self, GAsyncResult *result, GError **error);

G_END_DECLS
