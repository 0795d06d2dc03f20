/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-connection-check"

#include "client/connection-check.h"

#include "client/account-private.h"
#include "client/check-private.h"
#include "client/probe.h"

#include <glib/gi18n.h>

/* This file owns the course of a connection check, and the questions that both sides ask alike.
 * Main thread. */

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourConnectionCheck,
                               parlour_connection_check,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum {
  PROP_0,
  PROP_RUNNING,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

/* --- its course --------------------------------------------------------------------------------
 */

static void
set_current (ParlourConnectionCheck *self, int current)
{
  gboolean was_running = self->current >= 0;

  self->current = current;
  if (was_running != (current >= 0))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
ask_current (ParlourConnectionCheck *self)
{
  if (self->current == PARLOUR_CHECK_N_STEPS) {
    set_current (self, -1);
    return;
  }
  parlour_check_step_set (self->steps[self->current], PARLOUR_CHECK_RUNNING, NULL, NULL);
  self->asks[self->current](self);
}

void
parlour_connection_check_answer (ParlourConnectionCheck *self,
                                 ParlourCheckState state,
                                 char *finding,
                                 char *advice)
{
  g_autoptr (ParlourConnectionCheck) alive = g_object_ref (self);
  g_autofree char *found = finding;
  g_autofree char *advised = advice;

  g_assert (self->current >= 0);
  parlour_check_step_set (self->steps[self->current], state, found, advised);
  set_current (self, self->current + 1);
  ask_current (self);
}

void
parlour_connection_check_run (ParlourConnectionCheck *self)
{
  g_return_if_fail (PARLOUR_IS_CONNECTION_CHECK (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->reach = PARLOUR_REACH_NOTHING;
  self->their_time = 0;
  if (self->host != NULL) {
    g_clear_pointer (&self->destination, parlour_destination_unref);
    self->destination = parlour_host_to_destination (self->host);
  }
  for (int i = 0; i < PARLOUR_CHECK_N_STEPS; i++)
    parlour_check_step_set (self->steps[i], PARLOUR_CHECK_WAITING, NULL, NULL);
  set_current (self, 0);
  ask_current (self);
}

/* --- the certificate ---------------------------------------------------------------------------
 */

static char *
spell (const ParlourFingerprint *fingerprint)
{
  return fingerprint != NULL ? parlour_fingerprint_to_groups (fingerprint) : NULL;
}

static void
answer_failed_probe (ParlourConnectionCheck *self, const GError *error)
{
  char *shown = spell (parlour_client_error_get_fingerprint (error));

  if (g_error_matches (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_OTHER_KEY))
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED, shown,
        g_strdup (_ ("This is another server than the one you know. If its owner made it anew, ask "
                     "them for a new invite. Otherwise somebody stands in between: stay away.")));
  else if (g_error_matches (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_NOT_TRUSTED))
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_DOUBTFUL, shown,
        g_strdup (_ ("Compare this fingerprint with the one that the owner sees.")));
  else {
    g_free (shown);
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED, g_strdup (error->message),
        g_strdup (_ ("Something answers there, but it is no Parlour server.")));
  }
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place = parlour_probe_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (place == NULL) {
    answer_failed_probe (self, error);
    return;
  }
  self->their_time = place->time;
  parlour_connection_check_answer (self, PARLOUR_CHECK_GOOD, g_strdup (place->name), NULL);
}

void
parlour_check_ask_certificate (ParlourConnectionCheck *self)
{
  if (self->destination != NULL && self->reach == PARLOUR_REACH_OPEN)
    parlour_probe_async (self->destination, self->cancellable, probed_cb, g_object_ref (self));
  else
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
}

/* --- discovery ---------------------------------------------------------------------------------
 */

static gboolean
is_announced (ParlourConnectionCheck *self)
{
  const ParlourFingerprint *pin = self->destination != NULL ? self->destination->pin : NULL;

  for (guint i = 0; pin != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->discovery));
       i++) {
    g_autoptr (ParlourFoundServer) server =
        g_list_model_get_item (G_LIST_MODEL (self->discovery), i);
    const ParlourFingerprint *shown = parlour_found_server_get_fingerprint (server);
    if (shown != NULL && parlour_fingerprint_equal (shown, pin))
      return TRUE;
  }
  return FALSE;
}

void
parlour_check_ask_discovery (ParlourConnectionCheck *self)
{
  if (self->discovery == NULL || !parlour_discovery_get_available (self->discovery))
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_SKIPPED, g_strdup (_ ("Avahi does not run on this computer.")),
        g_strdup (_ ("Servers nearby can’t be found without it. Links and addresses work all the "
                     "same; the package is called avahi-daemon.")));
  else if (is_announced (self))
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_GOOD, g_strdup (_ ("The server is announced in this network.")), NULL);
  else
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_DOUBTFUL, g_strdup (_ ("The server is not announced in this network.")),
        g_strdup (_ ("A guest network or a firewall may keep announcements back (UDP port 5353). "
                     "Links and addresses work all the same.")));
}

/* --- the object --------------------------------------------------------------------------------
 */

static GType
get_item_type (GListModel *model)
{
  return PARLOUR_TYPE_CHECK_STEP;
}

static guint
get_n_items (GListModel *model)
{
  return PARLOUR_CHECK_N_STEPS;
}

static gpointer
get_item (GListModel *model, guint position)
{
  return position < PARLOUR_CHECK_N_STEPS
             ? g_object_ref (PARLOUR_CONNECTION_CHECK (model)->steps[position])
             : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

gboolean
parlour_connection_check_get_running (ParlourConnectionCheck *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONNECTION_CHECK (self), FALSE);
  return self->current >= 0;
}

ParlourCheckStep *
parlour_connection_check_find (ParlourConnectionCheck *self, const char *name)
{
  g_return_val_if_fail (PARLOUR_IS_CONNECTION_CHECK (self) && name != NULL, NULL);

  for (int i = 0; i < PARLOUR_CHECK_N_STEPS; i++)
    if (g_str_equal (parlour_check_step_get_name (self->steps[i]), name))
      return self->steps[i];
  return NULL;
}

static void
parlour_connection_check_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RUNNING)
    g_value_set_boolean (value, PARLOUR_CONNECTION_CHECK (object)->current >= 0);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
parlour_connection_check_dispose (GObject *object)
{
  ParlourConnectionCheck *self = PARLOUR_CONNECTION_CHECK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->destination, parlour_destination_unref);
  g_clear_object (&self->discovery);
  g_clear_object (&self->host);
  for (int i = 0; i < PARLOUR_CHECK_N_STEPS; i++)
    g_clear_object (&self->steps[i]);
  G_OBJECT_CLASS (parlour_connection_check_parent_class)->dispose (object);
}

static void
parlour_connection_check_class_init (ParlourConnectionCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_connection_check_get_property;
  object_class->dispose = parlour_connection_check_dispose;
  props[PROP_RUNNING] =
      g_param_spec_boolean ("running", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_connection_check_init (ParlourConnectionCheck *self)
{
  self->current = -1;
  self->steps[PARLOUR_CHECK_ADDRESS] = parlour_check_step_new ("address", _ ("Address"));
  self->steps[PARLOUR_CHECK_PORT] = parlour_check_step_new ("port", _ ("Port"));
  self->steps[PARLOUR_CHECK_FIREWALL] = parlour_check_step_new ("firewall", _ ("Firewall"));
  self->steps[PARLOUR_CHECK_DISCOVERY] = parlour_check_step_new ("discovery", _ ("Discovery"));
  self->steps[PARLOUR_CHECK_CERTIFICATE] =
      parlour_check_step_new ("certificate", _ ("Certificate"));
  self->steps[PARLOUR_CHECK_CLOCK] = parlour_check_step_new ("clock", _ ("Clock"));
}

static ParlourConnectionCheck *
check_new (const ParlourCheckAsk *asks, ParlourDiscovery *discovery)
{
  ParlourConnectionCheck *self = g_object_new (PARLOUR_TYPE_CONNECTION_CHECK, NULL);

  self->asks = asks;
  g_set_object (&self->discovery, discovery);
  return self;
}

ParlourConnectionCheck *
parlour_connection_check_new_for_member (ParlourDestination *destination,
                                         ParlourDiscovery *discovery)
{
  g_return_val_if_fail (destination != NULL, NULL);

  ParlourConnectionCheck *self = check_new (parlour_check_member_asks, discovery);
  self->destination = parlour_destination_ref (destination);
  return self;
}

ParlourConnectionCheck *
parlour_connection_check_new_for_account (ParlourAccount *account, ParlourDiscovery *discovery)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (account), NULL);

  g_autoptr (ParlourDestination) destination = parlour_account_to_destination (account);
  return parlour_connection_check_new_for_member (destination, discovery);
}

ParlourConnectionCheck *
parlour_connection_check_new_for_host (ParlourHost *host, ParlourDiscovery *discovery)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (host), NULL);

  ParlourConnectionCheck *self = check_new (parlour_check_host_asks, discovery);
  self->host = g_object_ref (host);
  return self;
}
