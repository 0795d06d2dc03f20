/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-server"

#include "server/server.h"

#include "server/admission.h"
#include "server/backup-schedule.h"
#include "server/control.h"
#include "server/data-folder.h"
#include "server/dispatch.h"
#include "server/entrance.h"
#include "server/feed.h"
#include "server/http-front.h"
#include "server/start-settings.h"
#include "server/storage.h"
#include "server/store/audit.h"
#include "server/store/invites.h"
#include "server/store/sessions.h"

#include <sodium.h>

/* This file owns a server's parts: in which order they begin and end. On the thread of its main
 * context. */

#define HOUR_SECONDS 3600
#define FLUSH_MS     2000 /* that answers under way may take when the server ends */

struct _ParlourServer {
  GObject parent;

  ParlourConfig *config;
  GMainContext *context;
  ParlourDataFolder *folder;
  ParlourAdmission *admission;
  ParlourFeed *feed;
  ParlourDispatch *dispatch;
  ParlourStanding *standing;
  ParlourBackupSchedule *backups;
  ParlourHub *hub;
  ParlourHttpFront *http;
  ParlourEntrance *entrance;
  ParlourControl *control;
  GSource *hourly;
  char *uri;
  char *place_name;
  GArray *sockets;         /* of int, inherited; NULL: the config says where to listen */
  ParlourConfig *reloaded; /* the newest of what may change; NULL: the first */
};

G_DEFINE_FINAL_TYPE (ParlourServer, parlour_server, G_TYPE_OBJECT)

static void
changed_cb (ParlourChanges *changes, gpointer data)
{
  ParlourServer *self = data;

  parlour_feed_changed (self->feed, changes);
}

static void
wait_cb (ParlourCall *call, gpointer data)
{
  ParlourServer *self = data;

  parlour_feed_wait (self->feed, call);
}

typedef struct {
  GWeakRef server;
  char *name;
} Renamed;

static void
renamed_free (gpointer data)
{
  Renamed *renamed = data;

  g_weak_ref_clear (&renamed->server);
  g_free (renamed->name);
  g_free (renamed);
}

static gboolean
renamed_idle_cb (gpointer data)
{
  Renamed *renamed = data;
  g_autoptr (ParlourServer) self = g_weak_ref_get (&renamed->server);

  if (self != NULL && self->entrance != NULL)
    parlour_entrance_set_name (self->entrance, renamed->name);
  return G_SOURCE_REMOVE;
}

/* On the writer's thread, while the server lives. */
static void
renamed_cb (const char *name, gpointer data)
{
  ParlourServer *self = data;
  g_autoptr (GSource) idle = g_idle_source_new ();
  Renamed *renamed = g_new0 (Renamed, 1);

  g_weak_ref_init (&renamed->server, self);
  renamed->name = g_strdup (name);
  g_source_set_callback (idle, renamed_idle_cb, renamed, renamed_free);
  g_source_attach (idle, self->context);
}

static gboolean
start_threads (ParlourServer *self, const char *path, GError **error)
{
  const ParlourDispatchHooks hooks = {
      .changed = changed_cb, .wait = wait_cb, .renamed = renamed_cb, .data = self};
  g_autoptr (ParlourStore) store = parlour_store_open (path, PARLOUR_STORE_WRITER, error);

  g_autoptr (ParlourPlace) place =
      store != NULL ? parlour_start_settings_apply (store, self->config, error) : NULL;
  if (place == NULL)
    return FALSE;
  self->place_name = g_strdup (place->name);
  self->admission = parlour_admission_new (self->config);
  self->feed = parlour_feed_new (self->config, path, error);
  if (self->feed == NULL)
    return FALSE;
  self->hub = parlour_hub_new (NULL, parlour_feed_get_handler (), self->feed, error);
  if (self->hub == NULL)
    return FALSE;
  self->dispatch =
      parlour_dispatch_new (self->config, path, g_steal_pointer (&store), &hooks, error);
  if (self->dispatch == NULL)
    return FALSE;
  parlour_feed_start (self->feed, self->hub, self->dispatch, self->admission);
  return TRUE;
}

static gboolean
start_listening (ParlourServer *self, GError **error)
{
  g_auto (GStrv) uris = NULL;

  self->http =
      parlour_http_front_new (self->config, self->admission, self->dispatch, self->hub, self->feed);
  self->entrance =
      parlour_entrance_new (self->config, parlour_data_folder_get_path (self->folder),
                            parlour_http_front_get_server (self->http), self->sockets, error);
  if (self->entrance == NULL)
    return FALSE;
  self->control = parlour_control_new (self->folder, self->dispatch, error);
  if (self->control == NULL)
    return FALSE;
  uris = parlour_listener_get_uris (parlour_entrance_get_listener (self->entrance));
  self->uri = g_strdup (uris[0]);
  self->standing = parlour_standing_new (
      parlour_data_folder_get_path (self->folder), (const char *const *)uris,
      parlour_entrance_get_fingerprint (self->entrance), parlour_feed_get_online (self->feed));
  parlour_standing_set_names (self->standing, self->config);
  self->backups = parlour_backup_schedule_new ();
  self->standing->backups = self->backups;
  parlour_dispatch_set_standing (self->dispatch, self->standing);
  return TRUE;
}

static gboolean
expire_sessions (ParlourStore *store, gpointer data, GError **error)
{
  return parlour_store_expire_sessions (store, error);
}

static gboolean
forget (ParlourStore *store, gpointer data, GError **error)
{
  return parlour_store_forget_deeds (store, error) && parlour_store_forget_invites (store, error);
}

/* Told where whoever runs it without a window reads: in the log. */
static gboolean
warn_of_little_space (ParlourStore *store, gpointer data, GError **error)
{
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);
  ParlourStorage storage;

  if (place == NULL)
    return FALSE;
  parlour_storage_measure (data, &storage);
  if (parlour_storage_is_low (&storage, place->space_warning)) {
    g_autofree char *size = g_format_size ((guint64)storage.free);
    g_warning ("Only %s are free on the disk of the data folder", size);
  }
  return TRUE;
}

static gboolean
hourly_cb (gpointer data)
{
  ParlourServer *self = data;

  parlour_dispatch_chore (self->dispatch, expire_sessions, NULL, NULL);
  parlour_dispatch_chore (self->dispatch, forget, NULL, NULL);
  parlour_dispatch_chore (self->dispatch, warn_of_little_space, g_strdup (self->config->data_dir),
                          g_free);
  parlour_dispatch_upkeep (self->dispatch);
  return G_SOURCE_CONTINUE;
}

static void
start_hourly (ParlourServer *self)
{
  self->hourly = g_timeout_source_new_seconds (HOUR_SECONDS);
  g_source_set_callback (self->hourly, hourly_cb, self, NULL);
  g_source_attach (self->hourly, self->context);
  hourly_cb (self);
}

static gboolean
start (ParlourServer *self, GError **error)
{
  self->folder = parlour_data_folder_open (self->config->data_dir, error);
  if (self->folder == NULL)
    return FALSE;
  g_autofree char *path = parlour_data_folder_file (self->folder, PARLOUR_DATABASE_FILE);
  if (!start_threads (self, path, error) || !start_listening (self, error))
    return FALSE;
  start_hourly (self);
  parlour_backup_schedule_start (self->backups, self->dispatch, self->config->backup_check_seconds);
  parlour_entrance_announce (self->entrance, self->place_name);
  return TRUE;
}

gboolean
parlour_server_start (ParlourServer *self, GError **error)
{
  g_return_val_if_fail (PARLOUR_IS_SERVER (self) && self->context == NULL, FALSE);

  self->context = g_main_context_ref_thread_default ();
  if (sodium_init () < 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "libsodium does not start");
    return FALSE;
  }
  if (start (self, error))
    return TRUE;
  parlour_server_stop (self);
  return FALSE;
}

void
parlour_server_adopt_sockets (ParlourServer *self, GArray *sockets)
{
  g_return_if_fail (self->context == NULL);

  g_clear_pointer (&self->sockets, g_array_unref);
  self->sockets = sockets;
}

typedef struct {
  ParlourConfig *config;
  char *known; /* the fingerprint that clients know; nullable */
} Reload;

static void
reload_free (gpointer data)
{
  Reload *reload = data;

  parlour_config_free (reload->config);
  g_free (reload->known);
  g_free (reload);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Reload *reload = data;
  GError *error = NULL;
  ParlourTls *tls = parlour_entrance_load_tls (reload->config, reload->known, &error);

  if (tls != NULL)
    g_task_return_pointer (task, tls, (GDestroyNotify)parlour_tls_unref);
  else
    g_task_return_error (task, error);
}

typedef struct {
  ParlourServer *server; /* outlives its writer */
  ParlourConfig *config;
} Hearing;

static void
hearing_free (gpointer data)
{
  Hearing *hearing = data;

  parlour_config_free (hearing->config);
  g_free (hearing);
}

static gboolean
hear (ParlourStore *store, gpointer data, GError **error)
{
  const Hearing *hearing = data;
  g_autoptr (ParlourPlace) place = parlour_start_settings_hear (store, hearing->config, error);

  if (place != NULL)
    renamed_cb (place->name, hearing->server);
  return place != NULL;
}

/* What is kept in the folder is heard anew, too; what can't change now is said to be so. */
static void
take_over (ParlourServer *self, const ParlourConfig *config)
{
  Hearing *hearing = g_new0 (Hearing, 1);

  hearing->server = self;
  hearing->config = parlour_config_copy (config);
  parlour_dispatch_chore (self->dispatch, hear, hearing, hearing_free);
  if (parlour_config_needs_start (self->config, config))
    g_message ("What is said of “data-dir”, “listen” or “tls” has changed, and counts from the "
               "next start on");
}

void
parlour_server_reload_async (ParlourServer *self,
                             const ParlourConfig *config,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Reload *reload = g_new0 (Reload, 1);
  GError *error = NULL;

  g_return_if_fail (self->entrance != NULL);

  reload->config = parlour_config_copy (config);
  reload->known = g_strdup (parlour_entrance_get_fingerprint (self->entrance));
  g_task_set_source_tag (task, parlour_server_reload_async);
  g_task_set_task_data (task, reload, reload_free);
  if (!parlour_entrance_check_reach (self->entrance, config, &error))
    g_task_return_error (task, error);
  else if (config->tls == PARLOUR_TLS_FILES && self->config->tls == PARLOUR_TLS_FILES)
    g_task_run_in_thread (task, load_thread);
  else
    g_task_return_pointer (task, NULL, NULL);
}

gboolean
parlour_server_reload_finish (ParlourServer *self, GAsyncResult *result, GError **error)
{
  const Reload *reload = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) local = NULL;
  g_autoptr (ParlourTls) tls = g_task_propagate_pointer (G_TASK (result), &local);

  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (self->entrance == NULL) /* it has ended meanwhile */
    return TRUE;

  take_over (self, reload->config);
  ParlourConfig *config = parlour_config_copy (reload->config);
  config->tls = self->config->tls; /* until the next start */
  parlour_http_front_set_config (self->http, config);
  parlour_admission_set_config (self->admission, config);
  parlour_entrance_reload (self->entrance, config, tls);
  parlour_standing_set_names (self->standing, config);
  g_clear_pointer (&self->reloaded, parlour_config_free);
  self->reloaded = config;
  return TRUE;
}

const char *
parlour_server_get_uri (ParlourServer *self)
{
  return self->uri;
}

static gboolean
is_busy (ParlourServer *self)
{
  return parlour_http_front_flush (self->http) ||
         (self->entrance != NULL &&
          parlour_listener_get_count (parlour_entrance_get_listener (self->entrance)) > 0);
}

static gboolean
timeout_cb (gpointer data)
{
  gboolean *over = data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the answers of the last calls reach their connections. */
static void
flush (ParlourServer *self)
{
  gboolean over = FALSE;
  g_autoptr (GSource) timeout = g_timeout_source_new (FLUSH_MS);

  g_source_set_callback (timeout, timeout_cb, &over, NULL);
  g_source_attach (timeout, self->context);
  while (is_busy (self) && !over)
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (timeout);
}

/* In the order in which calls wander: nobody new, then the sockets, then the calls that wait, then
 * the stages, and at last the answers. */
void
parlour_server_stop (ParlourServer *self)
{
  g_return_if_fail (PARLOUR_IS_SERVER (self));

  if (self->hourly != NULL)
    g_source_destroy (self->hourly);
  g_clear_pointer (&self->hourly, g_source_unref);
  if (self->backups != NULL)
    parlour_backup_schedule_stop (self->backups);
  if (self->entrance != NULL)
    parlour_entrance_close (self->entrance);
  g_clear_pointer (&self->control, parlour_control_free);
  if (self->hub != NULL)
    parlour_hub_stop (self->hub);
  if (self->feed != NULL)
    parlour_feed_stop (self->feed);
  if (self->http != NULL)
    parlour_http_front_close (self->http); /* flush() reads on from connections that are open */
  g_clear_pointer (&self->dispatch, parlour_dispatch_stop);
  g_clear_pointer (&self->standing, parlour_standing_free);
  g_clear_pointer (&self->backups, parlour_backup_schedule_free);
  if (self->http != NULL)
    flush (self);
  g_clear_pointer (&self->entrance, parlour_entrance_free);
  g_clear_pointer (&self->http, parlour_http_front_free);
  g_clear_pointer (&self->hub, parlour_hub_unref);
  g_clear_pointer (&self->feed, parlour_feed_free);
  g_clear_pointer (&self->admission, parlour_admission_free);
  g_clear_pointer (&self->folder, parlour_data_folder_free);
}

static void
parlour_server_dispose (GObject *object)
{
  parlour_server_stop (PARLOUR_SERVER (object));
  G_OBJECT_CLASS (parlour_server_parent_class)->dispose (object);
}

static void
parlour_server_finalize (GObject *object)
{
  ParlourServer *self = PARLOUR_SERVER (object);

  parlour_config_free (self->config);
  g_clear_pointer (&self->reloaded, parlour_config_free);
  g_clear_pointer (&self->sockets, g_array_unref);
  g_free (self->place_name);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->uri);
  G_OBJECT_CLASS (parlour_server_parent_class)->finalize (object);
}

static void
parlour_server_class_init (ParlourServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlour_server_dispose;
  object_class->finalize = parlour_server_finalize;
}

static void
parlour_server_init (ParlourServer *self)
{
}

ParlourServer *
parlour_server_new (const ParlourConfig *config)
{
  ParlourServer *self = g_object_new (PARLOUR_TYPE_SERVER, NULL);

  self->config = parlour_config_copy (config);
  return self;
}
