/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-launcher"

#include "app/notify/launcher.h"

#include "build-config.h"

/* The interface is a signal that whoever shows icons listens to:
 * https://wiki.ubuntu.com/Unity/LauncherAPI. Main thread. */

#define LAUNCHER_FACE "com.canonical.Unity.LauncherEntry"
#define LAUNCHER_PATH "/im/parlour/Parlour/launcher"
#define LAUNCHER_URI  "application://" PARLOUR_APP_ID ".desktop"

struct _ParlourLauncher {
  GObject parent_instance;
  GApplication *application; /* borrowed: lives longer */
  ParlourAccounts *accounts;
};

G_DEFINE_FINAL_TYPE (ParlourLauncher, parlour_launcher, G_TYPE_OBJECT)

static void
show (ParlourLauncher *self, guint n)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);
  GVariantBuilder values;
  if (!bus)
    return;
  g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&values, "{sv}", "count", g_variant_new_int64 (n));
  g_variant_builder_add (&values, "{sv}", "count-visible", g_variant_new_boolean (n > 0));
  g_dbus_connection_emit_signal (bus, NULL, LAUNCHER_PATH, LAUNCHER_FACE, "Update",
                                 g_variant_new ("(sa{sv})", LAUNCHER_URI, &values), NULL);
}

static void
unread_cb (ParlourLauncher *self)
{
  show (self, parlour_accounts_get_unread (self->accounts));
}

static void
parlour_launcher_dispose (GObject *object)
{
  ParlourLauncher *self = PARLOUR_LAUNCHER (object);
  if (self->accounts)
    show (self, 0); /* nobody counts any more */
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (parlour_launcher_parent_class)->dispose (object);
}

static void
parlour_launcher_class_init (ParlourLauncherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_launcher_dispose;
}

static void
parlour_launcher_init (ParlourLauncher *self)
{
}

ParlourLauncher *
parlour_launcher_new (GApplication *application, ParlourAccounts *accounts)
{
  g_return_val_if_fail (G_IS_APPLICATION (application) && PARLOUR_IS_ACCOUNTS (accounts), NULL);
  ParlourLauncher *self = g_object_new (PARLOUR_TYPE_LAUNCHER, NULL);
  self->application = application;
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "notify::unread", G_CALLBACK (unread_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
