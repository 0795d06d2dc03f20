/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support.h"

G_BEGIN_DECLS

/* Groups of people who are signed in. */

/** GroupPlace: a place whose anna has made the group "Allotment" with bert and carl. */
typedef struct {
  Place *place;
  Person *anna; /* its owner */
  Person *bert;
  Person *carl;
  Person *dora; /* a stranger */
  char *group;
} GroupPlace;

/** group_place_set_up, group_place_tear_down: for g_test_add(). */
void group_place_set_up (GroupPlace *self, gconstpointer data);
void group_place_tear_down (GroupPlace *self, gconstpointer data);

/** group_make: (transfer full): the id of @owner's group with the others (NULL-terminated), of
 * whom none need be. */
char *group_make (Place *place, Person *owner, const char *title, ...) G_GNUC_NULL_TERMINATED;

/** group_path: (transfer full): of the conversation, with @rest behind it. */
char *group_path (const char *group, const char *rest) G_GNUC_WARN_UNUSED_RESULT;

/** group_ask: what @by is answered at a path of the group; the status that it must have. */
Reply *group_ask (Place *place,
                  guint status,
                  const char *method,
                  const char *group,
                  const char *rest,
                  Person *by,
                  const char *body);

/** group_refused: like group_ask(), with the code of the problem. */
void group_refused (Place *place,
                    guint status,
                    const char *code,
                    const char *method,
                    const char *group,
                    const char *rest,
                    Person *by,
                    const char *body);

/** group_add: @by puts @who in, with @role (nullable). */
void group_add (Place *place, const char *group, Person *by, Person *who, const char *role);

/** group_remove: @by takes @who out; both may be the same. */
void group_remove (Place *place, const char *group, Person *by, Person *who);

/** group_set_role: @by gives @who another role. */
void group_set_role (Place *place, const char *group, Person *by, Person *who, const char *role);

/** group_send: the number of the new message. */
gint64 group_send (Place *place, const char *group, Person *by, const char *body);

/** group_role: (transfer full): what @who is, as @by sees it; "" for one who is not in it. */
char *group_role (Place *place, const char *group, Person *by, Person *who);

/** group_events: (transfer full): what @who gets of the stream: "1 member.joined, 2 void". */
char *group_events (Place *place, const char *group, Person *who);

/** group_show: (transfer full): the fixture's group as @who sees it. */
Reply *group_show (GroupPlace *f, Person *who);

/** group_expect_role: @role: of @who, as @by sees it. */
void group_expect_role (GroupPlace *f, Person *by, Person *who, const char *role);

/** group_expect_events: what group_events() tells @who. */
void group_expect_events (GroupPlace *f, Person *who, const char *events);

G_END_DECLS
