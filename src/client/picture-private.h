/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/picture.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_PICTURE_IDLE,
  PARLOUR_PICTURE_WANTED,  /* is to be fetched */
  PARLOUR_PICTURE_COMING,  /* from the disk or the server */
  PARLOUR_PICTURE_FAILED,  /* is tried again after a while */
  PARLOUR_PICTURE_REFUSED, /* can't be had, until the mark changes */
} ParlourPictureState;

struct _ParlourPicture {
  GObject parent_instance;
  char *id;
  gboolean is_group;
  char *path; /* where the server has it */
  char *told; /* nullable: the mark of a group that the copy does not know */
  char *mark; /* nullable: there is none */
  GBytes *png;
  gboolean current; /* @png is what @mark names; else it shows until that has come */
  ParlourPictureState state;
};

ParlourPicture *parlour_picture_new (const char *id, gboolean is_group);
void parlour_picture_set_png (ParlourPicture *self, GBytes *png);

G_END_DECLS
