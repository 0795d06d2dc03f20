/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/user.h"

G_BEGIN_DECLS

/** parlour_person_name: how a person is called in a list or over a message: as they want to be; of
 * who deleted their account the reader's own words. Any thread. */
const char *parlour_person_name (const ParlourUser *user);

/** parlour_deleted_name: those words. */
const char *parlour_deleted_name (void);

G_END_DECLS
