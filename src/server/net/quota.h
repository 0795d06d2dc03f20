/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourQuota:
 *
 * How many sockets are open, in all and for each remote address. Atomically counted; a seat may be
 * given back on any thread, since an upgraded connection ends on the hub's.
 */
typedef struct _ParlourQuota ParlourQuota;
typedef struct _ParlourSeat ParlourSeat;

ParlourQuota *parlour_quota_new (guint total, guint per_address, guint newcomers);

/** parlour_quota_set_room: from now on; seats that are taken stay. Any thread. */
void parlour_quota_set_room (ParlourQuota *self, guint total, guint per_address, guint newcomers);
void parlour_quota_unref (ParlourQuota *self);

/**
 * parlour_quota_take:
 * @address: (nullable): %NULL: of nobody in particular, counts only in all; else the remote one;
 * IPv6 counts by its first 64 bits, since one host has them all
 *
 * The seat is a newcomer's until parlour_seat_admit().
 *
 * Returns: (transfer full) (nullable): %NULL where a limit is reached
 */
ParlourSeat *parlour_quota_take (ParlourQuota *self, GInetAddress *address);

/** parlour_seat_admit: its holder has signed in. Any thread; running twice is harmless. */
void parlour_seat_admit (ParlourSeat *seat);

/** parlour_seat_free: gives the seat back. Any thread. */
void parlour_seat_free (ParlourSeat *seat);

/** parlour_quota_get_count: open sockets in all. Any thread. */
guint parlour_quota_get_count (ParlourQuota *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourQuota, parlour_quota_unref)

G_END_DECLS
