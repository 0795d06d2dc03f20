/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"
#include "client/host/host-child.h"
#include "client/host/host-plan.h"
#include "client/host/host.h"

G_BEGIN_DECLS

/* What the files of the host share: host.c (what is known), host-run.c (what is done). */

struct _ParlourHost {
  GObject parent_instance;

  ParlourProfile *profile;
  char *program; /* nullable */

  ParlourHostPlan *plan;   /* of the last start */
  ParlourHostChild *child; /* while it runs */
  gboolean starting;
  gboolean stopping;
  gboolean working;          /* its folder is being restored or moved */
  GCancellable *cancellable; /* of starting again */
  guint restart;
  guint n_restarts;
  gint64 ready_at; /* monotonic */
  GError *problem;

  ParlourHostState state;
  char *fingerprint; /* nullable, as the next */
  char **addresses;
  ParlourHostAdmin *admin;
};

/* Each tells whoever listens, where it is something else than before. */
void parlour_host_set_state (ParlourHost *self, ParlourHostState state);
void parlour_host_set_problem (ParlourHost *self, const GError *problem);
void parlour_host_set_addresses (ParlourHost *self, char **addresses);
void parlour_host_set_fingerprint (ParlourHost *self, const ParlourFingerprint *fingerprint);
void parlour_host_notify_child (ParlourHost *self);

/** parlour_host_drop_child: forgets the run that is over. */
void parlour_host_drop_child (ParlourHost *self);

G_END_DECLS
