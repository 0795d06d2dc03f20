/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-hosting"

#include "app/hosting.h"

#include <glib/gi18n.h>

/* Follows the hosted server's state. Main thread. */

struct _ParlourHosting {
  GObject parent_instance;
  GtkApplication *application; /* borrowed: lives longer */
  ParlourHost *host;
  ParlourHostAdmin *admin;
  ParlourBackground *background;
  GCancellable *cancellable;
  guint inhibition; /* while the server runs, or 0 */
  guint timer;      /* while the server runs, or 0 */
};

G_DEFINE_FINAL_TYPE (ParlourHosting, parlour_hosting, G_TYPE_OBJECT)

enum { STATUS_SECONDS = 60 };

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostStatus) status =
      parlour_host_admin_get_status_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (!status)
    return;
  ParlourHosting *self = user_data;
  guint online = (guint)status->online;
  g_autofree char *text = g_strdup_printf (
      /* Translators: how many people are connected to the place that this computer hosts */
      ngettext ("Hosting: %u online", "Hosting: %u online", online), online);
  parlour_background_set_status (self->background, text);
}

/* Nobody sees the line while it is not wished for, or nothing is hosted. */
static gboolean
tell_status_cb (gpointer user_data)
{
  ParlourHosting *self = user_data;
  if (self->timer != 0 && parlour_background_get_wanted (self->background))
    parlour_host_admin_get_status_async (self->admin, self->cancellable, status_cb, self);
  return G_SOURCE_CONTINUE;
}

static void
begin (ParlourHosting *self)
{
  if (self->inhibition == 0)
    self->inhibition = gtk_application_inhibit (
        self->application, gtk_application_get_active_window (self->application),
        GTK_APPLICATION_INHIBIT_SUSPEND, _ ("Others rely on the place that this computer hosts"));
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (STATUS_SECONDS, tell_status_cb, self);
  tell_status_cb (self);
}

static void
end (ParlourHosting *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->inhibition != 0)
    gtk_application_uninhibit (self->application, self->inhibition);
  self->inhibition = 0;
}

static void
state_cb (ParlourHosting *self)
{
  if (parlour_host_get_running (self->host))
    begin (self);
  else
    end (self);
}

static void
parlour_hosting_dispose (GObject *object)
{
  ParlourHosting *self = PARLOUR_HOSTING (object);
  g_cancellable_cancel (self->cancellable);
  end (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->host);
  g_clear_object (&self->admin);
  g_clear_object (&self->background);
  G_OBJECT_CLASS (parlour_hosting_parent_class)->dispose (object);
}

static void
parlour_hosting_class_init (ParlourHostingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_hosting_dispose;
}

static void
parlour_hosting_init (ParlourHosting *self)
{
  self->cancellable = g_cancellable_new ();
}

ParlourHosting *
parlour_hosting_new (GtkApplication *application,
                     ParlourHost *host,
                     ParlourHostAdmin *admin,
                     ParlourBackground *background)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  ParlourHosting *self = g_object_new (PARLOUR_TYPE_HOSTING, NULL);
  self->application = application;
  self->host = g_object_ref (host);
  self->admin = g_object_ref (admin);
  self->background = g_object_ref (background);
  g_signal_connect_object (host, "notify::running", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (background, "notify::wanted", G_CALLBACK (tell_status_cb), self,
                           G_CONNECT_SWAPPED);
  state_cb (self);
  return self;
}
