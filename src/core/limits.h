/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sizes that both sides of the wire agree on; `GET /server` tells them to other clients. */
#pragma once

#define PARLOUR_BODY_CHARS_MAX     16384  /* Unicode characters in a message's body */
#define PARLOUR_SUBJECT_CHARS_MAX  200    /* Unicode characters in a message's title */
#define PARLOUR_FRAME_BYTES_MAX    131072 /* bytes in one WebSocket message */
#define PARLOUR_FRAGMENTS_MAX      64     /* WebSocket frames in one message */
#define PARLOUR_JSON_DEPTH_MAX     32     /* nested arrays and objects */
#define PARLOUR_USERNAME_CHARS_MIN 2
#define PARLOUR_USERNAME_CHARS_MAX 32
#define PARLOUR_DISPLAY_NAME_MAX   80 /* Unicode characters */
#define PARLOUR_PASSWORD_CHARS_MIN 10
#define PARLOUR_PASSWORD_BYTES_MAX 1024
#define PARLOUR_DEVICE_NAME_MAX    80
#define PARLOUR_GROUP_MEMBERS_MAX  10000
#define PARLOUR_GROUP_TITLE_MAX    80   /* Unicode characters */
#define PARLOUR_DESCRIPTION_MAX    1000 /* Unicode characters in a group's description */
#define PARLOUR_EMOJI_BYTES_MAX    64   /* in one reaction: a family of four has 45 */
#define PARLOUR_REACTIONS_MAX      20   /* different emoji under one message */
#define PARLOUR_REACTION_USERS_MAX 100  /* told by name for each; more are counted only */
#define PARLOUR_PAGE_ITEMS_MAX     200  /* items in one list answer */
#define PARLOUR_PAGE_ITEMS_DEFAULT 50
#define PARLOUR_UNREAD_MAX         999 /* counted exactly up to here, then shown as this */
#define PARLOUR_UNACKED_EVENTS_MAX 256 /* events on one connection that are not acknowledged */
#define PARLOUR_UNACKED_BYTES_MAX  1048576
#define PARLOUR_DEFAULT_PORT       7447
#define PARLOUR_API_VERSION        1
