/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/** ParlourNotice: what a line between messages says. */
typedef enum {
  PARLOUR_NOTICE_NONE,      /* it is a message */
  PARLOUR_NOTICE_MADE,      /* the sender made the group */
  PARLOUR_NOTICE_JOINED,    /* the sender came by themselves */
  PARLOUR_NOTICE_ADDED,     /* the sender added the person */
  PARLOUR_NOTICE_LEFT,      /* the sender left */
  PARLOUR_NOTICE_REMOVED,   /* the sender removed the person */
  PARLOUR_NOTICE_ROLE,      /* the sender gave the person a role */
  PARLOUR_NOTICE_DESCRIBED, /* the sender changed something else of the group */
  PARLOUR_NOTICE_RENAMED,   /* the sender gave the group a title, "subject" */
} ParlourNotice;
