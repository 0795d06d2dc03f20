/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-config"

#include "server/config.h"

#include "core/address.h"
#include "core/limits.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

/* This file owns what a server is told when it starts. Any thread. */

#define WAL_RESTART_SIZE      (64 * 1024 * 1024)
#define SOCKETS               10000
#define SOCKETS_PER_ADDRESS   200
#define NEWCOMERS_PER_ADDRESS 20
#define READS                 3000
#define WRITES                1500
#define WRONG_PASSWORDS       10
#define REGISTRATIONS         60

ParlourConfig *
parlour_config_new (const char *data_dir)
{
  ParlourConfig *self = g_new0 (ParlourConfig, 1);

  self->data_dir = g_strdup (data_dir);
  self->address = g_strdup ("::");
  self->port = PARLOUR_DEFAULT_PORT;
  self->tls = PARLOUR_TLS_OWN;
  self->announce = TRUE;
  self->sockets = SOCKETS;
  self->sockets_per_address = SOCKETS_PER_ADDRESS;
  self->newcomers_per_address = NEWCOMERS_PER_ADDRESS;
  self->reads = READS;
  self->writes = WRITES;
  self->wrong_passwords = WRONG_PASSWORDS;
  self->registrations = REGISTRATIONS;
  self->seen_seconds = 60;
  self->grace_seconds = 5;
  self->tops_seconds = 25;
  self->backup_check_seconds = 300;
  self->hello_seconds = 10;
  self->hash_operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
  self->hash_memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
  self->wal_restart_size = WAL_RESTART_SIZE;
  return self;
}

ParlourConfig *
parlour_config_copy (const ParlourConfig *self)
{
  ParlourConfig *copy = g_memdup2 (self, sizeof *self);

  copy->data_dir = g_strdup (self->data_dir);
  copy->address = g_strdup (self->address);
  copy->certificate_file = g_strdup (self->certificate_file);
  copy->key_file = g_strdup (self->key_file);
  copy->proxies = g_strdupv (self->proxies);
  copy->name = g_strdup (self->name);
  copy->picture_program = g_strdup (self->picture_program);
  copy->hosts = g_strdupv (self->hosts);
  copy->origins = g_strdupv (self->origins);
  return copy;
}

void
parlour_config_free (ParlourConfig *self)
{
  g_free (self->data_dir);
  g_free (self->address);
  g_free (self->certificate_file);
  g_free (self->key_file);
  g_strfreev (self->proxies);
  g_free (self->name);
  g_free (self->picture_program);
  g_strfreev (self->hosts);
  g_strfreev (self->origins);
  g_free (self);
}

/* The part of "ADDRESS:PORT" before the port's colon; @port is what follows it, or NULL. A bare
 * IPv6 literal has colons of its own and no port. */
static char *
split_address (const char *text, const char **port)
{
  const char *colon = strrchr (text, ':');
  const char *bracket = strchr (text, ']');

  *port = NULL;
  if (text[0] == '[' && bracket != NULL) {
    if (bracket[1] == ':')
      *port = bracket + 2;
    return bracket[1] == ':' || bracket[1] == '\0' ? g_strndup (text + 1, bracket - text - 1)
                                                   : g_strdup ("");
  }
  if (colon == NULL || strchr (text, ':') != colon)
    return g_strdup (text);
  *port = colon + 1;
  return g_strndup (text, colon - text);
}

gboolean
parlour_config_set_listen (ParlourConfig *self, const char *text, GError **error)
{
  const char *port = NULL;
  guint64 number = PARLOUR_DEFAULT_PORT;
  g_autofree char *address = split_address (text, &port);

  if (g_strcmp0 (address, "localhost") == 0) {
    g_free (address);
    address = g_strdup ("127.0.0.1");
  }
  if (!g_hostname_is_ip_address (address) ||
      (port != NULL && !g_ascii_string_to_unsigned (port, 10, 0, G_MAXUINT16, &number, NULL))) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "“%s” is no address to listen on; write ADDRESS:PORT, for instance 127.0.0.1:%d",
                 text, PARLOUR_DEFAULT_PORT);
    return FALSE;
  }
  g_free (self->address);
  self->address = g_steal_pointer (&address);
  self->port = (guint16)number;
  return TRUE;
}

gboolean
parlour_config_set_tls (ParlourConfig *self, const char *text, GError **error)
{
  static const char *const modes[] = {
      [PARLOUR_TLS_OFF] = "off", [PARLOUR_TLS_OWN] = "own", [PARLOUR_TLS_FILES] = "files"};

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_str_equal (text, modes[i])) {
      self->tls = (ParlourTlsMode)i;
      return TRUE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "“%s” is no kind of TLS; write own, files or off", text);
  return FALSE;
}

gboolean
parlour_config_is_loopback (const ParlourConfig *self)
{
  return parlour_host_is_loopback (self->address);
}

gboolean
parlour_config_needs_start (const ParlourConfig *self, const ParlourConfig *next)
{
  return self->port != next->port || self->tls != next->tls ||
         g_strcmp0 (self->address, next->address) != 0 ||
         g_strcmp0 (self->data_dir, next->data_dir) != 0;
}

static const char *
find_fault (const ParlourConfig *self)
{
  gboolean has_files = self->certificate_file != NULL && self->key_file != NULL;

  if (self->data_dir == NULL)
    return "--data-dir DIR is missing";
  if (self->tls == PARLOUR_TLS_FILES && !has_files)
    return "--tls files needs --tls-cert FILE and --tls-key FILE";
  if (self->tls != PARLOUR_TLS_FILES && (self->certificate_file != NULL || self->key_file != NULL))
    return "--tls-cert and --tls-key go with --tls files";
  return NULL;
}

gboolean
parlour_config_check (const ParlourConfig *self, GError **error)
{
  const char *fault = find_fault (self);

  if (fault == NULL)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, fault);
  return FALSE;
}

gboolean
parlour_config_set_registration (ParlourConfig *self, const char *text, GError **error)
{
  self->set_registration = parlour_registration_from_string (text, &self->registration);
  if (self->set_registration)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "“%s” is no kind of registration; write open, invite or closed", text);
  return FALSE;
}
