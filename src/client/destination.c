/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-destination"

#include "client/destination.h"

#include "core/address.h"

/* This file owns what is known of a server before it is connected to. Any thread. */

typedef struct {
  ParlourDestination public;
  char **addresses;
  ParlourFingerprint pin;
} Destination;

static void
destination_clear (gpointer data)
{
  Destination *self = data;

  g_strfreev (self->addresses);
  g_free ((char *)self->public.token);
  g_free ((char *)self->public.name);
}

ParlourDestination *
parlour_destination_ref (ParlourDestination *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
parlour_destination_unref (ParlourDestination *self)
{
  g_atomic_rc_box_release_full (self, destination_clear);
}

ParlourDestination *
parlour_destination_new (const ParlourDestination *fields)
{
  g_return_val_if_fail (fields != NULL && fields->addresses != NULL && *fields->addresses != NULL,
                        NULL);

  Destination *self = g_atomic_rc_box_new0 (Destination);

  self->public = *fields;
  self->addresses = g_strdupv ((char **)fields->addresses);
  self->public.addresses = (const char *const *)self->addresses;
  self->public.token = g_strdup (fields->token);
  self->public.name = g_strdup (fields->name);
  if (fields->pin != NULL) {
    self->pin = *fields->pin;
    self->public.pin = &self->pin;
  }
  return &self->public;
}

ParlourDestination *
parlour_destination_with_pin (const ParlourDestination *self, const ParlourFingerprint *pin)
{
  g_return_val_if_fail (self != NULL, NULL);

  ParlourDestination fields = *self;
  fields.pin = pin;
  return parlour_destination_new (&fields);
}

/* A link says hosts and ports; they are reached over TLS, always. */
static ParlourDestination *
from_link (const char *text, GError **error)
{
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (text, error);
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();

  if (link == NULL)
    return NULL;
  for (const char *const *address = link->addresses; *address != NULL; address++) {
    g_autofree char *full = g_strconcat ("https://", *address, NULL);
    g_strv_builder_add (addresses, full);
  }
  g_auto (GStrv) all = g_strv_builder_end (addresses);
  return parlour_destination_new (&(ParlourDestination){.addresses = (const char *const *)all,
                                                        .pin = link->fingerprint,
                                                        .token = link->token,
                                                        .name = link->name,
                                                        .from_link = TRUE,
                                                        .kind = link->kind});
}

ParlourDestination *
parlour_destination_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  if (parlour_invite_link_is_link (trimmed))
    return from_link (trimmed, error);

  g_autofree char *address = parlour_address_normalize (trimmed, error);
  const char *const addresses[] = {address, NULL};
  return address != NULL ? parlour_destination_new (&(ParlourDestination){.addresses = addresses})
                         : NULL;
}
