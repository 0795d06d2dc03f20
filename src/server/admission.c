/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-admission"

#include "server/admission.h"

#include "server/limits.h"
#include "server/routes.h"

#include <gio/gio.h>
#include <string.h>

/* This file owns which calls come too often. Any thread: the main loop asks for what comes by HTTP,
 * the feed's for what comes by sockets. */

#define TEN_MINUTES 600
#define HOUR        3600

/* Far above what people and their programs do; they are there for what runs wild. */
#define CALLS_SECONDS    30
#define ADDRESS_SECONDS  60
#define ADDRESS_CALLS    600
#define ADDRESS_WRONG    100 /* wrong passwords, whatever the names */
#define KNOWN_TOKENS_MAX 16384

typedef enum {
  BY_ADDRESS,    /* calls of nobody that we know */
  READS,         /* of a user */
  WRITES,        /* of a user */
  WRONG,         /* passwords for a name from an address, or of a signed-in device */
  WRONG_ADDRESS, /* passwords and device links from an address */
  REGISTRATIONS, /* from an address */
  N_KINDS,
} Kind;

struct _ParlourAdmission {
  GMutex lock; /* of all that follows */
  ParlourLimits *limits[N_KINDS];
  GHashTable *known; /* token's hash as hexadecimal: user's number as text */
};

/* What a call takes: for each kind the key, NULL for none. */
typedef struct {
  char *keys[N_KINDS];
} Toll;

static void
toll_clear (Toll *toll)
{
  for (guint i = 0; i < N_KINDS; i++)
    g_clear_pointer (&toll->keys[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Toll, toll_clear)

ParlourAdmission *
parlour_admission_new (const ParlourConfig *config)
{
  ParlourAdmission *self = g_new0 (ParlourAdmission, 1);

  g_mutex_init (&self->lock);
  self->limits[BY_ADDRESS] = parlour_limits_new (ADDRESS_CALLS, ADDRESS_SECONDS);
  self->limits[READS] = parlour_limits_new (0, CALLS_SECONDS);
  self->limits[WRITES] = parlour_limits_new (0, CALLS_SECONDS);
  self->limits[WRONG] = parlour_limits_new (0, TEN_MINUTES);
  self->limits[WRONG_ADDRESS] = parlour_limits_new (ADDRESS_WRONG, TEN_MINUTES);
  self->limits[REGISTRATIONS] = parlour_limits_new (0, HOUR);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  parlour_admission_set_config (self, config);
  return self;
}

void
parlour_admission_free (ParlourAdmission *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    parlour_limits_free (self->limits[i]);
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
parlour_admission_set_config (ParlourAdmission *self, const ParlourConfig *config)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  parlour_limits_set_times (self->limits[READS], config->reads);
  parlour_limits_set_times (self->limits[WRITES], config->writes);
  parlour_limits_set_times (self->limits[WRONG], config->wrong_passwords);
  parlour_limits_set_times (self->limits[REGISTRATIONS], config->registrations);
}

/* One host has all addresses of its IPv6 network, so the network counts. */
static char *
address_key (const char *origin)
{
  g_autoptr (GInetAddress) address =
      origin != NULL ? g_inet_address_new_from_string (origin) : NULL;

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_strdup (origin != NULL ? origin : "");
  const guint8 *bytes = g_inet_address_to_bytes (address);
  return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64", bytes[0], bytes[1], bytes[2],
                          bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);
}

static char *
token_key (const ParlourCall *call)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sizeof call->token_hash; i++)
    g_string_append_printf (text, "%02x", call->token_hash[i]);
  return g_string_free (text, FALSE);
}

static char *
user_key (gint64 user)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, user);
}

/* Names are compared as the store does; a tab stands in none. */
static char *
name_key (const ParlourCall *call, const char *address)
{
  JsonNode *node = call->body != NULL ? json_object_get_member (call->body, "username") : NULL;
  const char *name =
      node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  g_autofree char *lower = g_ascii_strdown (name != NULL ? name : "", -1);

  return g_strconcat (lower, "\t", address, NULL);
}

static gboolean
is_route (const ParlourCall *call, const char *name)
{
  return g_str_equal (call->route->name, name);
}

static void
add_sign_in (Toll *toll, const ParlourCall *call, const char *address)
{
  if (is_route (call, "account.register")) {
    toll->keys[REGISTRATIONS] = g_strdup (address);
    return;
  }
  toll->keys[WRONG_ADDRESS] = g_strdup (address);
  if (is_route (call, "account.login"))
    toll->keys[WRONG] = name_key (call, address);
  else if (call->has_token)
    toll->keys[WRONG] = token_key (call);
}

static Toll
find_toll (ParlourAdmission *self, const ParlourCall *call)
{
  g_autofree char *address = address_key (call->origin);
  g_autofree char *token = call->has_token ? token_key (call) : NULL;
  const char *user = token != NULL ? g_hash_table_lookup (self->known, token) : NULL;
  Toll toll = {0};

  if (call->route->rate == PARLOUR_RATE_FREE)
    return toll;
  if (user != NULL)
    toll.keys[call->route->rate == PARLOUR_RATE_READ ? READS : WRITES] = g_strdup (user);
  else
    toll.keys[BY_ADDRESS] = g_strdup (address);
  if (call->route->rate == PARLOUR_RATE_SIGN_IN)
    add_sign_in (&toll, call, address);
  return toll;
}

static void
refuse (Kind kind, guint seconds, GError **error)
{
  GError *problem = NULL;

  if (kind == WRONG || kind == WRONG_ADDRESS)
    parlour_problem_set (&problem, PARLOUR_PROBLEM_TOO_MANY_REQUESTS,
                         "Too many wrong passwords. Try again in %u minutes.", (seconds + 59) / 60);
  else if (kind == REGISTRATIONS)
    parlour_problem_set (&problem, PARLOUR_PROBLEM_TOO_MANY_REQUESTS,
                         "Too many people have joined from this address. Try again in %u minutes.",
                         (seconds + 59) / 60);
  else
    parlour_problem_set (&problem, PARLOUR_PROBLEM_TOO_MANY_REQUESTS,
                         "Too many requests. Try again in %u seconds.", seconds);
  parlour_problem_set_retry_after (problem, seconds);
  g_propagate_error (error, problem);
}

static gboolean
take (ParlourAdmission *self, const Toll *toll, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  for (guint kind = 0; kind < N_KINDS; kind++) {
    guint seconds = toll->keys[kind] != NULL
                        ? parlour_limits_take (self->limits[kind], toll->keys[kind], now)
                        : 0;
    if (seconds == 0)
      continue;
    refuse ((Kind)kind, seconds, error);
    /* what is refused by one count takes nothing from the others */
    while (kind-- > 0)
      if (toll->keys[kind] != NULL)
        parlour_limits_give_back (self->limits[kind], toll->keys[kind]);
    return FALSE;
  }
  return TRUE;
}

gboolean
parlour_admission_enter (ParlourAdmission *self, ParlourCall *call, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_auto (Toll) toll = find_toll (self, call);

  return take (self, &toll, error);
}

gboolean
parlour_admission_enter_write (ParlourAdmission *self, gint64 user, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_auto (Toll) toll = {0};

  toll.keys[WRITES] = user_key (user);
  return take (self, &toll, error);
}

/* Whose password, or link, was not the right one; of a device that is signed in, it is "forbidden".
 */
static gboolean
was_wrong (const ParlourCall *call)
{
  return g_error_matches (call->error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_WRONG_CREDENTIALS) ||
         g_error_matches (call->error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVITE_REFUSED) ||
         g_error_matches (call->error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_FORBIDDEN);
}

static void
remember (ParlourAdmission *self, const ParlourCall *call)
{
  if (g_hash_table_size (self->known) >= KNOWN_TOKENS_MAX)
    g_hash_table_remove_all (self->known);
  g_hash_table_replace (self->known, token_key (call), user_key (call->user));
}

void
parlour_admission_leave (ParlourAdmission *self, const ParlourCall *call)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (call->route->rate == PARLOUR_RATE_SIGN_IN && !was_wrong (call)) {
    g_auto (Toll) toll = find_toll (self, call);

    for (Kind kind = WRONG; kind <= WRONG_ADDRESS; kind++)
      if (toll.keys[kind] != NULL)
        parlour_limits_give_back (self->limits[kind], toll.keys[kind]);
  }
  if (call->has_token && call->user != 0)
    remember (self, call);
}
