/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts-file"

#include "client/accounts-file.h"

#include "core/address.h"
#include "core/id.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* This file owns the file `accounts`. Any thread but a main loop's: it blocks. */

ParlourAccountEntry *
parlour_account_entry_copy (const ParlourAccountEntry *self)
{
  ParlourAccountEntry *copy = g_new0 (ParlourAccountEntry, 1);

  copy->id = g_strdup (self->id);
  copy->server = g_strdup (self->server);
  copy->addresses = g_strdupv (self->addresses);
  copy->has_pin = self->has_pin;
  copy->pin = self->pin;
  copy->identity = g_strdup (self->identity);
  copy->place_name = g_strdup (self->place_name);
  copy->user_id = g_strdup (self->user_id);
  copy->username = g_strdup (self->username);
  copy->display_name = g_strdup (self->display_name);
  copy->macs = g_strdupv (self->macs);
  copy->last_seen = self->last_seen;
  return copy;
}

void
parlour_account_entry_free (ParlourAccountEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->server);
  g_free (self->identity);
  g_free (self->place_name);
  g_free (self->user_id);
  g_free (self->username);
  g_free (self->display_name);
  g_strfreev (self->addresses);
  g_strfreev (self->macs);
  g_free (self);
}

const ParlourFingerprint *
parlour_account_entry_get_pin (const ParlourAccountEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->has_pin ? &self->pin : NULL;
}

void
parlour_account_entry_add_address (ParlourAccountEntry *self, const char *address)
{
  g_return_if_fail (self != NULL && address != NULL);

  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (all, g_strdup (address));
  for (char **known = self->addresses; known != NULL && *known != NULL; known++)
    if (strcmp (*known, address) != 0 && all->len < PARLOUR_ACCOUNT_ADDRESSES_MAX)
      g_ptr_array_add (all, g_strdup (*known));
  g_ptr_array_add (all, NULL);
  g_free (self->server);
  self->server = g_strdup (address);
  g_strfreev (self->addresses);
  self->addresses = (char **)g_ptr_array_steal (all, NULL);
}

/* An account with a pin is reached where a key can be proven, or not at all. */
static gboolean
read_address (ParlourAccountEntry *entry, const char *text)
{
  g_autofree char *address = text != NULL ? parlour_address_normalize (text, NULL) : NULL;

  if (address == NULL || (entry->has_pin && !parlour_address_is_secure (address)))
    return FALSE;
  parlour_account_entry_add_address (entry, address);
  return TRUE;
}

static gboolean
read_addresses (ParlourAccountEntry *entry, GKeyFile *file, const char *group)
{
  g_autofree char *server = g_key_file_get_string (file, group, "server", NULL);
  g_auto (GStrv) others = g_key_file_get_string_list (file, group, "addresses", NULL, NULL);

  for (guint n = others != NULL ? g_strv_length (others) : 0; n > 0; n--)
    if (!read_address (entry, others[n - 1]))
      return FALSE;
  return read_address (entry, server);
}

/* A pin that can't be read must not become none. */
static gboolean
read_pin (ParlourAccountEntry *entry, GKeyFile *file, const char *group)
{
  g_autofree char *pin = g_key_file_get_string (file, group, "pin", NULL);

  entry->has_pin = pin != NULL;
  return pin == NULL || parlour_fingerprint_parse (pin, &entry->pin, NULL);
}

ParlourAccountEntry *
parlour_account_entry_read (GKeyFile *file, const char *group, const char *id)
{
  g_return_val_if_fail (file != NULL && group != NULL, NULL);

  g_autoptr (ParlourAccountEntry) entry = g_new0 (ParlourAccountEntry, 1);

  if (id == NULL || !parlour_id_is_valid (id) || !read_pin (entry, file, group) ||
      !read_addresses (entry, file, group))
    return NULL;
  entry->id = g_strdup (id);
  entry->identity = g_key_file_get_string (file, group, "identity", NULL);
  entry->place_name = g_key_file_get_string (file, group, "place-name", NULL);
  entry->user_id = g_key_file_get_string (file, group, "user-id", NULL);
  entry->username = g_key_file_get_string (file, group, "username", NULL);
  entry->display_name = g_key_file_get_string (file, group, "display-name", NULL);
  entry->macs = g_key_file_get_string_list (file, group, "macs", NULL, NULL);
  gint64 last_seen = g_key_file_get_int64 (file, group, "last-seen", NULL);
  entry->last_seen = MAX (0, last_seen);
  if (entry->identity == NULL || entry->user_id == NULL || entry->username == NULL)
    return NULL;
  return g_steal_pointer (&entry);
}

/* What we don't understand is not ours to throw away. */
static void
keep_broken (const char *path)
{
  g_autofree char *broken = g_strconcat (path, ".broken", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_new_for_path (broken);
  g_autoptr (GError) error = NULL;

  g_warning ("%s has what is no account; it is kept as %s", path, broken);
  if (!g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error))
    g_warning ("can't keep it: %s", error->message);
}

GPtrArray *
parlour_accounts_file_load (const char *folder, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  g_autofree char *path = g_build_filename (folder, "accounts", NULL);
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_account_entry_free);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  gboolean broken = FALSE;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local)) {
    if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return g_steal_pointer (&entries);
    if (local->domain == G_FILE_ERROR) {
      g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", path);
      return NULL;
    }
    broken = TRUE;
  }

  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    ParlourAccountEntry *entry = parlour_account_entry_read (file, *group, *group);
    if (entry != NULL)
      g_ptr_array_add (entries, entry);
    broken |= entry == NULL;
  }
  if (broken)
    keep_broken (path);
  return g_steal_pointer (&entries);
}

static void
set_string (GKeyFile *file, const char *group, const char *key, const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, group, key, value);
}

static void
set_list (GKeyFile *file, const char *group, const char *key, char **values)
{
  if (values != NULL && *values != NULL)
    g_key_file_set_string_list (file, group, key, (const char *const *)values,
                                g_strv_length (values));
}

void
parlour_account_entry_write (const ParlourAccountEntry *self, GKeyFile *file, const char *group)
{
  g_return_if_fail (self != NULL && file != NULL && group != NULL);

  g_autofree char *pin = self->has_pin ? parlour_fingerprint_to_text (&self->pin) : NULL;

  set_string (file, group, "server", self->server);
  set_list (file, group, "addresses", self->addresses);
  set_string (file, group, "pin", pin);
  set_string (file, group, "identity", self->identity);
  set_string (file, group, "place-name", self->place_name);
  set_string (file, group, "user-id", self->user_id);
  set_string (file, group, "username", self->username);
  set_string (file, group, "display-name", self->display_name);
  set_list (file, group, "macs", self->macs);
  if (self->last_seen > 0)
    g_key_file_set_int64 (file, group, "last-seen", self->last_seen);
}

gboolean
parlour_accounts_file_save (const char *folder, GPtrArray *entries, GError **error)
{
  g_return_val_if_fail (folder != NULL && entries != NULL, FALSE);

  g_autofree char *path = g_build_filename (folder, "accounts", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < entries->len; i++) {
    const ParlourAccountEntry *entry = g_ptr_array_index (entries, i);
    parlour_account_entry_write (entry, file, entry->id);
  }
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int code = errno;
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", folder,
                 g_strerror (code));
    return FALSE;
  }

  gsize length = 0;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);
  return g_file_set_contents_full (path, text, (gssize)length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}
