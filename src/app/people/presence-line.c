/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-presence-line"

#include "app/people/presence-line.h"

#include "app/people/presence-words.h"
#include "client/account-calls.h"
#include "client/models/member-item.h"

#include <glib/gi18n.h>

/* The line, and what it listens to while it stands for a conversation. Main thread. */

struct _ParlourPresenceLine {
  GObject parent_instance;
  ParlourAccount *account;
  ParlourConversationItem *item;
  GListModel *members; /* of a group: their names; nullable */
  GSignalGroup *item_signals;
  GSignalGroup *presence_signals;
  char *text;
};

G_DEFINE_FINAL_TYPE (ParlourPresenceLine, parlour_presence_line, G_TYPE_OBJECT)

enum { PROP_TEXT = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static gboolean
is_direct (ParlourPresenceLine *self)
{
  return parlour_conversation_item_get_kind (self->item) == PARLOUR_CONVERSATION_DIRECT;
}

/* (transfer full) (nullable) */
static char *
name_of (ParlourPresenceLine *self, const char *user)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->members); i++) {
    g_autoptr (ParlourMemberItem) member = g_list_model_get_item (self->members, i);
    if (g_str_equal (parlour_member_item_get_user_id (member), user))
      return g_strdup (parlour_member_item_get_display_name (member));
  }
  return NULL;
}

static char *
typing_words (ParlourPresenceLine *self)
{
  g_auto (GStrv) users = parlour_presence_dup_typing (
      parlour_account_get_presence (self->account), parlour_conversation_item_get_id (self->item));
  guint n = g_strv_length (users);
  if (n == 0)
    return NULL;
  if (is_direct (self))
    return g_strdup (_ ("typing…"));
  g_autofree char *name = n == 1 ? name_of (self, users[0]) : NULL;
  if (name)
    /* Translators: a person's name */
    return g_strdup_printf (_ ("%s is typing…"), name);
  return g_strdup_printf (ngettext ("%u person is typing…", "%u people are typing…", n), n);
}

static char *
still_words (ParlourPresenceLine *self)
{
  guint members = parlour_conversation_item_get_member_count (self->item);
  if (parlour_conversation_item_get_former (self->item))
    return g_strdup (""); /* who is in it is not told any more */
  if (!is_direct (self))
    return g_strdup_printf (ngettext ("%u member", "%u members", members), members);
  const char *peer = parlour_conversation_item_get_peer_id (self->item);
  const char *username = parlour_conversation_item_get_peer_username (self->item);
  char *words =
      peer ? parlour_presence_words (parlour_account_get_presence (self->account), peer, 0) : NULL;
  return words ? words : username ? g_strconcat ("@", username, NULL) : g_strdup ("");
}

static void
update (ParlourPresenceLine *self)
{
  g_autofree char *typing = self->item ? typing_words (self) : NULL;
  g_autofree char *text = typing       ? g_steal_pointer (&typing)
                          : self->item ? still_words (self)
                                       : g_strdup ("");
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

static void
parlour_presence_line_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  if (prop_id == PROP_TEXT)
    g_value_set_string (value, PARLOUR_PRESENCE_LINE (object)->text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_presence_line_dispose (GObject *object)
{
  ParlourPresenceLine *self = PARLOUR_PRESENCE_LINE (object);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->presence_signals);
  g_clear_object (&self->members);
  g_clear_object (&self->item);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (parlour_presence_line_parent_class)->dispose (object);
}

static void
parlour_presence_line_finalize (GObject *object)
{
  g_free (PARLOUR_PRESENCE_LINE (object)->text);
  G_OBJECT_CLASS (parlour_presence_line_parent_class)->finalize (object);
}

static void
parlour_presence_line_class_init (ParlourPresenceLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = parlour_presence_line_get_property;
  object_class->dispose = parlour_presence_line_dispose;
  object_class->finalize = parlour_presence_line_finalize;
  props[PROP_TEXT] = g_param_spec_string (
      "text", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_presence_line_init (ParlourPresenceLine *self)
{
  self->text = g_strdup ("");
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (update), self);
  self->presence_signals = g_signal_group_new (PARLOUR_TYPE_PRESENCE);
  g_signal_group_connect_swapped (self->presence_signals, "changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->presence_signals, "typing-changed", G_CALLBACK (update),
                                  self);
}

ParlourPresenceLine *
parlour_presence_line_new (void)
{
  return g_object_new (PARLOUR_TYPE_PRESENCE_LINE, NULL);
}

void
parlour_presence_line_set (ParlourPresenceLine *self,
                           ParlourAccount *account,
                           ParlourConversationItem *item)
{
  g_return_if_fail (PARLOUR_IS_PRESENCE_LINE (self) && (item == NULL || account != NULL));
  g_set_object (&self->account, account);
  g_set_object (&self->item, item);
  g_clear_object (&self->members);
  if (item && !is_direct (self))
    self->members = parlour_account_open_members (account, parlour_conversation_item_get_id (item));
  g_signal_group_set_target (self->item_signals, item);
  g_signal_group_set_target (self->presence_signals,
                             item ? parlour_account_get_presence (account) : NULL);
  update (self);
}
