/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-serve-settings"

#include "server/serve-settings.h"

#include "core/address.h"
#include "core/text.h"

#include <string.h>

/* This file owns the table of what can be said about a server. Main thread. */

#define GROUP         "server"
#define SEPARATORS    " ,;\t"
#define CONFIG_OPTION "config"

typedef struct _Setting Setting;

/* @values: what was said, at least one; only the last counts where there can't be several */
typedef gboolean (*Apply) (ParlourConfig *config, char **values, GError **error);

struct _Setting {
  const char *name;
  Apply apply;
  gboolean many; /* may stand several times, or with several values in one place */
  gboolean is_file;
  const char *help;
  const char *value;
};

/* --- what each means -------------------------------------------------------------------------- */

static const char *
last_of (char **values)
{
  return values[g_strv_length (values) - 1];
}

static gboolean
set_text (char **text, char **values)
{
  g_free (*text);
  *text = g_strdup (last_of (values));
  return TRUE;
}

static gboolean
set_texts (char ***texts, char **values)
{
  g_strfreev (*texts);
  *texts = g_strdupv (values);
  return TRUE;
}

static gboolean
set_wrong (GError **error, const char *value, const char *words)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "“%s” is %s", value, words);
  return FALSE;
}

static gboolean
set_number (guint *number, char **values, GError **error)
{
  guint64 found;

  if (!g_ascii_string_to_unsigned (last_of (values), 10, 1, 1000000, &found, NULL))
    return set_wrong (error, last_of (values), "no number from 1 to 1000000");
  *number = (guint)found;
  return TRUE;
}

static gboolean
apply_data_dir (ParlourConfig *config, char **values, GError **error)
{
  return set_text (&config->data_dir, values);
}

static gboolean
apply_listen (ParlourConfig *config, char **values, GError **error)
{
  return parlour_config_set_listen (config, last_of (values), error);
}

static gboolean
apply_tls (ParlourConfig *config, char **values, GError **error)
{
  return parlour_config_set_tls (config, last_of (values), error);
}

static gboolean
apply_certificate (ParlourConfig *config, char **values, GError **error)
{
  return set_text (&config->certificate_file, values);
}

static gboolean
apply_key (ParlourConfig *config, char **values, GError **error)
{
  return set_text (&config->key_file, values);
}

static gboolean
apply_proxies (ParlourConfig *config, char **values, GError **error)
{
  for (guint i = 0; values[i] != NULL; i++)
    if (!g_hostname_is_ip_address (values[i]))
      return set_wrong (error, values[i], "no IP address of a proxy");
  return set_texts (&config->proxies, values);
}

static gboolean
apply_registration (ParlourConfig *config, char **values, GError **error)
{
  return parlour_config_set_registration (config, last_of (values), error);
}

static gboolean
apply_name (ParlourConfig *config, char **values, GError **error)
{
  g_free (config->name);
  config->name = parlour_display_name_normalize (last_of (values), NULL);
  return config->name != NULL ||
         set_wrong (error, last_of (values), "no name of 1 to 80 characters that one can see");
}

/* What a `Host` header may carry before its port. */
static gboolean
is_host (const char *text)
{
  g_autofree char *with_port = g_strconcat (text, ":1", NULL);
  g_autofree char *host_port = parlour_address_normalize_host_port (with_port, NULL);

  return host_port != NULL || g_hostname_is_ip_address (text);
}

/* As a browser spells it: a scheme, a host, a port where it is not the scheme's own. */
static gboolean
is_origin (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && is_host (host) && g_uri_get_userinfo (uri) == NULL &&
         g_uri_get_path (uri)[0] == '\0' && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL;
}

static gboolean
apply_hosts (ParlourConfig *config, char **values, GError **error)
{
  for (guint i = 0; values[i] != NULL; i++)
    if (!is_host (values[i]))
      return set_wrong (error, values[i], "no name of a computer; it has no scheme and no port");
  return set_texts (&config->hosts, values);
}

static gboolean
apply_origins (ParlourConfig *config, char **values, GError **error)
{
  for (guint i = 0; values[i] != NULL; i++)
    if (!is_origin (values[i]))
      return set_wrong (error, values[i], "no origin; one looks like https://chat.example.org");
  return set_texts (&config->origins, values);
}

static gboolean
set_switch (gboolean *on, char **values, GError **error)
{
  *on = g_str_equal (last_of (values), "on");
  return *on || g_str_equal (last_of (values), "off") ||
         set_wrong (error, last_of (values), "neither on nor off");
}

static gboolean
apply_announce (ParlourConfig *config, char **values, GError **error)
{
  return set_switch (&config->announce, values, error);
}

static gboolean
apply_common (ParlourConfig *config, char **values, GError **error)
{
  config->set_common = TRUE;
  return set_switch (&config->common, values, error);
}

static gboolean
apply_sockets (ParlourConfig *config, char **values, GError **error)
{
  return set_number (&config->sockets, values, error);
}

static gboolean
apply_sockets_per_address (ParlourConfig *config, char **values, GError **error)
{
  return set_number (&config->sockets_per_address, values, error);
}

static gboolean
apply_newcomers (ParlourConfig *config, char **values, GError **error)
{
  return set_number (&config->newcomers_per_address, values, error);
}

static gboolean
apply_reads (ParlourConfig *config, char **values, GError **error)
{
  return set_number (&config->reads, values, error);
}

static gboolean
apply_writes (ParlourConfig *config, char **values, GError **error)
{
  return set_number (&config->writes, values, error);
}

static gboolean
apply_wrong_passwords (ParlourConfig *config, char **values, GError **error)
{
  return set_number (&config->wrong_passwords, values, error);
}

static gboolean
apply_registrations (ParlourConfig *config, char **values, GError **error)
{
  return set_number (&config->registrations, values, error);
}

/* clang-format off */
static const Setting settings[] = {
  {"data-dir", apply_data_dir, FALSE, TRUE,
   "The folder that holds everything; made where it is missing", "DIR"},
  {"listen", apply_listen, FALSE, FALSE,
   "Where to accept connections ([::]:7447, that is everywhere); port 0 takes a free one",
   "ADDRESS:PORT"},
  {"tls", apply_tls, FALSE, FALSE,
   "A key of its own, files of somebody else's, or none: on loopback or behind a proxy only (own)",
   "own|files|off"},
  {"tls-cert", apply_certificate, FALSE, TRUE,
   "The certificate with those that vouch for it, PEM; read again at SIGHUP", "FILE"},
  {"tls-key", apply_key, FALSE, TRUE, "Its key, PEM; read again at SIGHUP", "FILE"},
  {"behind-proxy", apply_proxies, TRUE, FALSE,
   "A proxy's IP address, whose X-Forwarded-For is believed", "ADDRESS"},
  {"registration", apply_registration, FALSE, FALSE,
   "Who may make an account over the network; kept in the folder", "open|invite|closed"},
  {"name", apply_name, FALSE, FALSE, "What the place is called; kept in the folder", "PLACE"},
  {"common", apply_common, FALSE, FALSE,
   "New accounts join the conversation that all have in common (on); kept in the folder",
   "on|off"},
  {"host", apply_hosts, TRUE, FALSE,
   "A name that the server goes by, besides IP addresses and localhost", "NAME"},
  {"origin", apply_origins, TRUE, FALSE, "A web page's origin that may call the server", "ORIGIN"},
  {"announce", apply_announce, FALSE, FALSE,
   "Tell the local network that the server is there (on)", "on|off"},
  {"sockets", apply_sockets, FALSE, FALSE, "Open connections at most (10000)", "N"},
  {"sockets-per-address", apply_sockets_per_address, FALSE, FALSE,
   "Open connections of one address at most (200)", "N"},
  {"newcomers-per-address", apply_newcomers, FALSE, FALSE,
   "Connections of one address on which nobody has signed in yet, at most (20)", "N"},
  {"reads", apply_reads, FALSE, FALSE, "Reading calls of one user in half a minute (3000)", "N"},
  {"writes", apply_writes, FALSE, FALSE, "Writing calls of one user in half a minute, by sockets too (1500)", "N"},
  {"wrong-passwords", apply_wrong_passwords, FALSE, FALSE,
   "Wrong passwords for one name from one address in ten minutes (10)", "N"},
  {"registrations", apply_registrations, FALSE, FALSE,
   "New accounts from one address in an hour (60)", "N"},
};
/* clang-format on */

/* --- where it is said ------------------------------------------------------------------------- */

struct _ParlourServeSettings {
  char *config_file; /* by option; nullable */
  char *one[G_N_ELEMENTS (settings)];
  char **many[G_N_ELEMENTS (settings)];
};

ParlourServeSettings *
parlour_serve_settings_new (void)
{
  return g_new0 (ParlourServeSettings, 1);
}

void
parlour_serve_settings_free (ParlourServeSettings *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_free (self->one[i]);
    g_strfreev (self->many[i]);
  }
  g_free (self->config_file);
  g_free (self);
}

guint
parlour_serve_settings_get_count (void)
{
  return G_N_ELEMENTS (settings) + 1;
}

void
parlour_serve_settings_add_entries (ParlourServeSettings *self, GOptionEntry *entries)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    const Setting *setting = &settings[i];
    GOptionArg kind = setting->many      ? G_OPTION_ARG_STRING_ARRAY
                      : setting->is_file ? G_OPTION_ARG_FILENAME
                                         : G_OPTION_ARG_STRING;

    entries[i] = (GOptionEntry){.long_name = setting->name,
                                .arg = kind,
                                .description = setting->help,
                                .arg_description = setting->value};
    entries[i].arg_data = setting->many ? (gpointer)&self->many[i] : (gpointer)&self->one[i];
  }
  entries[G_N_ELEMENTS (settings)] =
      (GOptionEntry){.long_name = CONFIG_OPTION,
                     .arg = G_OPTION_ARG_FILENAME,
                     .arg_data = &self->config_file,
                     .description = "A file that says any of this as NAME=VALUE below [server]",
                     .arg_description = "FILE"};
}

static char *
variable_name (const char *name)
{
  g_autofree char *upper = g_ascii_strup (name, -1);

  return g_strconcat ("PARLOUR_", g_strdelimit (upper, "-", '_'), NULL);
}

/* The words of @text where several are meant. */
static char **
split (const Setting *setting, const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!setting->many) {
    g_strv_builder_add (builder, text);
    return g_strv_builder_end (builder);
  }
  g_auto (GStrv) words = g_strsplit_set (text, SEPARATORS, -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}

/* What was said first in the order of precedence, and by whom; NULL where nobody did. */
static char **
find_values (ParlourServeSettings *self, guint index, GKeyFile *file, char **said_by)
{
  const Setting *setting = &settings[index];
  g_autofree char *variable = variable_name (setting->name);
  g_autofree char *joined = self->many[index] ? g_strjoinv (" ", self->many[index]) : NULL;
  const char *option = setting->many ? joined : self->one[index];

  if (option != NULL) {
    *said_by = g_strconcat ("--", setting->name, NULL);
    return split (setting, option);
  }
  if (g_getenv (variable) != NULL && g_getenv (variable)[0] != '\0') {
    *said_by = g_steal_pointer (&variable);
    return split (setting, g_getenv (*said_by));
  }
  g_autofree char *text = g_key_file_get_string (file, GROUP, setting->name, NULL);
  if (text == NULL)
    return NULL;
  *said_by = g_strconcat (setting->name, "= in the configuration file", NULL);
  return split (setting, text);
}

static gboolean
apply (
    ParlourServeSettings *self, guint index, GKeyFile *file, ParlourConfig *config, GError **error)
{
  g_autofree char *said_by = NULL;
  g_auto (GStrv) values = find_values (self, index, file, &said_by);

  if (values == NULL)
    return TRUE;
  gboolean said = values[0] != NULL && values[0][0] != '\0';
  if (said && settings[index].apply (config, values, error))
    return TRUE;
  if (!said)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "it has no value");
  g_prefix_error (error, "%s: ", said_by);
  return FALSE;
}

static gboolean
is_setting (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].name, name))
      return TRUE;
  return FALSE;
}

/* A mistyped name, or a value that can't be read, would leave a default in force that nobody
 * wanted. */
static gboolean
check_line (GKeyFile *file, const char *path, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!is_setting (name)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: “%s” is no setting", path,
                 name);
    return FALSE;
  }
  g_autofree char *text = g_key_file_get_string (file, GROUP, name, &local);
  if (local == NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s= can't be read: %s", path,
               name, local->message);
  return FALSE;
}

static gboolean
check_lines (GKeyFile *file, const char *path, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    if (!g_str_equal (groups[i], GROUP)) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "%s: there is no group [%s], only [" GROUP "]", path, groups[i]);
      return FALSE;
    }
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!check_line (file, path, keys[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_file (ParlourServeSettings *self, GKeyFile *file, GError **error)
{
  const char *path = self->config_file ? self->config_file : g_getenv ("PARLOUR_CONFIG");

  if (path == NULL || path[0] == '\0')
    return TRUE;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error)) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  return check_lines (file, path, error);
}

ParlourConfig *
parlour_serve_settings_make_config (ParlourServeSettings *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (ParlourConfig) config = parlour_config_new (NULL);

  if (!read_file (self, file, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (!apply (self, i, file, config, error))
      return NULL;
  return parlour_config_check (config, error) ? g_steal_pointer (&config) : NULL;
}
