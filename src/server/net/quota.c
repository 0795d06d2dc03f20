/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-quota"

#include "server/net/quota.h"

#include <string.h>

/* Counts open sockets by remote address. Any thread: the table stands under a lock, which is held
 * for one look-up. */

typedef struct {
  guint sockets;
  guint newcomers; /* of these */
} Count;

struct _ParlourQuota {
  gatomicrefcount references;
  guint total_max;
  guint address_max;
  guint newcomers_max;
  GMutex lock;
  guint total;
  GHashTable *counts; /* address as 8 bytes: Count */
};

struct _ParlourSeat {
  ParlourQuota *quota;
  guint64 address;
  gboolean has_address;
  gboolean is_newcomer;
};

/* The whole of an IPv4 address, also where it comes mapped into IPv6; of an IPv6 address the part
 * that names a network. */
static guint64
address_key (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  static const guint8 mapped[12] = {[10] = 0xff, [11] = 0xff};
  guint64 network;
  guint32 host;

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && memcmp (bytes, mapped, 12)) {
    memcpy (&network, bytes, 8);
    return network;
  }

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    bytes += 12;
  memcpy (&host, bytes, 4);
  return host;
}

ParlourQuota *
parlour_quota_new (guint total, guint per_address, guint newcomers)
{
  ParlourQuota *self = g_new0 (ParlourQuota, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->total_max = total;
  self->address_max = per_address;
  self->newcomers_max = newcomers;
  self->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
parlour_quota_set_room (ParlourQuota *self, guint total, guint per_address, guint newcomers)
{
  g_mutex_lock (&self->lock);
  self->total_max = total;
  self->address_max = per_address;
  self->newcomers_max = newcomers;
  g_mutex_unlock (&self->lock);
}

void
parlour_quota_unref (ParlourQuota *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_hash_table_unref (self->counts);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
count_up (ParlourQuota *self, guint64 address)
{
  Count *count = g_hash_table_lookup (self->counts, &address);

  if (count != NULL &&
      (count->sockets >= self->address_max || count->newcomers >= self->newcomers_max))
    return FALSE;
  if (count == NULL) {
    count = g_new0 (Count, 1);
    g_hash_table_insert (self->counts, g_memdup2 (&address, sizeof address), count);
  }
  count->sockets++;
  count->newcomers++;
  return TRUE;
}

static void
count_down (ParlourQuota *self, const ParlourSeat *seat)
{
  Count *count = g_hash_table_lookup (self->counts, &seat->address);

  count->sockets--;
  if (seat->is_newcomer)
    count->newcomers--;
  if (count->sockets == 0)
    g_hash_table_remove (self->counts, &seat->address);
}

ParlourSeat *
parlour_quota_take (ParlourQuota *self, GInetAddress *address)
{
  guint64 key = address != NULL ? address_key (address) : 0;
  ParlourSeat *seat;
  gboolean free_seat;

  g_mutex_lock (&self->lock);
  free_seat = self->total < self->total_max && (address == NULL || count_up (self, key));
  if (free_seat)
    self->total++;
  g_mutex_unlock (&self->lock);
  if (!free_seat)
    return NULL;

  seat = g_new (ParlourSeat, 1);
  g_atomic_ref_count_inc (&self->references);
  seat->quota = self;
  seat->address = key;
  seat->has_address = address != NULL;
  seat->is_newcomer = TRUE;
  return seat;
}

void
parlour_seat_admit (ParlourSeat *seat)
{
  ParlourQuota *quota = seat->quota;

  g_mutex_lock (&quota->lock);
  if (seat->is_newcomer && seat->has_address) {
    Count *count = g_hash_table_lookup (quota->counts, &seat->address);

    count->newcomers--;
  }
  seat->is_newcomer = FALSE;
  g_mutex_unlock (&quota->lock);
}

void
parlour_seat_free (ParlourSeat *seat)
{
  ParlourQuota *quota = seat->quota;

  g_mutex_lock (&quota->lock);
  quota->total--;
  if (seat->has_address)
    count_down (quota, seat);
  g_mutex_unlock (&quota->lock);

  parlour_quota_unref (quota);
  g_free (seat);
}

guint
parlour_quota_get_count (ParlourQuota *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->total;
  g_mutex_unlock (&self->lock);
  return count;
}
