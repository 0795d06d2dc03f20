/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-device"

#include "cli/device.h"

#include "cli/await.h"
#include "cli/cli-error.h"
#include "cli/output.h"
#include "client/account-private.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <signal.h>

/* This file owns the copy and the connection while a command needs them. Main thread. */

#define CONNECT_SECONDS 20

struct _ParlourCliDevice {
  ParlourCopy *copy;
  ParlourAccount *account;
  char *temporary; /* nullable: the folder that goes with us */
  guint sources[2];
  gboolean interrupted;
  gboolean started;
};

static gboolean
interrupted_cb (gpointer data)
{
  ParlourCliDevice *self = data;

  self->interrupted = TRUE;
  return G_SOURCE_CONTINUE;
}

/* A copy's folder is flat; its files are known by nobody else. */
static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_unlink (file);
  }
  g_rmdir (path);
}

static ParlourCopy *
open_copy (const char *folder, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlour_copy_open_async (folder, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  return parlour_copy_open_finish (result, error);
}

static ParlourCopy *
open_temporary (ParlourCliDevice *self, GError **error)
{
  GError *local = NULL;
  ParlourCopy *copy = NULL;

  self->temporary = g_dir_make_tmp ("parlour-cli.XXXXXX", &local);
  if (self->temporary != NULL)
    copy = open_copy (self->temporary, &local);
  if (copy == NULL)
    parlour_cli_error_take_local (error, local);
  return copy;
}

static ParlourCopy *
open_one (ParlourCliDevice *self, const char *folder, ParlourCliCopyKind kind, GError **error)
{
  g_autoptr (GError) local = NULL;
  ParlourCopy *copy = open_copy (folder, &local);

  if (copy != NULL)
    return copy;
  if (kind == PARLOUR_CLI_COPY_OR_TEMPORARY &&
      g_error_matches (local, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_IN_USE)) {
    parlour_cli_say (_ ("Another parlour-cli holds this device’s copy: a temporary one is used."));
    return open_temporary (self, error);
  }
  parlour_cli_error_take_local (error, g_steal_pointer (&local));
  return NULL;
}

/* A copy that is new does not know yet whose it is. */
static void
introduce (ParlourCopy *copy, const ParlourAccountEntry *entry)
{
  const ParlourUser fields = {
      .id = entry->user_id,
      .username = entry->username,
      .display_name = entry->display_name != NULL ? entry->display_name : entry->username,
  };
  g_autoptr (ParlourUser) me = parlour_user_new (&fields);

  if (parlour_copy_get_me (copy) == NULL)
    parlour_copy_set_me_async (copy, me, NULL, NULL);
}

ParlourCliDevice *
parlour_cli_device_open (ParlourCliSession *session, ParlourCliCopyKind kind, GError **error)
{
  const ParlourAccountEntry *entry = parlour_cli_session_get_entry (session);
  g_autoptr (ParlourCliDevice) self = g_new0 (ParlourCliDevice, 1);

  self->copy = open_one (self, parlour_cli_session_get_folder (session), kind, error);
  if (self->copy == NULL)
    return NULL;
  introduce (self->copy, entry);
  self->account = parlour_account_new (parlour_cli_session_get_profile (session), entry, self->copy,
                                       parlour_cli_session_get_token (session), FALSE);
  self->sources[0] = g_unix_signal_add (SIGINT, interrupted_cb, self);
  self->sources[1] = g_unix_signal_add (SIGTERM, interrupted_cb, self);
  return g_steal_pointer (&self);
}

void
parlour_cli_device_close (ParlourCliDevice *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (self->sources); i++)
    g_clear_handle_id (&self->sources[i], g_source_remove);
  if (self->account != NULL)
    parlour_account_close (self->account);
  else if (self->copy != NULL)
    parlour_copy_close (self->copy);
  g_clear_object (&self->account);
  g_clear_object (&self->copy);
  if (self->temporary != NULL)
    remove_folder (self->temporary);
  g_free (self->temporary);
  g_free (self);
}

ParlourCopy *
parlour_cli_device_get_copy (ParlourCliDevice *self)
{
  return self->copy;
}

ParlourAccount *
parlour_cli_device_get_account (ParlourCliDevice *self)
{
  return self->account;
}

gboolean
parlour_cli_device_is_temporary (ParlourCliDevice *self)
{
  return self->temporary != NULL;
}

gboolean
parlour_cli_device_is_interrupted (ParlourCliDevice *self)
{
  return self->interrupted;
}

void
parlour_cli_device_start (ParlourCliDevice *self)
{
  if (!self->started)
    parlour_account_start (self->account, NULL);
  self->started = TRUE;
}

/* Starting and connecting are under way; the rest is an answer. */
static gboolean
is_decided (gpointer data)
{
  ParlourCliDevice *self = data;
  ParlourAccountState state = parlour_account_get_state (self->account);

  return self->interrupted ||
         (state != PARLOUR_ACCOUNT_STARTING && state != PARLOUR_ACCOUNT_CONNECTING);
}

gboolean
parlour_cli_device_connect (ParlourCliDevice *self, GError **error)
{
  parlour_cli_device_start (self);
  parlour_cli_await_until (is_decided, self, CONNECT_SECONDS);
  if (parlour_account_get_state (self->account) == PARLOUR_ACCOUNT_ONLINE)
    return TRUE;

  const GError *problem = parlour_account_get_problem (self->account);
  if (problem != NULL)
    g_propagate_error (error, g_error_copy (problem));
  else
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_NO_CONNECTION, "%s",
                 _ ("The server does not answer."));
  return FALSE;
}
