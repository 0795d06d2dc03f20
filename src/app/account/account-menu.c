/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-menu"

#include "app/account/account-menu.h"

#include <glib/gi18n.h>

/* The account menu follows all accounts. Main thread. */

struct _ParlourAccountMenu {
  GObject parent_instance;
  GListModel *accounts;
  ParlourAccount *shown;
  GMenu *menu;
  GMenuModel *deeds;
  GPtrArray *followed; /* of ParlourAccount: whose changes are listened to */
  guint others_unread;
};

G_DEFINE_FINAL_TYPE (ParlourAccountMenu, parlour_account_menu, G_TYPE_OBJECT)

enum { PROP_OTHERS_UNREAD = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

const char *
parlour_account_menu_name (ParlourAccount *account)
{
  const char *name = parlour_account_get_display_name (account);
  return name && *name ? name : parlour_account_get_username (account);
}

const char *
parlour_account_menu_place (ParlourAccount *account)
{
  const char *place = parlour_account_get_place_name (account);
  return place && *place ? place : parlour_account_get_server (account);
}

static char *
label_of (ParlourAccount *account, gboolean shown)
{
  const char *name = parlour_account_menu_name (account);
  const char *place = parlour_account_menu_place (account);
  guint unread = parlour_account_get_unread (account);
  if (shown || unread == 0)
    /* Translators: somebody's name, and the name of a place or the address of its server */
    return g_strdup_printf (_ ("%s in %s"), name, place);
  /* Translators: somebody's name, the name of a place, how many conversations are unread there */
  return g_strdup_printf (ngettext ("%s in %s (%u unread)", "%s in %s (%u unread)", unread), name,
                          place, unread);
}

/* Underscores in names are no mnemonics. */
static char *
escape (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  return g_strjoinv ("__", parts);
}

static GMenuModel *
new_choice (ParlourAccountMenu *self)
{
  GMenu *choice = g_menu_new ();
  for (guint i = 0; i < self->followed->len; i++) {
    ParlourAccount *account = self->followed->pdata[i];
    g_autofree char *label = label_of (account, account == self->shown);
    g_autofree char *escaped = escape (label);
    g_autoptr (GMenuItem) item = g_menu_item_new (escaped, NULL);
    g_menu_item_set_action_and_target (item, "win.show-account", "s",
                                       parlour_account_get_id (account));
    g_menu_append_item (choice, item);
  }
  return G_MENU_MODEL (choice);
}

/* The deeds are under the name of the one that they are done with; where there are several, these
 * stand above to choose from. */
static void
fill (ParlourAccountMenu *self)
{
  const char *username = parlour_account_get_username (self->shown);
  /* Translators: a username, and the name of a place or the address of its server */
  g_autofree char *whole =
      g_strdup_printf (_ ("@%s in %s"), username, parlour_account_menu_place (self->shown));
  g_autoptr (GMenu) more = g_menu_new ();
  g_menu_remove_all (self->menu);
  if (self->followed->len > 1) {
    g_autoptr (GMenuModel) choice = new_choice (self);
    g_menu_append_section (self->menu, NULL, choice);
  }
  g_menu_append_section (self->menu, whole, self->deeds);
  g_menu_append (more, _ ("Add an A_ccount…"), "win.add-account");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (more));
}

static void
count (ParlourAccountMenu *self)
{
  guint all = parlour_accounts_get_unread (PARLOUR_ACCOUNTS (self->accounts));
  guint shown = parlour_account_get_unread (self->shown);
  guint unread = all - MIN (shown, all); /* the two are told one after the other */
  if (unread == self->others_unread)
    return;
  self->others_unread = unread;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OTHERS_UNREAD]);
}

static void
update (ParlourAccountMenu *self)
{
  fill (self);
  count (self);
}

static void
forget (ParlourAccountMenu *self)
{
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_func (self->followed->pdata[i], update, self);
  g_ptr_array_set_size (self->followed, 0);
}

static void
accounts_changed_cb (ParlourAccountMenu *self)
{
  static const char *const followed[] = {"notify::display-name", "notify::place-name",
                                         "notify::unread"};
  forget (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    ParlourAccount *account = g_list_model_get_item (self->accounts, i);
    g_ptr_array_add (self->followed, account);
    for (gsize j = 0; j < G_N_ELEMENTS (followed); j++)
      g_signal_connect_swapped (account, followed[j], G_CALLBACK (update), self);
  }
  update (self);
}

static void
parlour_account_menu_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_OTHERS_UNREAD)
    g_value_set_uint (value, PARLOUR_ACCOUNT_MENU (object)->others_unread);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_account_menu_dispose (GObject *object)
{
  ParlourAccountMenu *self = PARLOUR_ACCOUNT_MENU (object);
  forget (self);
  g_clear_object (&self->accounts);
  g_clear_object (&self->shown);
  g_clear_object (&self->menu);
  g_clear_object (&self->deeds);
  G_OBJECT_CLASS (parlour_account_menu_parent_class)->dispose (object);
}

static void
parlour_account_menu_finalize (GObject *object)
{
  g_ptr_array_unref (PARLOUR_ACCOUNT_MENU (object)->followed);
  G_OBJECT_CLASS (parlour_account_menu_parent_class)->finalize (object);
}

static void
parlour_account_menu_class_init (ParlourAccountMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = parlour_account_menu_get_property;
  object_class->dispose = parlour_account_menu_dispose;
  object_class->finalize = parlour_account_menu_finalize;
  props[PROP_OTHERS_UNREAD] =
      g_param_spec_uint ("others-unread", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_account_menu_init (ParlourAccountMenu *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
}

ParlourAccountMenu *
parlour_account_menu_new (ParlourAccounts *accounts,
                          ParlourAccount *shown,
                          GMenu *menu,
                          GMenuModel *deeds)
{
  ParlourAccountMenu *self = g_object_new (PARLOUR_TYPE_ACCOUNT_MENU, NULL);
  self->accounts = g_object_ref (G_LIST_MODEL (accounts));
  self->shown = g_object_ref (shown);
  self->menu = g_object_ref (menu);
  self->deeds = g_object_ref (deeds);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "notify::unread", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
  return self;
}

guint
parlour_account_menu_get_others_unread (ParlourAccountMenu *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT_MENU (self), 0);
  return self->others_unread;
}
