/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef enum {
  PARLOUR_MESSAGE_RECEIVED,  /* not mine */
  PARLOUR_MESSAGE_WAITING,   /* mine, in the outbox */
  PARLOUR_MESSAGE_SENT,      /* mine, on the server's disk */
  PARLOUR_MESSAGE_DELIVERED, /* all others have it */
  PARLOUR_MESSAGE_READ,      /* all others have read it */
  PARLOUR_MESSAGE_FAILED,    /* mine, refused: see "problem" */
} ParlourMessageState;
