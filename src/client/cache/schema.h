/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/** parlour_copy_schema_migrate: brings a copy's file to the newest schema. Worker's thread. */
gboolean parlour_copy_schema_migrate (ParlourDb *db, GError **error);

G_END_DECLS
