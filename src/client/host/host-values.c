/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-values"

#include "client/host/host-values.h"

#include "core/fields.h"
#include "core/invite-link.h"

/* This file owns what the hosted server's answers become. Any thread. */

#define COUNT(in, name)                                                                            \
  parlour_fields_int ((in), (name), PARLOUR_FIELD_REQUIRED, 0, G_MAXINT64 >> 11, 0)

static char *
take_string (ParlourFields *in, const char *name, ParlourFieldFlags flags)
{
  return g_strdup (parlour_fields_string (in, name, flags));
}

/* Ends the reading: what was read, or NULL. Takes @value. */
static gpointer
end (ParlourFields *in, gpointer value, GDestroyNotify value_free, GError **error)
{
  if (parlour_fields_end_lax (in, error))
    return value;
  value_free (value);
  return NULL;
}

static gboolean
read_each (JsonArray *array, ParlourHostRead read, GPtrArray *into, GError **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    g_autoptr (JsonObject) none = json_object_new ();
    gpointer item =
        read (JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : none, error);
    if (item == NULL)
      return FALSE;
    g_ptr_array_add (into, item);
  }
  return TRUE;
}

gboolean
parlour_host_read_page (
    JsonObject *page, ParlourHostRead read, GPtrArray *items, char **next, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *array = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);

  *next = take_string (&in, "next", 0);
  if (parlour_fields_end_lax (&in, error) && read_each (array, read, items, error))
    return TRUE;
  g_clear_pointer (next, g_free);
  return FALSE;
}

/* --- status ------------------------------------------------------------------------------------
 */

static void
person_free (gpointer data)
{
  ParlourHostPerson *self = data;

  g_free (self->id);
  g_free (self->username);
  g_free (self->display_name);
  g_free (self);
}

void
parlour_host_status_free (ParlourHostStatus *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->addresses);
  g_strfreev (self->macs);
  g_free (self->fingerprint);
  g_free (self->name);
  g_free (self->registration);
  g_free (self->version);
  g_free (self->backup_failure);
  g_free (self->backup_code);
  g_ptr_array_unref (self->people);
  g_free (self);
}

static gpointer
read_person (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostPerson *self = g_new0 (ParlourHostPerson, 1);

  self->id = take_string (&in, "id", PARLOUR_FIELD_REQUIRED);
  self->username = take_string (&in, "username", PARLOUR_FIELD_REQUIRED);
  self->display_name = take_string (&in, "display_name", PARLOUR_FIELD_REQUIRED);
  return end (&in, self, person_free, error);
}

static void
read_backups (ParlourHostStatus *self, ParlourFields *outer)
{
  JsonObject *object = parlour_fields_object (outer, "backup", 0);
  ParlourFields in = PARLOUR_FIELDS (object);
  GError *error = NULL;

  if (object == NULL)
    return;
  self->backup_last = parlour_fields_time (&in, "last_at", 0);
  self->backup_due = parlour_fields_time (&in, "due_at", 0);
  self->backup_failure = take_string (&in, "failure", 0);
  self->backup_code = take_string (&in, "failure_code", 0);
  if (!parlour_fields_end_lax (&in, &error))
    parlour_fields_fail (outer, error);
}

static void
read_space (ParlourHostStatus *self, ParlourFields *outer)
{
  JsonObject *object = parlour_fields_object (outer, "space", 0);
  ParlourFields in = PARLOUR_FIELDS (object);
  GError *error = NULL;

  self->space_free = -1;
  if (object == NULL)
    return;
  self->space_free = parlour_fields_int (&in, "free_bytes", 0, 0, G_MAXINT64 >> 11, -1);
  self->space_low = parlour_fields_boolean (&in, "low", 0, FALSE);
  if (!parlour_fields_end_lax (&in, &error))
    parlour_fields_fail (outer, error);
}

gpointer
parlour_host_read_status (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostStatus *self = g_new0 (ParlourHostStatus, 1);
  GError *wrong = NULL;

  self->people = g_ptr_array_new_with_free_func (person_free);
  self->addresses = parlour_fields_strings (&in, "addresses", PARLOUR_FIELD_REQUIRED);
  self->macs = parlour_fields_strings (&in, "mac_addresses", PARLOUR_FIELD_REQUIRED);
  self->fingerprint = take_string (&in, "fingerprint", 0);
  self->name = take_string (&in, "name", PARLOUR_FIELD_REQUIRED);
  self->registration = take_string (&in, "registration", PARLOUR_FIELD_REQUIRED);
  self->version = take_string (&in, "version", 0);
  self->started_at = parlour_fields_time (&in, "started_at", 0);
  self->online = COUNT (&in, "online_count");
  read_backups (self, &in);
  read_space (self, &in);
  if (!read_each (parlour_fields_array (&in, "online", 0), read_person, self->people, &wrong))
    parlour_fields_fail (&in, wrong);
  return end (&in, self, (GDestroyNotify)parlour_host_status_free, error);
}

char *
parlour_host_make_link (const ParlourHostStatus *status, const char *token, GError **error)
{
  ParlourFingerprint fingerprint;
  ParlourInviteLink fields = {
      .addresses = (const char *const *)status->addresses,
      .token = token,
      .name = status->name,
  };

  if (status->fingerprint != NULL) {
    if (!parlour_fingerprint_parse (status->fingerprint, &fingerprint, error))
      return NULL;
    fields.fingerprint = &fingerprint;
  }
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_new (&fields, error);
  return link != NULL ? parlour_invite_link_to_text (link) : NULL;
}

/* --- the rest ----------------------------------------------------------------------------------
 */

gpointer
parlour_host_read_user (JsonObject *object, GError **error)
{
  return parlour_user_read (object, error);
}

void
parlour_host_invite_free (ParlourHostInvite *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->link);
  g_free (self->state);
  g_free (self->created_by);
  g_free (self);
}

gpointer
parlour_host_read_invite (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostInvite *self = g_new0 (ParlourHostInvite, 1);

  self->id = take_string (&in, "id", PARLOUR_FIELD_REQUIRED);
  self->state = take_string (&in, "state", PARLOUR_FIELD_REQUIRED);
  self->created_by = take_string (&in, "created_by", 0);
  self->created_at = parlour_fields_time (&in, "created_at", 0);
  self->expires_at = parlour_fields_time (&in, "expires_at", 0);
  self->revoked_at = parlour_fields_time (&in, "revoked_at", 0);
  self->uses = COUNT (&in, "uses");
  self->uses_left = COUNT (&in, "uses_left");
  return end (&in, self, (GDestroyNotify)parlour_host_invite_free, error);
}

void
parlour_host_settings_free (ParlourHostSettings *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->registration);
  g_free (self->common_title);
  g_free (self->welcome_text);
  g_free (self);
}

gpointer
parlour_host_read_settings (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostSettings *self = g_new0 (ParlourHostSettings, 1);

  self->name = take_string (&in, "name", PARLOUR_FIELD_REQUIRED);
  self->registration = take_string (&in, "registration", PARLOUR_FIELD_REQUIRED);
  self->max_accounts = COUNT (&in, "max_accounts");
  self->backup_every = COUNT (&in, "backup_every");
  self->backup_keep = COUNT (&in, "backup_keep");
  self->common = parlour_fields_boolean (&in, "common", PARLOUR_FIELD_REQUIRED, FALSE);
  self->common_title = take_string (&in, "common_title", 0);
  self->welcome_text = take_string (&in, "welcome_text", PARLOUR_FIELD_REQUIRED);
  self->space_warning = COUNT (&in, "space_warning");
  return end (&in, self, (GDestroyNotify)parlour_host_settings_free, error);
}

void
parlour_host_statistics_free (ParlourHostStatistics *self)
{
  g_free (self);
}

/* The last day is today, however many there are. */
static void
read_days (ParlourHostStatistics *self, ParlourFields *outer)
{
  JsonArray *days = parlour_fields_array (outer, "days", PARLOUR_FIELD_REQUIRED);
  guint n = days != NULL ? json_array_get_length (days) : 0;

  for (guint i = 0; i < MIN (n, PARLOUR_HOST_STATISTICS_DAYS); i++) {
    JsonNode *node = json_array_get_element (days, n - 1 - i);
    ParlourFields in =
        PARLOUR_FIELDS (JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL);
    GError *error = NULL;
    if (in.object == NULL)
      continue;
    self->by_day[PARLOUR_HOST_STATISTICS_DAYS - 1 - i] = COUNT (&in, "messages");
    if (!parlour_fields_end_lax (&in, &error))
      parlour_fields_fail (outer, error);
  }
}

gpointer
parlour_host_read_statistics (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostStatistics *self = g_new0 (ParlourHostStatistics, 1);

  self->accounts = COUNT (&in, "accounts");
  self->disabled = COUNT (&in, "disabled");
  self->admins = COUNT (&in, "admins");
  self->sessions = COUNT (&in, "sessions");
  self->invites = COUNT (&in, "invites");
  self->conversations = COUNT (&in, "conversations");
  self->messages = COUNT (&in, "messages");
  self->online = COUNT (&in, "online");
  self->disk_bytes = COUNT (&in, "disk_bytes");
  self->database_bytes = COUNT (&in, "database_bytes");
  self->log_bytes = COUNT (&in, "log_bytes");
  self->backups_bytes = COUNT (&in, "backups_bytes");
  self->disk_free_bytes = COUNT (&in, "disk_free_bytes");
  read_days (self, &in);
  return end (&in, self, (GDestroyNotify)parlour_host_statistics_free, error);
}

void
parlour_host_deed_free (ParlourHostDeed *self)
{
  if (self == NULL)
    return;
  g_free (self->actor);
  g_free (self->origin);
  g_free (self->action);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self);
}

gpointer
parlour_host_read_deed (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostDeed *self = g_new0 (ParlourHostDeed, 1);

  self->at = parlour_fields_time (&in, "at", PARLOUR_FIELD_REQUIRED);
  self->actor = take_string (&in, "actor", 0);
  self->origin = take_string (&in, "origin", PARLOUR_FIELD_REQUIRED);
  self->action = take_string (&in, "action", PARLOUR_FIELD_REQUIRED);
  self->subject = take_string (&in, "subject", 0);
  self->detail = take_string (&in, "detail", 0);
  return end (&in, self, (GDestroyNotify)parlour_host_deed_free, error);
}

void
parlour_host_backup_free (ParlourHostBackup *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

gpointer
parlour_host_read_backup (JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  ParlourHostBackup *self = g_new0 (ParlourHostBackup, 1);

  self->name = take_string (&in, "name", PARLOUR_FIELD_REQUIRED);
  self->path = take_string (&in, "path", 0);
  self->at = parlour_fields_time (&in, "at", 0);
  self->size = COUNT (&in, "size");
  return end (&in, self, (GDestroyNotify)parlour_host_backup_free, error);
}
