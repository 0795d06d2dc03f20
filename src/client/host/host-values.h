/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the hosted server's answers become. Each reads an object as the interface tells it;
 * (transfer full) (nullable), NULL with @error. Any thread. */

typedef gpointer (*ParlourHostRead) (JsonObject *object, GError **error);

gpointer parlour_host_read_status (JsonObject *object, GError **error);
gpointer parlour_host_read_user (JsonObject *object, GError **error);
gpointer parlour_host_read_invite (JsonObject *object, GError **error);
gpointer parlour_host_read_settings (JsonObject *object, GError **error);
gpointer parlour_host_read_statistics (JsonObject *object, GError **error);
gpointer parlour_host_read_deed (JsonObject *object, GError **error);
gpointer parlour_host_read_backup (JsonObject *object, GError **error);

/** parlour_host_read_page: adds the items of a page to @items. @next: (out) (nullable) (transfer
 * full) */
gboolean parlour_host_read_page (
    JsonObject *page, ParlourHostRead read, GPtrArray *items, char **next, GError **error);

/** parlour_host_make_link: the invite link of @status's server with @token. (transfer full)
 * (nullable) */
char *parlour_host_make_link (const ParlourHostStatus *status, const char *token, GError **error);

G_END_DECLS
