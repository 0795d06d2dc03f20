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

void
parlour_avatar_show_group (AdwAvatar *avatar,
                           ParlourPictures *pictures,
                           const char *id,
                           const char *mark)
{
  g_return_if_fail (ADW_IS_AVATAR (avatar) && id != NULL);
  g_autoptr (ParlourPicture) picture =
      pictures ? parlour_pictures_get_group (pictures, id, mark) : NULL;
  show (avatar, picture);
}

void
parlour_avatar_show_conversation (AdwAvatar *avatar,
                                  ParlourPictures *pictures,
                                  ParlourConversationItem *item)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_ITEM (item));
  if (parlour_conversation_item_get_kind (item) == PARLOUR_CONVERSATION_GROUP)
    parlour_avatar_show_group (avatar, pictures, parlour_conversation_item_get_id (item), NULL);
  else
    parlour_avatar_show_person (avatar, pictures, parlour_conversation_item_get_peer_id (item));
}
