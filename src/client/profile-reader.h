/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"
#include "client/http.h"

G_BEGIN_DECLS

/**
 * ParlourProfileReader:
 *
 * Reads the profiles of those who are shown once in each connection, one after another: changes are
 * told only to who is connected. Main thread.
 */
typedef struct _ParlourProfileReader ParlourProfileReader;

ParlourProfileReader *parlour_profile_reader_new (ParlourHttp *http, ParlourCopy *copy);

/** parlour_profile_reader_free: what is under way ends, too. */
void parlour_profile_reader_free (ParlourProfileReader *self);

/** parlour_profile_reader_set_online: with a new connection all may have changed. */
void parlour_profile_reader_set_online (ParlourProfileReader *self, gboolean online);

/** parlour_profile_reader_ask: has @user read, unless that was done in this connection; offline
 * nothing. The copy gets what was read. */
void parlour_profile_reader_ask (ParlourProfileReader *self, const char *user);

G_END_DECLS
