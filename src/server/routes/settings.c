/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-settings"

#include "server/routes/settings.h"

#include "server/authority.h"
#include "server/store/backup-plan.h"
#include "server/store/common.h"
#include "server/store/place.h"

#include "core/text.h"

/* This file owns the place's settings. */

#define ACCOUNTS_MAX 1000000

typedef struct {
  const char *name; /* nullable: stays */
  gboolean set_registration;
  ParlourRegistration registration;
  gint64 max_accounts; /* -1: stays, as the next */
  gint64 backup_every;
  gint64 backup_keep;
  int common;               /* -1: stays */
  const char *common_title; /* nullable: stays, as the next */
  const char *welcome_text;
  gint64 space_warning; /* -1: stays */
} Set;

static gboolean
reply_settings (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);
  g_autofree char *common_title = NULL;
  ParlourBackupPlan plan;

  if (place == NULL || !parlour_store_get_backup_plan (store, &plan, error) ||
      !parlour_store_get_common_title (store, &common_title, error))
    return FALSE;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "name", place->name);
  parlour_json_writer_string (writer, "registration",
                              parlour_registration_to_string (place->registration));
  parlour_json_writer_int (writer, "max_accounts", place->max_accounts);
  parlour_json_writer_int (writer, "backup_every", plan.every);
  parlour_json_writer_int (writer, "backup_keep", plan.keep);
  parlour_json_writer_boolean (writer, "common", place->common);
  parlour_json_writer_string (writer, "common_title", common_title);
  parlour_json_writer_string (writer, "welcome_text", place->welcome_text);
  parlour_json_writer_int (writer, "space_warning", place->space_warning);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

gboolean
parlour_settings_get (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;

  return parlour_authority_enter_admin (call, store, &actor, error) &&
         reply_settings (call, store, error);
}

/* A place's name, and a group's, is shown like a person's. */
static const char *
read_name (ParlourCall *call, ParlourFields *fields, const char *field)
{
  g_autoptr (GError) rule = NULL;
  GError *error = NULL;
  const char *text = parlour_fields_string (fields, field, 0);

  if (text == NULL)
    return NULL;
  const char *name = parlour_call_keep (call, parlour_display_name_normalize (text, &rule));
  if (name != NULL)
    return name;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, field, "%s", rule->message);
  parlour_fields_fail (fields, error);
  return NULL;
}

static void
read_registration (ParlourFields *fields, Set *into)
{
  GError *error = NULL;
  const char *text = parlour_fields_string (fields, "registration", 0);

  if (text == NULL)
    return;
  into->set_registration = parlour_registration_from_string (text, &into->registration);
  if (into->set_registration)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "registration",
                             "Registration is “open”, “invite” or “closed”.");
  parlour_fields_fail (fields, error);
}

/* Empty for none; else like any message. */
static void
read_welcome (ParlourFields *fields, Set *into)
{
  g_autoptr (GError) rule = NULL;
  GError *error = NULL;
  const char *text = parlour_fields_string (fields, "welcome_text", 0);

  into->welcome_text = text != NULL && parlour_text_is_blank (text) ? "" : text;
  if (text == NULL || into->welcome_text[0] == '\0' || parlour_body_check (text, &rule))
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_BODY_TOO_LONG, "welcome_text", "%s",
                             rule->message);
  parlour_fields_fail (fields, error);
}

gboolean
parlour_settings_decode_set (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Set *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->name = read_name (call, &fields, "name");
  read_registration (&fields, in);
  in->max_accounts = parlour_fields_int (&fields, "max_accounts", 0, 0, ACCOUNTS_MAX, -1);
  in->backup_every =
      parlour_fields_int (&fields, "backup_every", 0, 0, PARLOUR_BACKUP_EVERY_MAX, -1);
  in->backup_keep = parlour_fields_int (&fields, "backup_keep", 0, 1, PARLOUR_BACKUP_KEEP_MAX, -1);
  in->common = parlour_fields_has (&fields, "common")
                   ? parlour_fields_boolean (&fields, "common", PARLOUR_FIELD_REQUIRED, FALSE)
                   : -1;
  in->common_title = read_name (call, &fields, "common_title");
  read_welcome (&fields, in);
  in->space_warning =
      parlour_fields_int (&fields, "space_warning", 0, 0, PARLOUR_SPACE_WARNING_MAX, -1);
  return parlour_fields_end (&fields, error);
}

static gboolean
store_settings (ParlourStore *store, const Set *in, GError **error)
{
  return (in->name == NULL || parlour_store_set_place_name (store, in->name, error)) &&
         (!in->set_registration ||
          parlour_store_set_registration (store, in->registration, error)) &&
         (in->max_accounts < 0 ||
          parlour_store_set_max_accounts (store, in->max_accounts, error)) &&
         (in->common < 0 || parlour_store_set_common (store, in->common != 0, error)) &&
         (in->common_title == NULL ||
          parlour_store_set_common_title (store, in->common_title, error)) &&
         (in->welcome_text == NULL ||
          parlour_store_set_welcome_text (store, in->welcome_text, error)) &&
         (in->space_warning < 0 ||
          parlour_store_set_space_warning (store, in->space_warning, error)) &&
         parlour_store_set_backup_plan (store, in->backup_every, in->backup_keep, error);
}

static void
describe_number (GString *into, const char *name, gint64 number)
{
  if (number >= 0)
    g_string_append_printf (into, "%s: %" G_GINT64_FORMAT "; ", name, number);
}

static char *
describe (const Set *in)
{
  GString *text = g_string_new (NULL);

  if (in->name != NULL)
    g_string_append_printf (text, "name: %s; ", in->name);
  if (in->set_registration)
    g_string_append_printf (text, "registration: %s; ",
                            parlour_registration_to_string (in->registration));
  describe_number (text, "max_accounts", in->max_accounts);
  describe_number (text, "backup_every", in->backup_every);
  describe_number (text, "backup_keep", in->backup_keep);
  describe_number (text, "common", in->common);
  if (in->common_title != NULL)
    g_string_append_printf (text, "common_title: %s; ", in->common_title);
  if (in->welcome_text != NULL)
    g_string_append (text, "welcome_text; ");
  describe_number (text, "space_warning", in->space_warning);
  g_string_truncate (text, text->len >= 2 ? text->len - 2 : 0);
  return g_string_free (text, FALSE);
}

gboolean
parlour_settings_set (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Set *in = call->arguments;
  g_autofree char *detail = describe (in);
  ParlourActor actor;

  call->renamed = in->name;
  return parlour_authority_enter_admin (call, store, &actor, error) &&
         (detail[0] == '\0' ||
          (store_settings (store, in, error) &&
           parlour_store_note_deed (store, &actor, call->route->name, NULL, detail, error))) &&
         reply_settings (call, store, error);
}
