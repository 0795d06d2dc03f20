/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/call.h"
#include "server/config.h"

G_BEGIN_DECLS

/**
 * ParlourAdmission:
 *
 * Which calls come too often. Who is signed in counts by user, everybody else by address; passwords
 * and registrations have counts of their own. What somebody writes by sockets and by HTTP is one
 * count. Any thread.
 */
typedef struct _ParlourAdmission ParlourAdmission;

ParlourAdmission *parlour_admission_new (const ParlourConfig *config);
void parlour_admission_free (ParlourAdmission *self);

/** parlour_admission_set_config: its limits, from now on. */
void parlour_admission_set_config (ParlourAdmission *self, const ParlourConfig *config);

/**
 * parlour_admission_enter:
 * @call: decoded, with its origin
 * @error: #PARLOUR_PROBLEM_TOO_MANY_REQUESTS, with the seconds to wait
 */
gboolean parlour_admission_enter (ParlourAdmission *self, ParlourCall *call, GError **error);

/**
 * parlour_admission_enter_write: the same for a write of one whose socket it comes by
 * @user: their number
 */
gboolean parlour_admission_enter_write (ParlourAdmission *self, gint64 user, GError **error);

/**
 * parlour_admission_leave:
 * @call: that parlour_admission_enter() let in, answered
 *
 * A right password takes nothing away from the wrong ones that are allowed.
 */
void parlour_admission_leave (ParlourAdmission *self, const ParlourCall *call);

G_END_DECLS
