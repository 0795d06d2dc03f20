/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host"

#include "client/host/host.h"

#include "client/host/host-private.h"

/* This file owns what is known of the hosted server. Main thread. */

G_DEFINE_FINAL_TYPE (ParlourHost, parlour_host, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_RUNNING,
  PROP_ADDRESS,
  PROP_PORT,
  PROP_ADDRESSES,
  PROP_FINGERPRINT,
  PROP_PROBLEM,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

void
parlour_host_set_problem (ParlourHost *self, const GError *problem)
{
  if (self->problem == NULL && problem == NULL)
    return;
  g_clear_error (&self->problem);
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

void
parlour_host_set_state (ParlourHost *self, ParlourHostState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
parlour_host_notify_child (ParlourHost *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ADDRESS]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PORT]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

void
parlour_host_drop_child (ParlourHost *self)
{
  if (self->child == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->child, self);
  g_clear_object (&self->child);
}

void
parlour_host_set_addresses (ParlourHost *self, char **addresses)
{
  const char *const *now = (const char *const *)addresses;
  const char *const *before = (const char *const *)self->addresses;

  if (now != NULL && before != NULL && g_strv_equal (now, before))
    return;
  g_strfreev (self->addresses);
  self->addresses = g_strdupv (addresses);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ADDRESSES]);
}

void
parlour_host_set_fingerprint (ParlourHost *self, const ParlourFingerprint *fingerprint)
{
  g_free (self->fingerprint);
  self->fingerprint = parlour_fingerprint_to_text (fingerprint);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FINGERPRINT]);
}

gboolean
parlour_host_exists (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), FALSE);
  return parlour_host_plan_exists (self->profile);
}

gboolean
parlour_host_get_running (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), FALSE);
  return self->child != NULL;
}

const char *
parlour_host_get_address (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), NULL);
  return self->child != NULL ? parlour_host_child_get_address (self->child) : NULL;
}

ParlourHostState
parlour_host_get_state (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), PARLOUR_HOST_STOPPED);
  return self->state;
}

guint
parlour_host_get_port (ParlourHost *self)
{
  const char *address = parlour_host_get_address (self);

  return address != NULL ? (guint)g_ascii_strtoull (strrchr (address, ':') + 1, NULL, 10) : 0;
}

const char *const *
parlour_host_get_addresses (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), NULL);
  return (const char *const *)self->addresses;
}

const char *
parlour_host_get_fingerprint (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), NULL);
  return self->fingerprint;
}

ParlourDestination *
parlour_host_to_destination (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), NULL);

  const char *const addresses[] = {parlour_host_get_address (self), NULL};
  if (addresses[0] == NULL)
    return NULL;
  return parlour_destination_new (&(ParlourDestination){
      .addresses = addresses, .pin = parlour_host_child_get_fingerprint (self->child)});
}

const GError *
parlour_host_get_problem (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), NULL);
  return self->problem;
}

static void
parlour_host_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ParlourHost *self = PARLOUR_HOST (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int)self->state);
    break;
  case PROP_PORT:
    g_value_set_uint (value, parlour_host_get_port (self));
    break;
  case PROP_ADDRESSES:
    g_value_set_boxed (value, self->addresses);
    break;
  case PROP_FINGERPRINT:
    g_value_set_string (value, self->fingerprint);
    break;
  case PROP_RUNNING:
    g_value_set_boolean (value, parlour_host_get_running (self));
    break;
  case PROP_ADDRESS:
    g_value_set_string (value, parlour_host_get_address (self));
    break;
  case PROP_PROBLEM:
    g_value_set_boxed (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
parlour_host_dispose (GObject *object)
{
  ParlourHost *self = PARLOUR_HOST (object);

  parlour_host_stop (self);
  parlour_host_drop_child (self);
  G_OBJECT_CLASS (parlour_host_parent_class)->dispose (object);
}

static void
parlour_host_finalize (GObject *object)
{
  ParlourHost *self = PARLOUR_HOST (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->admin);
  g_clear_error (&self->problem);
  g_free (self->fingerprint);
  g_strfreev (self->addresses);
  parlour_host_plan_free (self->plan);
  parlour_profile_unref (self->profile);
  g_free (self->program);
  G_OBJECT_CLASS (parlour_host_parent_class)->finalize (object);
}

static void
parlour_host_class_init (ParlourHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_host_get_property;
  object_class->dispose = parlour_host_dispose;
  object_class->finalize = parlour_host_finalize;

  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PARLOUR_HOST_STOPPED,
                                        PARLOUR_HOST_SHUT, PARLOUR_HOST_STOPPED, flags);
  props[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  props[PROP_ADDRESSES] = g_param_spec_boxed ("addresses", NULL, NULL, G_TYPE_STRV, flags);
  props[PROP_FINGERPRINT] = g_param_spec_string ("fingerprint", NULL, NULL, NULL, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  props[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_host_init (ParlourHost *self)
{
}

ParlourHost *
parlour_host_new (ParlourProfile *profile, const char *program)
{
  g_return_val_if_fail (profile != NULL, NULL);

  ParlourHost *self = g_object_new (PARLOUR_TYPE_HOST, NULL);
  self->profile = parlour_profile_ref (profile);
  self->program = g_strdup (program);
  self->admin = parlour_host_admin_new (profile);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (parlour_host_refresh_addresses), self, G_CONNECT_SWAPPED);
  return self;
}
