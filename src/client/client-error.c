/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-client-error"

#include "client/client-error.h"

#include <glib/gi18n.h>

/* This file owns what this side refuses, in words. Any thread. */

typedef struct {
  gboolean has_shown;
  ParlourFingerprint shown;
  char *address;
} ParlourClientErrorPrivate;

static void
parlour_client_error_private_init (ParlourClientErrorPrivate *priv)
{
}

static void
parlour_client_error_private_copy (const ParlourClientErrorPrivate *src,
                                   ParlourClientErrorPrivate *dest)
{
  dest->has_shown = src->has_shown;
  dest->shown = src->shown;
  dest->address = g_strdup (src->address);
}

static void
parlour_client_error_private_clear (ParlourClientErrorPrivate *priv)
{
  g_clear_pointer (&priv->address, g_free);
}

G_DEFINE_EXTENDED_ERROR (ParlourClientError, parlour_client_error)

static const char *
sentence (ParlourClientError code)
{
  switch (code) {
  case PARLOUR_CLIENT_ERROR_OTHER_KEY:
    return _ ("The server at this address is another one than the one you know: its key is "
              "different. Nothing was sent to it.");
  case PARLOUR_CLIENT_ERROR_NOT_TRUSTED:
    return _ ("Nobody vouches for this server yet. Compare its fingerprint before you go on.");
  case PARLOUR_CLIENT_ERROR_WRONG_LINK:
    return _ ("This link is for something else.");
  default:
    g_assert_not_reached ();
  }
}

GError *
parlour_client_error_new (ParlourClientError code,
                          const ParlourFingerprint *shown,
                          const char *address)
{
  GError *error = g_error_new_literal (PARLOUR_CLIENT_ERROR, (int)code, sentence (code));
  ParlourClientErrorPrivate *priv = parlour_client_error_get_private (error);

  priv->has_shown = shown != NULL;
  if (shown != NULL)
    priv->shown = *shown;
  priv->address = g_strdup (address);
  return error;
}

const ParlourFingerprint *
parlour_client_error_get_fingerprint (const GError *error)
{
  if (error == NULL || error->domain != PARLOUR_CLIENT_ERROR)
    return NULL;

  const ParlourClientErrorPrivate *priv = parlour_client_error_get_private (error);
  return priv->has_shown ? &priv->shown : NULL;
}

const char *
parlour_client_error_get_address (const GError *error)
{
  if (error == NULL || error->domain != PARLOUR_CLIENT_ERROR)
    return NULL;
  return parlour_client_error_get_private (error)->address;
}
