/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-avatar"

#include "app/avatar.h"

#include "app/portrait.h"

/* What an avatar shows. It holds the picture, so that it goes on to be followed. Main thread. */

#define PICTURE "parlour-picture"
#define BINDING "parlour-binding"

static void
show (AdwAvatar *avatar, ParlourPicture *picture)
{
  GBinding *binding = g_object_get_data (G_OBJECT (avatar), BINDING);
  if (picture == g_object_get_data (G_OBJECT (avatar), PICTURE))
    return;
  if (binding)
    g_binding_unbind (binding);
  if (picture)
    binding = g_object_bind_property (parlour_portrait_of (picture), "paintable", avatar,
                                      "custom-image", G_BINDING_SYNC_CREATE);
  else
    adw_avatar_set_custom_image (avatar, NULL);
  g_object_set_data (G_OBJECT (avatar), BINDING, picture ? binding : NULL);
  g_object_set_data_full (G_OBJECT (avatar), PICTURE, picture ? g_object_ref (picture) : NULL,
                          g_object_unref);
}

void
parlour_avatar_show_person (AdwAvatar *avatar, ParlourPictures *pictures, const char *user)
{
  g_return_if_fail (ADW_IS_AVATAR (avatar));
  g_autoptr (ParlourPicture) picture =
      pictures && user ? parlour_pictures_get_person (pictures, user) : NULL;
  show (avatar, picture);
}
