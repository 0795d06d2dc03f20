/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-entrance"

#include "server/entrance.h"

#include "server/announce.h"
#include "server/identity.h"

#include <string.h>

/* This file owns where a server is reached. On its main context. */

struct _ParlourEntrance {
  const ParlourConfig *config;
  ParlourListener *listener;
  ParlourAnnounce *announce; /* NULL: nobody is told */
  char *fingerprint;         /* NULL without TLS of our own */
  char *name;                /* of the place; NULL before it may be told */
};

static ParlourTls *
open_tls (const ParlourConfig *config, const char *folder, char **fingerprint, GError **error)
{
  g_autoptr (ParlourIdentity) identity =
      config->tls == PARLOUR_TLS_OWN
          ? parlour_identity_open (folder, error)
          : parlour_identity_load (config->certificate_file, config->key_file, error);

  if (identity == NULL)
    return NULL;
  *fingerprint = parlour_fingerprint_to_text (&identity->fingerprint);
  return parlour_tls_new (identity->certificate, identity->key, error);
}

static gboolean
start_tls (ParlourEntrance *self, const char *folder, GError **error)
{
  if (self->config->tls == PARLOUR_TLS_OFF)
    return TRUE;
  g_autoptr (ParlourTls) tls = open_tls (self->config, folder, &self->fingerprint, error);
  if (tls == NULL)
    return FALSE;
  parlour_listener_set_tls (self->listener, tls);
  return TRUE;
}

static gboolean
bind_address (ParlourEntrance *self, GError **error)
{
  const ParlourConfig *config = self->config;
  gboolean v6 = strchr (config->address, ':') != NULL;
  g_autofree char *address =
      g_strdup_printf (v6 ? "[%s]:%u" : "%s:%u", config->address, (guint)config->port);

  return parlour_listener_bind (self->listener, address, error);
}

static gboolean
adopt_sockets (ParlourEntrance *self, GArray *sockets, GError **error)
{
  gboolean good = TRUE;

  for (guint i = 0; i < sockets->len; i++)
    good = parlour_listener_adopt_socket (self->listener, g_array_index (sockets, int, i),
                                          good ? error : NULL) &&
           good;
  return good;
}

/* Without TLS a password goes over the network for everybody to read. */
gboolean
parlour_entrance_check_reach (ParlourEntrance *self, const ParlourConfig *config, GError **error)
{
  if (self->config->tls != PARLOUR_TLS_OFF || config->proxies != NULL ||
      parlour_listener_is_loopback (self->listener))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "--tls off is only possible on a loopback address such as 127.0.0.1, or with "
               "--behind-proxy ADDRESS");
  return FALSE;
}

ParlourEntrance *
parlour_entrance_new (const ParlourConfig *config,
                      const char *folder,
                      SoupServer *soup,
                      GArray *sockets,
                      GError **error)
{
  g_autoptr (ParlourEntrance) self = g_new0 (ParlourEntrance, 1);
  ParlourListenerLimits limits = PARLOUR_LISTENER_LIMITS_DEFAULT;

  self->config = config;
  limits.sockets = config->sockets;
  limits.sockets_per_address = config->sockets_per_address;
  limits.newcomers_per_address = config->newcomers_per_address;
  self->listener = parlour_listener_new (soup, &limits, error);
  if (self->listener == NULL)
    return NULL;
  parlour_listener_set_proxies (self->listener, (const char *const *)config->proxies);
  if (!start_tls (self, folder, error) ||
      !(sockets != NULL ? adopt_sockets (self, sockets, error) : bind_address (self, error)) ||
      !parlour_entrance_check_reach (self, config, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
parlour_entrance_free (ParlourEntrance *self)
{
  g_clear_pointer (&self->announce, parlour_announce_free);
  if (self->listener != NULL)
    parlour_listener_stop (self->listener);
  g_clear_object (&self->listener);
  g_free (self->fingerprint);
  g_free (self->name);
  g_free (self);
}

ParlourListener *
parlour_entrance_get_listener (ParlourEntrance *self)
{
  return self->listener;
}

const char *
parlour_entrance_get_fingerprint (ParlourEntrance *self)
{
  return self->fingerprint;
}

static void
announce_as (ParlourEntrance *self, const ParlourConfig *config)
{
  gboolean wanted = config->announce && self->fingerprint != NULL && config->proxies == NULL &&
                    !parlour_listener_is_loopback (self->listener);

  if (!wanted)
    g_clear_pointer (&self->announce, parlour_announce_free);
  else if (self->announce == NULL)
    self->announce = parlour_announce_new (NULL, self->name, self->fingerprint,
                                           parlour_listener_get_port (self->listener));
}

void
parlour_entrance_announce (ParlourEntrance *self, const char *name)
{
  self->name = g_strdup (name);
  announce_as (self, self->config);
}

void
parlour_entrance_set_name (ParlourEntrance *self, const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
  if (self->announce != NULL)
    parlour_announce_set_name (self->announce, name);
}

void
parlour_entrance_close (ParlourEntrance *self)
{
  g_clear_pointer (&self->announce, parlour_announce_free);
  parlour_listener_stop_accepting (self->listener);
}

ParlourTls *
parlour_entrance_load_tls (const ParlourConfig *config, const char *known, GError **error)
{
  g_autofree char *fingerprint = NULL;
  ParlourTls *tls = open_tls (config, NULL, &fingerprint, error);

  if (tls != NULL && g_strcmp0 (fingerprint, known) != 0)
    g_warning ("The key is another one: whoever knows this server by its fingerprint will refuse "
               "it, and until it starts again it tells the old one");
  return tls;
}

void
parlour_entrance_reload (ParlourEntrance *self, const ParlourConfig *config, ParlourTls *tls)
{
  if (tls != NULL)
    parlour_listener_set_tls (self->listener, tls);
  parlour_listener_set_proxies (self->listener, (const char *const *)config->proxies);
  parlour_listener_set_room (self->listener, config->sockets, config->sockets_per_address,
                             config->newcomers_per_address);
  announce_as (self, config);
}
