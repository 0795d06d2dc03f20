/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invite-routes"

#include "server/routes/invites.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/groups.h"
#include "server/store/invites.h"
#include "server/store/place.h"

#include "core/address.h"
#include "core/invite-link.h"

#include <string.h>

/* This file owns making, listing and taking back what lets people and devices in. A token is told
 * once, to whom it was made for. */

#define CONVERSATIONS_MAX 20 /* of one invite */

typedef struct {
  ParlourInviteKind kind;
  gint64 uses;
  gint64 seconds;
  char **conversations;                                         /* ids of groups; nullable */
  const char *addresses[PARLOUR_INVITE_LINK_ADDRESSES_MAX + 1]; /* for the link; none: our own */
} Create;

static void
write_conversations (const ParlourInvite *invite, ParlourJsonWriter *writer)
{
  g_auto (GStrv) ids =
      g_strsplit (invite->conversations != NULL ? invite->conversations : "", " ", -1);

  parlour_json_writer_begin_array (writer, "conversations");
  for (char **id = ids; *id != NULL; id++)
    parlour_json_writer_string (writer, NULL, *id);
  parlour_json_writer_end_array (writer);
}

static void
write_members (const ParlourInvite *invite, ParlourJsonWriter *writer)
{
  parlour_json_writer_string (writer, "id", invite->id);
  parlour_json_writer_string (writer, "kind", parlour_invite_kind_to_string (invite->kind));
  parlour_json_writer_string (writer, "state", parlour_invite_state_to_string (invite->state));
  parlour_json_writer_string (writer, "role",
                              invite->role == PARLOUR_USER_ADMIN ? "admin" : "member");
  parlour_json_writer_int (writer, "uses", invite->uses);
  parlour_json_writer_int (writer, "uses_left", invite->uses_left);
  parlour_json_writer_string (writer, "created_by", invite->created_by);
  parlour_json_writer_time (writer, "created_at", invite->created_at);
  parlour_json_writer_time (writer, "expires_at", invite->expires_at);
  parlour_json_writer_time (writer, "revoked_at", invite->revoked_at);
  write_conversations (invite, writer);
}

static void
write_invite (gconstpointer item, ParlourJsonWriter *writer, const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  write_members (item, writer);
  parlour_json_writer_end_object (writer);
}

gboolean
parlour_invites_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *page = call->arguments;
  ParlourActor actor;
  g_autofree char *next = NULL;

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return FALSE;
  g_autoptr (GPtrArray) invites =
      parlour_store_list_invites (store, page->cursor, page->limit, &next, error);
  if (invites == NULL)
    return FALSE;
  parlour_reply_list (call, invites, write_invite, next);
  return TRUE;
}

static void
read_kind (ParlourFields *fields, Create *into)
{
  GError *error = NULL;
  const char *kind = parlour_fields_string (fields, "kind", 0);

  into->kind = g_strcmp0 (kind, "device") == 0 ? PARLOUR_INVITE_DEVICE : PARLOUR_INVITE_JOIN;
  if (kind == NULL || strcmp (kind, parlour_invite_kind_to_string (into->kind)) == 0)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "kind",
                             "An invitation is of the kind “join” or “device”.");
  parlour_fields_fail (fields, error);
}

static void
read_role (ParlourFields *fields)
{
  GError *error = NULL;
  const char *role = parlour_fields_string (fields, "role", 0);

  if (role == NULL || strcmp (role, "member") == 0)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "role",
                             "An invitation makes members: administrators are made by others.");
  parlour_fields_fail (fields, error);
}

static void
read_addresses (ParlourCall *call, ParlourFields *fields, Create *into)
{
  g_auto (GStrv) texts = parlour_fields_strings (fields, "addresses", 0);
  GError *error = NULL;

  for (guint i = 0; texts != NULL && texts[i] != NULL && error == NULL; i++) {
    char *address = i < PARLOUR_INVITE_LINK_ADDRESSES_MAX
                        ? parlour_address_normalize_host_port (texts[i], NULL)
                        : NULL;
    if (address == NULL)
      parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "addresses",
                                 "Addresses are HOST:PORT, at most %d of them.",
                                 PARLOUR_INVITE_LINK_ADDRESSES_MAX);
    else
      into->addresses[i] = parlour_call_keep (call, address);
  }
  if (error != NULL)
    parlour_fields_fail (fields, error);
}

/* Who joins gets into these groups, too. They live as long as the call. */
static void
read_conversations (ParlourCall *call, ParlourFields *fields, Create *into)
{
  GError *error = NULL;
  char **ids = parlour_fields_strings (fields, "conversations", 0);
  guint n = ids != NULL ? g_strv_length (ids) : 0;

  for (guint i = 0; i < n; i++)
    parlour_call_keep (call, ids[i]);
  parlour_call_keep (call, (char *)ids);
  into->conversations = ids;
  if (n == 0 || (n <= CONVERSATIONS_MAX && into->kind == PARLOUR_INVITE_JOIN))
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "conversations",
                             "An invitation to join names at most %d groups.", CONVERSATIONS_MAX);
  parlour_fields_fail (fields, error);
}

/* A device link has one use and a short life, whatever anybody asks for. */
gboolean
parlour_invites_decode_create (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Create *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  read_kind (&fields, in);
  read_role (&fields);
  read_addresses (call, &fields, in);
  read_conversations (call, &fields, in);
  gboolean device = in->kind == PARLOUR_INVITE_DEVICE;
  in->uses = parlour_fields_int (&fields, "uses", 0, 1, device ? 1 : PARLOUR_INVITE_USES_MAX, 1);
  in->seconds =
      parlour_fields_int (&fields, "expires_in", 0, 1,
                          device ? PARLOUR_DEVICE_LINK_SECONDS : PARLOUR_INVITE_SECONDS_MAX,
                          device ? PARLOUR_DEVICE_LINK_SECONDS : PARLOUR_INVITE_SECONDS);
  return parlour_fields_end (&fields, error);
}

/* Over the network it takes somebody who may put people into the group. */
static gboolean
check_group (ParlourStore *store, const char *id, gint64 maker, GError **error)
{
  GError *inner = NULL;
  gboolean good = FALSE;

  if (maker == 0) {
    if (!parlour_store_is_group (store, id, &good, error))
      return FALSE;
  } else {
    g_autoptr (ParlourMembership) membership =
        parlour_store_find_membership (store, maker, id, &inner);
    good = membership != NULL && parlour_membership_may_moderate (membership);
    if (inner != NULL && !g_error_matches (inner, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND)) {
      g_propagate_error (error, inner);
      return FALSE;
    }
    g_clear_error (&inner);
  }
  if (!good)
    parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "conversations",
                               "There is no such group that you run.");
  return good;
}

static gboolean
check_groups (ParlourStore *store, const Create *in, gint64 maker, GError **error)
{
  for (char **id = in->conversations; id != NULL && *id != NULL; id++)
    if (!check_group (store, *id, maker, error))
      return FALSE;
  return TRUE;
}

/* The token is made once, however often the handler runs. */
static ParlourInvite *
make (ParlourCall *call, ParlourStore *store, const Create *in, gint64 maker, GError **error)
{
  guint8 hash[PARLOUR_TOKEN_HASH_BYTES];
  g_autofree char *conversations = in->conversations != NULL && in->conversations[0] != NULL
                                       ? g_strjoinv (" ", in->conversations)
                                       : NULL;

  if (call->token == NULL)
    call->token = parlour_token_new ();
  parlour_token_hash (call->token, hash);
  const ParlourNewInvite invite = {.kind = in->kind,
                                   .token_hash = hash,
                                   .created_by = maker,
                                   .seconds = in->seconds,
                                   .uses = in->uses,
                                   .role = PARLOUR_USER_MEMBER,
                                   .conversations = conversations};
  return parlour_store_add_invite (store, &invite, error);
}

/* NULL where nobody knows an address that a link could lead to. */
static char *
make_link (ParlourCall *call, const Create *in, const char *place_name)
{
  g_auto (GStrv) own = parlour_standing_list_addresses (call->standing);
  const char *const *addresses =
      in->addresses[0] != NULL ? in->addresses : (const char *const *)own;
  gboolean reached =
      in->addresses[0] != NULL || (own[0] != NULL && parlour_standing_has_link (call->standing));
  ParlourFingerprint fingerprint;
  const char *text = parlour_standing_get_link_key (call->standing);
  gboolean pinned = text != NULL && parlour_fingerprint_parse (text, &fingerprint, NULL);
  const ParlourInviteLink fields = {.kind = in->kind == PARLOUR_INVITE_DEVICE
                                                ? PARLOUR_INVITE_LINK_DEVICE
                                                : PARLOUR_INVITE_LINK_JOIN,
                                    .addresses = addresses,
                                    .fingerprint = pinned ? &fingerprint : NULL,
                                    .token = call->token,
                                    .name = place_name};
  g_autoptr (ParlourInviteLink) link = reached ? parlour_invite_link_new (&fields, NULL) : NULL;

  return link != NULL ? parlour_invite_link_to_text (link) : NULL;
}

static gboolean
reply_made (ParlourCall *call,
            ParlourStore *store,
            const Create *in,
            const ParlourInvite *invite,
            GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);

  if (place == NULL)
    return FALSE;
  g_autofree char *link = make_link (call, in, place->name);
  parlour_json_writer_begin_object (writer, NULL);
  write_members (invite, writer);
  parlour_json_writer_string (writer, "token", call->token);
  parlour_json_writer_string (writer, "link", link);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 201, writer);
  return TRUE;
}

gboolean
parlour_invites_create (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Create *in = call->arguments;
  ParlourActor actor;

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return FALSE;
  if (in->kind == PARLOUR_INVITE_DEVICE && actor.user == 0) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "kind",
                               "A device is added by whom it belongs to, who is signed in.");
    return FALSE;
  }
  if (!check_groups (store, in, actor.user, error))
    return FALSE;
  g_autoptr (ParlourInvite) invite = make (call, store, in, actor.user, error);
  if (invite == NULL)
    return FALSE;
  g_autofree char *detail = g_strdup_printf ("%s, uses: %" G_GINT64_FORMAT,
                                             parlour_invite_kind_to_string (in->kind), in->uses);
  return parlour_store_note_deed (store, &actor, call->route->name, invite->id, detail, error) &&
         reply_made (call, store, in, invite, error);
}

gboolean
parlour_invites_revoke (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;

  if (!parlour_authority_enter_admin (call, store, &actor, error) ||
      !parlour_store_revoke_invite (store, call->params[0], error) ||
      !parlour_store_note_deed (store, &actor, call->route->name, call->params[0], NULL, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_invites_device_link (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Create in = {
      .kind = PARLOUR_INVITE_DEVICE, .uses = 1, .seconds = PARLOUR_DEVICE_LINK_SECONDS};
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (ParlourInvite) invite = make (call, store, &in, session->user, error);
  return invite != NULL && reply_made (call, store, &in, invite, error);
}
