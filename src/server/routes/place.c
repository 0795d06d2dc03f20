/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-place"

#include "server/routes/place.h"

#include "server/authority.h"
#include "server/server-resources.h"
#include "server/store/place.h"

#include "build-config.h"
#include "core/limits.h"

/* This file owns what the server says about itself. */

#define OPENAPI_RESOURCE "/im/parlour/server/openapi.json"

static void
write_limits (ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_object (writer, "limits");
  parlour_json_writer_int (writer, "body_chars", PARLOUR_BODY_CHARS_MAX);
  parlour_json_writer_int (writer, "subject_chars", PARLOUR_SUBJECT_CHARS_MAX);
  parlour_json_writer_int (writer, "frame_bytes", PARLOUR_FRAME_BYTES_MAX);
  parlour_json_writer_int (writer, "fragments", PARLOUR_FRAGMENTS_MAX);
  parlour_json_writer_int (writer, "upload_bytes", 0);
  parlour_json_writer_int (writer, "members", PARLOUR_GROUP_MEMBERS_MAX);
  parlour_json_writer_end_object (writer);
}

static void
write_features (ParlourJsonWriter *writer)
{
  static const char *const features[] = {"direct",   "edit", "erase",     "groups", "long_poll",
                                         "pictures", "pins", "reactions", "socket", "stars"};

  parlour_json_writer_begin_array (writer, "features");
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    parlour_json_writer_string (writer, NULL, features[i]);
  parlour_json_writer_end_array (writer);
}

gboolean
parlour_place_show (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);

  if (place == NULL)
    return FALSE;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "id", place->id);
  parlour_json_writer_string (writer, "name", place->name);
  parlour_json_writer_string (writer, "version", PARLOUR_VERSION);
  parlour_json_writer_int (writer, "api", PARLOUR_API_VERSION);
  parlour_json_writer_string (writer, "registration",
                              parlour_registration_to_string (place->registration));
  write_limits (writer);
  write_features (writer);
  parlour_json_writer_string (writer, "fingerprint", call->standing->fingerprint);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

static void
write_strings (ParlourJsonWriter *writer, const char *name, char **texts)
{
  parlour_json_writer_begin_array (writer, name);
  for (char **text = texts; *text != NULL; text++)
    parlour_json_writer_string (writer, NULL, *text);
  parlour_json_writer_end_array (writer);
}

/* For members alone: so that they find it again when it has moved, and can wake its computer. */
gboolean
parlour_place_reach (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (session == NULL)
    return FALSE;
  g_auto (GStrv) addresses = parlour_standing_list_addresses (call->standing);
  g_auto (GStrv) macs = parlour_standing_list_macs ();
  parlour_json_writer_begin_object (writer, NULL);
  write_strings (writer, "addresses", addresses);
  write_strings (writer, "mac_addresses", macs);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

gboolean
parlour_place_openapi (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (GBytes) text = g_resource_lookup_data (
      parlour_server_get_resource (), OPENAPI_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (text == NULL)
    return FALSE;
  parlour_json_writer_raw (writer, NULL, g_bytes_get_data (text, NULL));
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

static gboolean
reply_ok (ParlourCall *call)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "status", "ok");
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

/* The main loop turns. */
gboolean
parlour_place_healthy (ParlourCall *call, ParlourStore *store, GError **error)
{
  return reply_ok (call);
}

/* The database answers. */
gboolean
parlour_place_ready (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);

  return place != NULL && reply_ok (call);
}
