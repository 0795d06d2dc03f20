/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"
#include "client/http.h"
#include "client/pictures.h"

G_BEGIN_DECLS

ParlourPictures *parlour_pictures_new (ParlourHttp *http, ParlourCopy *copy);

/** parlour_pictures_set_online: offline nothing is fetched. */
void parlour_pictures_set_online (ParlourPictures *self, gboolean online);

/** parlour_pictures_close: nothing is fetched or written any more. Twice does no harm. */
void parlour_pictures_close (ParlourPictures *self);

G_END_DECLS
