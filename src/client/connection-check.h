/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/discovery.h"
#include "client/host/host.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_CHECK_WAITING,
  PARLOUR_CHECK_RUNNING,
  PARLOUR_CHECK_GOOD,
  PARLOUR_CHECK_DOUBTFUL, /* it may work all the same; the advice says what to look at */
  PARLOUR_CHECK_FAILED,   /* this is where it ends */
  PARLOUR_CHECK_SKIPPED,  /* not asked, because of an earlier one, or not possible here */
} ParlourCheckState;

/**
 * ParlourCheckStep:
 *
 * One question of a connection check. Main thread.
 *
 * Properties (notify): "name" (stable: "address", "port", "firewall", "discovery", "certificate",
 * "clock"), "title" (translated), "state" (ParlourCheckState), "finding" (what was seen,
 * translated, nullable), "advice" (what to do, translated, nullable).
 */
#define PARLOUR_TYPE_CHECK_STEP (parlour_check_step_get_type ())
G_DECLARE_FINAL_TYPE (ParlourCheckStep, parlour_check_step, PARLOUR, CHECK_STEP, GObject)

const char *parlour_check_step_get_name (ParlourCheckStep *self);
const char *parlour_check_step_get_title (ParlourCheckStep *self);
ParlourCheckState parlour_check_step_get_state (ParlourCheckStep *self);
const char *parlour_check_step_get_finding (ParlourCheckStep *self);
const char *parlour_check_step_get_advice (ParlourCheckStep *self);

/**
 * ParlourConnectionCheck:
 *
 * Says step by step what stands between two computers: a GListModel of #ParlourCheckStep, fixed
 * from the start, whose states change while it runs. Sends nothing of a person's. Main thread.
 *
 * Property "running" (gboolean, notify).
 */
#define PARLOUR_TYPE_CONNECTION_CHECK (parlour_connection_check_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConnectionCheck, parlour_connection_check, PARLOUR, CONNECTION_CHECK, GObject)

/** parlour_connection_check_new_for_member: from here to a server. @discovery: (nullable) */
ParlourConnectionCheck *parlour_connection_check_new_for_member (ParlourDestination *destination,
                                                                 ParlourDiscovery *discovery);

/** parlour_connection_check_new_for_account: the same to the server of @account. */
ParlourConnectionCheck *parlour_connection_check_new_for_account (ParlourAccount *account,
                                                                  ParlourDiscovery *discovery);

/** parlour_connection_check_new_for_host: on the computer that hosts: whether others can get in. */
ParlourConnectionCheck *parlour_connection_check_new_for_host (ParlourHost *host,
                                                               ParlourDiscovery *discovery);

/** parlour_connection_check_run: from the first step; again starts anew. */
void parlour_connection_check_run (ParlourConnectionCheck *self);
gboolean parlour_connection_check_get_running (ParlourConnectionCheck *self);

/** parlour_connection_check_find: (transfer none) (nullable): the step of this name. */
ParlourCheckStep *parlour_connection_check_find (ParlourConnectionCheck *self, const char *name);

G_END_DECLS
