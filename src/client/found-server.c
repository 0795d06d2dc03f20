/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-found-server"

#include "client/found-server-private.h"

#include "core/address.h"
#include "core/text.h"

#include <string.h>

/* This file owns one server that announces itself. All of it is a stranger's word. Main thread. */

#define TXT_BYTES_MAX 255 /* of one string: RFC 6763, 6.1 */

struct _ParlourFoundServer {
  GObject parent_instance;

  char *name;
  char **addresses;
  guint port;
  gboolean has_fingerprint;
  ParlourFingerprint fingerprint;
  char *fingerprint_text;
  gboolean known;
  gboolean other_key;
};

G_DEFINE_FINAL_TYPE (ParlourFoundServer, parlour_found_server, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NAME,
  PROP_ADDRESSES,
  PROP_PORT,
  PROP_FINGERPRINT,
  PROP_KNOWN,
  PROP_OTHER_KEY,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

/* --- a sighting --------------------------------------------------------------------------------
 */

/* (transfer full) (nullable): what follows "KEY=" in the first string that begins so. */
static char *
find_txt (GVariant *txt, const char *key)
{
  gsize key_length = strlen (key);

  for (gsize i = 0; i < g_variant_n_children (txt); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (txt, i);
    gsize n = 0;
    const char *text = g_variant_get_fixed_array (child, &n, 1);
    if (n > key_length && n <= TXT_BYTES_MAX && text[key_length] == '=' &&
        g_ascii_strncasecmp (text, key, key_length) == 0)
      return g_strndup (text + key_length + 1, n - key_length - 1);
  }
  return NULL;
}

static char *
clean_name (const char *text)
{
  return text != NULL && g_utf8_validate (text, -1, NULL)
             ? parlour_display_name_normalize (text, NULL)
             : NULL;
}

/* A link-local address is of use on one network interface only, and an address has no place to say
 * which; those computers have others. */
static char *
make_address (const char *text, guint16 port)
{
  g_autoptr (GInetAddress) ip = g_inet_address_new_from_string (text);

  if (ip == NULL || port == 0 || g_inet_address_get_is_any (ip) ||
      g_inet_address_get_is_multicast (ip) ||
      (g_inet_address_get_is_link_local (ip) &&
       g_inet_address_get_family (ip) == G_SOCKET_FAMILY_IPV6))
    return NULL;

  gboolean ipv6 = g_inet_address_get_family (ip) == G_SOCKET_FAMILY_IPV6;
  g_autofree char *plain = g_inet_address_to_string (ip);
  g_autofree char *full = g_strdup_printf (ipv6 ? "https://[%s]:%u" : "https://%s:%u", plain, port);
  return parlour_address_normalize (full, NULL);
}

ParlourSighting *
parlour_sighting_new (const char *service, const char *address, guint16 port, GVariant *txt)
{
  ParlourSighting *self = g_new0 (ParlourSighting, 1);
  g_autofree char *name = find_txt (txt, "name");
  g_autofree char *fingerprint = find_txt (txt, "fp");

  self->name = clean_name (name);
  if (self->name == NULL)
    self->name = clean_name (service);
  self->address = make_address (address, port);
  self->port = port;
  self->has_fingerprint =
      fingerprint != NULL && parlour_fingerprint_parse (fingerprint, &self->fingerprint, NULL);
  return self;
}

void
parlour_sighting_free (ParlourSighting *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

/* --- the server --------------------------------------------------------------------------------
 */

gboolean
parlour_found_server_is (ParlourFoundServer *self, const ParlourSighting *sighting)
{
  if (self->port != sighting->port || self->has_fingerprint != sighting->has_fingerprint ||
      g_strcmp0 (self->name, sighting->name) != 0)
    return FALSE;
  return !self->has_fingerprint ||
         parlour_fingerprint_equal (&self->fingerprint, &sighting->fingerprint);
}

void
parlour_found_server_set_addresses (ParlourFoundServer *self, const char *const *addresses)
{
  if (self->addresses != NULL && g_strv_equal ((const char *const *)self->addresses, addresses))
    return;
  g_strfreev (self->addresses);
  self->addresses = g_strdupv ((char **)addresses);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ADDRESSES]);
}

static void
set_flag (ParlourFoundServer *self, gboolean *flag, gboolean value, guint prop)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static gboolean
is_same_name (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return FALSE;
  g_autofree char *folded_a = parlour_text_fold (a);
  g_autofree char *folded_b = parlour_text_fold (b);
  return strcmp (folded_a, folded_b) == 0;
}

void
parlour_found_server_compare (ParlourFoundServer *self, GListModel *accounts)
{
  gboolean known = FALSE, same_name = FALSE;

  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (ParlourAccount) account = g_list_model_get_item (accounts, i);
    const char *pin = parlour_account_get_fingerprint (account);
    if (pin == NULL)
      continue;
    known |= g_strcmp0 (pin, self->fingerprint_text) == 0;
    same_name |= is_same_name (parlour_account_get_place_name (account), self->name);
  }
  set_flag (self, &self->known, known, PROP_KNOWN);
  set_flag (self, &self->other_key, same_name && !known, PROP_OTHER_KEY);
}

const char *
parlour_found_server_get_name (ParlourFoundServer *self)
{
  g_return_val_if_fail (PARLOUR_IS_FOUND_SERVER (self), NULL);
  return self->name;
}

const char *const *
parlour_found_server_get_addresses (ParlourFoundServer *self)
{
  g_return_val_if_fail (PARLOUR_IS_FOUND_SERVER (self), NULL);
  return (const char *const *)self->addresses;
}

const ParlourFingerprint *
parlour_found_server_get_fingerprint (ParlourFoundServer *self)
{
  g_return_val_if_fail (PARLOUR_IS_FOUND_SERVER (self), NULL);
  return self->has_fingerprint ? &self->fingerprint : NULL;
}

gboolean
parlour_found_server_get_known (ParlourFoundServer *self)
{
  g_return_val_if_fail (PARLOUR_IS_FOUND_SERVER (self), FALSE);
  return self->known;
}

gboolean
parlour_found_server_get_other_key (ParlourFoundServer *self)
{
  g_return_val_if_fail (PARLOUR_IS_FOUND_SERVER (self), FALSE);
  return self->other_key;
}

ParlourDestination *
parlour_found_server_to_destination (ParlourFoundServer *self)
{
  g_return_val_if_fail (PARLOUR_IS_FOUND_SERVER (self), NULL);
  return parlour_destination_new (
      &(ParlourDestination){.addresses = (const char *const *)self->addresses,
                            .pin = parlour_found_server_get_fingerprint (self),
                            .name = self->name});
}

static void
parlour_found_server_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ParlourFoundServer *self = PARLOUR_FOUND_SERVER (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_ADDRESSES:
    g_value_set_boxed (value, self->addresses);
    break;
  case PROP_PORT:
    g_value_set_uint (value, self->port);
    break;
  case PROP_FINGERPRINT:
    g_value_set_string (value, self->fingerprint_text);
    break;
  case PROP_KNOWN:
    g_value_set_boolean (value, self->known);
    break;
  case PROP_OTHER_KEY:
    g_value_set_boolean (value, self->other_key);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
parlour_found_server_finalize (GObject *object)
{
  ParlourFoundServer *self = PARLOUR_FOUND_SERVER (object);

  g_free (self->name);
  g_strfreev (self->addresses);
  g_free (self->fingerprint_text);
  G_OBJECT_CLASS (parlour_found_server_parent_class)->finalize (object);
}

static void
parlour_found_server_class_init (ParlourFoundServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_found_server_get_property;
  object_class->finalize = parlour_found_server_finalize;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_ADDRESSES] = g_param_spec_boxed ("addresses", NULL, NULL, G_TYPE_STRV, flags);
  props[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  props[PROP_FINGERPRINT] = g_param_spec_string ("fingerprint", NULL, NULL, NULL, flags);
  props[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);
  props[PROP_OTHER_KEY] = g_param_spec_boolean ("other-key", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_found_server_init (ParlourFoundServer *self)
{
}

ParlourFoundServer *
parlour_found_server_new (const ParlourSighting *sighting)
{
  ParlourFoundServer *self = g_object_new (PARLOUR_TYPE_FOUND_SERVER, NULL);

  self->name = g_strdup (sighting->name);
  self->port = sighting->port;
  self->has_fingerprint = sighting->has_fingerprint;
  self->fingerprint = sighting->fingerprint;
  if (self->has_fingerprint)
    self->fingerprint_text = parlour_fingerprint_to_text (&self->fingerprint);
  return self;
}
