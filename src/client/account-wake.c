/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-wake"

#include "client/account-private.h"
#include "client/frame.h"
#include "client/wake.h"
#include "core/address.h"
#include "core/invite-link.h"
#include "core/problem.h"

#include <glib/gi18n.h>

/* This file owns what an account does for other computers: waking the host's, letting another
 * device of the same person in. Main thread. */

gboolean
parlour_account_get_can_wake (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), FALSE);

  for (char **mac = self->entry->macs; mac != NULL && *mac != NULL; mac++)
    if (parlour_wake_is_mac (*mac))
      return TRUE;
  return FALSE;
}

void
parlour_account_learn_macs (ParlourAccount *self, const char *const *macs)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && macs != NULL);

  if (self->entry->macs != NULL && g_strv_equal ((const char *const *)self->entry->macs, macs))
    return;
  g_strfreev (self->entry->macs);
  self->entry->macs = g_strdupv ((char **)macs);
  g_object_notify (G_OBJECT (self), "can-wake");
}

/* --- waking ------------------------------------------------------------------------------------
 */

typedef struct {
  guint n_running;
  gboolean any_sent;
  GError *error;
} Waking;

static void
waking_free (gpointer data)
{
  Waking *waking = data;

  g_clear_error (&waking->error);
  g_free (waking);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Waking *waking = g_task_get_task_data (task);

  g_clear_error (&waking->error);
  waking->any_sent |= parlour_wake_finish (result, &waking->error);
  if (--waking->n_running > 0)
    return;
  if (!waking->any_sent) {
    g_task_return_error (task, g_steal_pointer (&waking->error));
    return;
  }
  parlour_account_try_again (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

void
parlour_account_wake_async (ParlourAccount *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Waking *waking = g_new0 (Waking, 1);

  g_task_set_source_tag (task, parlour_account_wake_async);
  g_task_set_task_data (task, waking, waking_free);
  for (char **mac = self->entry->macs; mac != NULL && *mac != NULL; mac++) {
    if (!parlour_wake_is_mac (*mac))
      continue;
    waking->n_running++;
    parlour_wake_async (*mac, cancellable, sent_cb, g_object_ref (task));
  }
  if (waking->n_running == 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                             _ ("The host has told no address that its computer could be woken "
                                "by."));
}

gboolean
parlour_account_wake_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- another device ----------------------------------------------------------------------------
 */

static gboolean
is_here (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && parlour_host_is_loopback (g_uri_get_host (uri));
}

static void
add_hosts (GPtrArray *hosts, char **addresses, gboolean here)
{
  for (char **address = addresses; *address != NULL; address++)
    if (hosts->len < PARLOUR_INVITE_LINK_ADDRESSES_MAX && parlour_address_is_secure (*address) &&
        is_here (*address) == here)
      g_ptr_array_add (hosts, (gpointer)parlour_address_get_host_port (*address));
}

/* A link names hosts and ports: what is on this computer alone is of no use to another, and comes
 * last; it may be all there is. */
static GPtrArray *
list_hosts (const ParlourAccountEntry *entry)
{
  GPtrArray *hosts = g_ptr_array_new ();

  add_hosts (hosts, entry->addresses, FALSE);
  add_hosts (hosts, entry->addresses, TRUE);
  g_ptr_array_add (hosts, NULL);
  return hosts;
}

static char *
make_link (const ParlourAccountEntry *entry, const char *token, GError **error)
{
  g_autoptr (GPtrArray) hosts = list_hosts (entry);
  const ParlourInviteLink fields = {
      .kind = PARLOUR_INVITE_LINK_DEVICE,
      .addresses = (const char *const *)hosts->pdata,
      .fingerprint = parlour_account_entry_get_pin (entry),
      .token = token,
      .name = entry->place_name,
  };
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_new (&fields, error);

  return link != NULL ? parlour_invite_link_to_text (link) : NULL;
}

static void
token_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourAccount *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  const char *token = answer != NULL ? parlour_frame_get_string (answer, "token") : NULL;
  char *link = token != NULL ? make_link (self->entry, token, &error) : NULL;

  if (link == NULL && error == NULL)
    parlour_problem_set (&error, PARLOUR_PROBLEM_MALFORMED_REQUEST, "There is no token in it.");
  if (answer != NULL && link == NULL)
    parlour_http_distrust (&error);
  if (link != NULL)
    g_task_return_pointer (task, link, g_free);
  else
    g_task_return_error (task, error);
}

void
parlour_account_make_device_link_async (ParlourAccount *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, parlour_account_make_device_link_async);
  parlour_http_call_async (self->http, "POST", "/me/device-link", NULL, cancellable, token_made_cb,
                           task);
}

char *
parlour_account_make_device_link_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
