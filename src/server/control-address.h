/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourControlAddress:
 *
 * The control socket's address. A socket's name has room for 107 bytes (unix(7)), so that in a
 * folder of a longer name it is reached through the folder's descriptor, which this holds.
 */
typedef struct {
  GSocketAddress *address;
  int fd; /* of the folder; -1 where the name is short enough */
} ParlourControlAddress;

/** parlour_control_address_new: (transfer full) (nullable): of the data folder @folder. */
ParlourControlAddress *parlour_control_address_new (const char *folder, GError **error);
void parlour_control_address_free (ParlourControlAddress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourControlAddress, parlour_control_address_free)

G_END_DECLS
