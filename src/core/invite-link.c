/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invite-link"

#include "core/invite-link.h"

#include "core/address.h"
#include "core/problem.h"
#include "core/text.h"

#include <glib/gi18n.h>

#include <string.h>

/* This file owns how an invite is read and written. Any thread. */

#define VERSION      "1"
#define TOKEN_CHARS  43 /* of 32 bytes in base64url without padding */
#define BASE64URL    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#define LAST_IN_LINK "AEIMQUYcgkosw048" /* a last character whose two spare bits are zero */
#define PREFIX       PARLOUR_INVITE_LINK_SCHEME ":"

static const char *const kinds[] = {
    [PARLOUR_INVITE_LINK_JOIN] = "join",
    [PARLOUR_INVITE_LINK_DEVICE] = "device",
};

/* The fields that users see stand first; their memory is ours. */
typedef struct {
  ParlourInviteLink public;
  GPtrArray *addresses; /* NULL-terminated once it is whole */
  ParlourFingerprint fingerprint;
  gboolean has_version;
} Link;

static void
link_clear (gpointer data)
{
  Link *self = data;

  g_ptr_array_unref (self->addresses);
  g_free ((char *)self->public.token);
  g_free ((char *)self->public.name);
}

ParlourInviteLink *
parlour_invite_link_ref (ParlourInviteLink *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
parlour_invite_link_unref (ParlourInviteLink *self)
{
  g_atomic_rc_box_release_full (self, link_clear);
}

static Link *
link_new (ParlourInviteLinkKind kind)
{
  Link *self = g_atomic_rc_box_new0 (Link);

  self->public.kind = kind;
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* Which part of it is of use to whoever looks for a fault in the program, and to nobody else. */
static gboolean
refuse (GError **error, const char *why)
{
  g_debug ("a link is refused: %s", why);
  parlour_problem_set_field (
      error, PARLOUR_PROBLEM_INVALID_FIELD, "server", "%s",
      _ ("This invite link is damaged or not whole. Copy all of it, or ask for a new one."));
  return FALSE;
}

static gboolean
refuse_version (GError **error)
{
  parlour_problem_set_field (
      error, PARLOUR_PROBLEM_INVALID_FIELD, "server", "%s",
      _ ("This invite link is of another version of Parlour than the one here."));
  return FALSE;
}

/* --- its parts --------------------------------------------------------------------------------
 */

static gboolean
take_version (Link *self, const char *value, GError **error)
{
  if (self->has_version)
    return refuse (error, "it says its version twice");
  self->has_version = TRUE;
  return strcmp (value, VERSION) == 0 || refuse_version (error);
}

static gboolean
take_address (Link *self, const char *value, GError **error)
{
  g_autofree char *address = parlour_address_normalize_host_port (value, NULL);

  if (address == NULL)
    return refuse (error, "it has what is no address");
  if (g_ptr_array_find_with_equal_func (self->addresses, address, g_str_equal, NULL))
    return TRUE;
  if (self->addresses->len == PARLOUR_INVITE_LINK_ADDRESSES_MAX)
    return refuse (error, "it has too many addresses");
  g_ptr_array_add (self->addresses, g_steal_pointer (&address));
  return TRUE;
}

static gboolean
take_fingerprint (Link *self, const char *value, GError **error)
{
  if (self->public.fingerprint != NULL)
    return refuse (error, "it has two fingerprints");
  if (!parlour_fingerprint_parse (value, &self->fingerprint, NULL))
    return refuse (error, "its fingerprint is damaged");
  self->public.fingerprint = &self->fingerprint;
  return TRUE;
}

static gboolean
take_token (Link *self, const char *value, GError **error)
{
  if (self->public.token != NULL)
    return refuse (error, "it has two tokens");
  if (strlen (value) != TOKEN_CHARS || strspn (value, BASE64URL) != TOKEN_CHARS ||
      strchr (LAST_IN_LINK, value[TOKEN_CHARS - 1]) == NULL)
    return refuse (error, "its token is damaged");
  self->public.token = g_strdup (value);
  return TRUE;
}

static gboolean
take_name (Link *self, const char *value, GError **error)
{
  if (self->public.name != NULL)
    return refuse (error, "it has two names");
  if (parlour_text_has_hidden_char (value))
    return refuse (error, "its name has characters that can’t be seen");
  self->public.name = parlour_display_name_normalize (value, NULL);
  return self->public.name != NULL || refuse (error, "its name is empty or too long");
}

static gboolean
take (Link *self, const char *key, const char *value, GError **error)
{
  static const struct {
    const char *key;
    gboolean (*take) (Link *self, const char *value, GError **error);
  } parts[] = {
      {"v", take_version}, {"a", take_address}, {"f", take_fingerprint},
      {"t", take_token},   {"n", take_name},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (parts[i].key, key) == 0)
      return parts[i].take (self, value, error);
  return TRUE;
}

/* One link, one way to read it: no zero byte and no half character comes out of the escapes. */
static char *
unescape (const char *text)
{
  g_autofree char *plain = g_uri_unescape_string (text, NULL);

  return plain != NULL && g_utf8_validate (plain, -1, NULL) ? g_steal_pointer (&plain) : NULL;
}

static gboolean
take_pair (Link *self, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *raw_key = g_strndup (pair, equals != NULL ? (gsize)(equals - pair) : 0);
  g_autofree char *key = unescape (raw_key);
  g_autofree char *value = equals != NULL ? unescape (equals + 1) : NULL;

  if (key == NULL || *key == '\0' || value == NULL)
    return refuse (error, "it is damaged");
  return take (self, key, value, error);
}

/* --- the whole --------------------------------------------------------------------------------
 */

static gboolean
is_plain (const char *text)
{
  gsize n = 0;

  for (; text[n] != '\0'; n++)
    if (n == PARLOUR_INVITE_LINK_CHARS_MAX || !g_ascii_isgraph (text[n]))
      return FALSE;
  return n > 0;
}

/* What follows "parlour://join?" or "parlour://device?"; some programs put a slash before the "?".
 */
static const char *
skip_start (const char *text, ParlourInviteLinkKind *kind)
{
  static const char start[] = PREFIX "//";

  if (g_ascii_strncasecmp (text, start, strlen (start)) != 0)
    return NULL;
  text += strlen (start);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    gsize n = strlen (kinds[i]);
    if (g_ascii_strncasecmp (text, kinds[i], n) != 0)
      continue;
    *kind = (ParlourInviteLinkKind)i;
    text += n;
    text += *text == '/';
    return *text == '?' ? text + 1 : NULL;
  }
  return NULL;
}

static gboolean
is_whole (Link *self, GError **error)
{
  if (!self->has_version)
    return refuse (error, "it says no version");
  if (self->addresses->len == 0)
    return refuse (error, "it has no address");
  if (self->public.kind == PARLOUR_INVITE_LINK_DEVICE && self->public.token == NULL)
    return refuse (error, "it has no token");
  return TRUE;
}

/* Takes @self. */
static ParlourInviteLink *
finish (Link *self)
{
  g_ptr_array_add (self->addresses, NULL);
  self->public.addresses = (const char *const *)self->addresses->pdata;
  return &self->public;
}

gboolean
parlour_invite_link_is_link (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  while (g_ascii_isspace (*text))
    text++;
  return g_ascii_strncasecmp (text, PREFIX, strlen (PREFIX)) == 0;
}

ParlourInviteLink *
parlour_invite_link_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  ParlourInviteLinkKind kind = PARLOUR_INVITE_LINK_JOIN;
  const char *query = is_plain (text) ? skip_start (text, &kind) : NULL;

  if (query == NULL || strchr (query, '#') != NULL) {
    refuse (error, "it is damaged");
    return NULL;
  }
  Link *self = link_new (kind);
  g_auto (GStrv) pairs = g_strsplit (query, "&", -1);
  gboolean good = TRUE;

  for (char **pair = pairs; good && *pair != NULL; pair++)
    good = take_pair (self, *pair, error);
  if (good && is_whole (self, error))
    return finish (self);
  parlour_invite_link_unref (&self->public);
  return NULL;
}

static void
add_part (GString *text, const char *key, const char *value)
{
  /* The colon and the brackets of an address need no escape in a query and read better without. */
  g_autofree char *escaped = g_uri_escape_string (value, ":[]", FALSE);

  g_string_append_printf (text, "&%s=%s", key, escaped);
}

char *
parlour_invite_link_to_text (const ParlourInviteLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *text = g_string_new (PREFIX "//");

  g_string_append_printf (text, "%s?v=" VERSION, kinds[self->kind]);
  for (gsize i = 0; self->addresses[i] != NULL; i++)
    add_part (text, "a", self->addresses[i]);
  if (self->fingerprint != NULL) {
    g_autofree char *fingerprint = parlour_fingerprint_to_text (self->fingerprint);
    add_part (text, "f", fingerprint);
  }
  if (self->token != NULL)
    add_part (text, "t", self->token);
  if (self->name != NULL)
    add_part (text, "n", self->name);
  return g_string_free (text, FALSE);
}

static gboolean
fits (const ParlourInviteLink *self, GError **error)
{
  g_autofree char *text = parlour_invite_link_to_text (self);

  return strlen (text) <= PARLOUR_INVITE_LINK_CHARS_MAX || refuse (error, "it is too long");
}

ParlourInviteLink *
parlour_invite_link_new (const ParlourInviteLink *fields, GError **error)
{
  g_return_val_if_fail (fields != NULL && fields->addresses != NULL, NULL);

  Link *self = link_new (fields->kind);
  gboolean good = TRUE;

  self->has_version = TRUE;
  for (gsize i = 0; good && fields->addresses[i] != NULL; i++)
    good = take_address (self, fields->addresses[i], error);
  if (fields->fingerprint != NULL) {
    self->fingerprint = *fields->fingerprint;
    self->public.fingerprint = &self->fingerprint;
  }
  if (good && fields->token != NULL)
    good = take_token (self, fields->token, error);
  if (good && fields->name != NULL)
    good = take_name (self, fields->name, error);
  if (good && is_whole (self, error) && fits (finish (self), error))
    return &self->public;
  parlour_invite_link_unref (&self->public);
  return NULL;
}
