/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/connection-check.h"

G_BEGIN_DECLS

/* What the files of the connection check share: connection-check.c (the list and its course),
 * check-step.c (one question), check-member.c and check-host.c (the questions of each side). */

typedef enum {
  PARLOUR_CHECK_ADDRESS,
  PARLOUR_CHECK_PORT,
  PARLOUR_CHECK_FIREWALL,
  PARLOUR_CHECK_DISCOVERY,
  PARLOUR_CHECK_CERTIFICATE,
  PARLOUR_CHECK_CLOCK,
  PARLOUR_CHECK_N_STEPS,
} ParlourCheckQuestion;

/** ParlourCheckAsk: asks one question; parlour_connection_check_answer() is called once, now or
 * later, but not after self->cancellable was cancelled. */
typedef void (*ParlourCheckAsk) (ParlourConnectionCheck *self);

/** ParlourReach: how far a connection came, the best of all addresses. */
typedef enum {
  PARLOUR_REACH_NOTHING, /* not tried */
  PARLOUR_REACH_SILENCE, /* no answer at all */
  PARLOUR_REACH_ABSENT,  /* the network says that nobody is there */
  PARLOUR_REACH_BARRED,  /* the computer, or one on the way, says no */
  PARLOUR_REACH_CLOSED,  /* the computer is there, and nobody listens */
  PARLOUR_REACH_OPEN,
} ParlourReach;

struct _ParlourConnectionCheck {
  GObject parent_instance;

  ParlourCheckStep *steps[PARLOUR_CHECK_N_STEPS];
  const ParlourCheckAsk *asks; /* one a step */
  GCancellable *cancellable;
  int current; /* -1: does not run */

  ParlourDestination *destination; /* nullable: of a host that does not run */
  ParlourDiscovery *discovery;     /* nullable */
  ParlourHost *host;               /* nullable */
  ParlourReach reach;
  guint n_connecting;
  gint64 began;      /* monotonic: of connecting */
  gint64 their_time; /* ms since 1970, by the server's clock; 0: not told */
};

/** parlour_connection_check_answer: settles the current step, and goes on to the next. @finding and
 * @advice (transfer full) (nullable) */
void parlour_connection_check_answer (ParlourConnectionCheck *self,
                                      ParlourCheckState state,
                                      char *finding,
                                      char *advice);

extern const ParlourCheckAsk parlour_check_member_asks[PARLOUR_CHECK_N_STEPS];
extern const ParlourCheckAsk parlour_check_host_asks[PARLOUR_CHECK_N_STEPS];

/* Both sides ask these alike. */
void parlour_check_ask_certificate (ParlourConnectionCheck *self);
void parlour_check_ask_discovery (ParlourConnectionCheck *self);

ParlourCheckStep *parlour_check_step_new (const char *name, const char *title);
void parlour_check_step_set (ParlourCheckStep *self,
                             ParlourCheckState state,
                             const char *finding,
                             const char *advice);

typedef enum {
  PARLOUR_FIREWALL_NONE,
  PARLOUR_FIREWALL_UFW,
  PARLOUR_FIREWALL_HIDDEN, /* by a sandbox, whose files are not the computer's */
} ParlourFirewall;

/** parlour_check_read_firewall: what the files below @root tell. Reads them. */
ParlourFirewall parlour_check_read_firewall (const char *root);

G_END_DECLS
