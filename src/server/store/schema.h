/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/migration.h"

G_BEGIN_DECLS

/** PARLOUR_STORE_APPLICATION_ID: "Prls" in the file's header. */
#define PARLOUR_STORE_APPLICATION_ID 0x50726c73

/** parlour_store_schema: (transfer none): all migrations of the place's database; @n (out). */
const ParlourMigration *parlour_store_schema (gsize *n);

G_END_DECLS
