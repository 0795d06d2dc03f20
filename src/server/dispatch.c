/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-dispatch"

#include "server/dispatch.h"

#include "server/checkpointer.h"
#include "server/hasher.h"
#include "server/keeper.h"
#include "server/picture-workers.h"
#include "server/readers.h"
#include "server/store/accounts.h"
#include "server/store/statistics.h"

/* This file owns the way of a call from stage to stage. Its functions run on the thread of the
 * stage that a call leaves. */

typedef enum {
  STAGE_NEW,
  STAGE_LOOK,
  STAGE_HASH,
  STAGE_KEEP,
  STAGE_PICTURE,
  STAGE_HANDLE,
} Stage;

struct _ParlourDispatch {
  ParlourWriter *writer;
  ParlourReaders *readers;
  ParlourHasher *hasher;
  ParlourKeeper *keeper;
  ParlourPictureWorkers *pictures;
  ParlourCheckpointer *checkpointer;
  ParlourDispatchHooks hooks;
  const ParlourStanding *standing;
  gboolean more; /* upkeep; the writer's thread */
};

static gboolean
touch_session (ParlourStore *store, gpointer data, GError **error)
{
  return parlour_store_touch_session (store, *(gint64 *)data, error);
}

static void
note_use (ParlourDispatch *self, ParlourCall *call)
{
  gint64 *number = g_memdup2 (&call->stale_session, sizeof call->stale_session);

  call->stale_session = 0;
  parlour_writer_push_chore (self->writer, touch_session, number, g_free);
}

static gboolean
keep_up (ParlourStore *store, gpointer data, GError **error)
{
  ParlourDispatch *self = data;

  return parlour_store_erase_some (store, &self->more, error) &&
         (self->more || parlour_store_count_some (store, &self->more, error));
}

void
parlour_dispatch_upkeep (ParlourDispatch *self)
{
  parlour_writer_push_chore (self->writer, keep_up, self, NULL);
}

static void
push_stage (ParlourDispatch *self, ParlourCall *call, Stage stage)
{
  call->stage = stage;
  if (stage == STAGE_LOOK || (stage == STAGE_HANDLE && call->route->runs == PARLOUR_RUNS_READER))
    parlour_readers_push (self->readers, call);
  else if (stage == STAGE_HASH)
    parlour_hasher_push (self->hasher, call);
  else if (stage == STAGE_KEEP)
    parlour_keeper_push (self->keeper, call);
  else if (stage == STAGE_PICTURE)
    parlour_picture_workers_push (self->pictures, call);
  else
    parlour_writer_push (self->writer, call);
}

static void
finish (ParlourDispatch *self, ParlourCall *call, GError *error)
{
  if (call->stale_session != 0)
    note_use (self, call);
  if (error == NULL && call->renamed != NULL && self->hooks.renamed != NULL)
    self->hooks.renamed (call->renamed, self->hooks.data);
  if (error == NULL && call->upkeep)
    parlour_dispatch_upkeep (self);
  if (error == NULL && call->wait_stream != 0)
    self->hooks.wait (call, self->hooks.data);
  else
    parlour_call_finish (call, error);
}

static void
left_stage_cb (ParlourCall *call, GError *error, gpointer data)
{
  ParlourDispatch *self = data;
  const ParlourRoute *route = call->route;

  if (error != NULL || call->stage == STAGE_HANDLE)
    finish (self, call, error);
  else if (call->stage == STAGE_LOOK && route->hash != NULL)
    push_stage (self, call, STAGE_HASH);
  else if (call->stage == STAGE_LOOK && route->keep != NULL)
    push_stage (self, call, STAGE_KEEP);
  else if (call->stage == STAGE_LOOK && route->picture > 0)
    push_stage (self, call, STAGE_PICTURE);
  else
    push_stage (self, call, STAGE_HANDLE);
}

static void
changed_cb (ParlourChanges *changes, gpointer data)
{
  ParlourDispatch *self = data;

  self->hooks.changed (changes, self->hooks.data);
  if (!self->more)
    return;
  self->more = FALSE; /* what was done is committed; on with the rest */
  parlour_dispatch_upkeep (self);
}

static void
grown_cb (gint64 wal_frames, gpointer data)
{
  ParlourDispatch *self = data;

  parlour_checkpointer_grown (self->checkpointer, wal_frames);
}

ParlourHandler
parlour_dispatch_read_step (const ParlourCall *call)
{
  return call->stage == STAGE_LOOK ? call->route->look : call->route->handle;
}

ParlourDispatch *
parlour_dispatch_new (const ParlourConfig *config,
                      const char *path,
                      ParlourStore *writer,
                      const ParlourDispatchHooks *hooks,
                      GError **error)
{
  ParlourDispatch *self = g_new0 (ParlourDispatch, 1);
  const ParlourHashing cost = {.operations = config->hash_operations,
                               .memory = config->hash_memory};
  const ParlourWriterHooks writer_hooks = {
      .done = left_stage_cb, .changed = changed_cb, .grown = grown_cb, .data = self};

  self->hooks = *hooks;
  self->checkpointer = parlour_checkpointer_new (path, config->wal_restart_size, error);
  self->readers =
      self->checkpointer != NULL ? parlour_readers_new (path, left_stage_cb, self, error) : NULL;
  if (self->readers == NULL) {
    g_clear_pointer (&self->checkpointer, parlour_checkpointer_stop);
    parlour_store_close (writer);
    g_free (self);
    return NULL;
  }
  parlour_db_set_autocheckpoint (parlour_store_get_db (writer), PARLOUR_CHECKPOINT_LAST_RESORT);
  self->keeper = parlour_keeper_new (path, self->checkpointer, left_stage_cb, self);
  self->pictures = parlour_picture_workers_new (config->picture_program, left_stage_cb, self);
  self->hasher = parlour_hasher_new (&cost, left_stage_cb, self);
  self->writer = parlour_writer_new (writer, &writer_hooks);
  return self;
}

void
parlour_dispatch_set_standing (ParlourDispatch *self, const ParlourStanding *standing)
{
  self->standing = standing;
}

void
parlour_dispatch_call (ParlourDispatch *self, ParlourCall *call)
{
  const ParlourRoute *route = call->route;
  GError *error = NULL;

  call->standing = self->standing;
  if (route->runs == PARLOUR_RUNS_HERE) {
    route->handle (call, NULL, &error);
    parlour_call_finish (call, error);
  } else if (route->look != NULL) {
    push_stage (self, call, STAGE_LOOK);
  } else if (route->hash != NULL) {
    push_stage (self, call, STAGE_HASH);
  } else {
    push_stage (self, call, STAGE_HANDLE);
  }
}

void
parlour_dispatch_chore (ParlourDispatch *self,
                        ParlourChore chore,
                        gpointer data,
                        GDestroyNotify destroy)
{
  parlour_writer_push_chore (self->writer, chore, data, destroy);
}

/* In the order in which calls wander, so that none is pushed to a thread that has gone: what a
 * reader looked up goes on to the keeper, the pictures or the hasher, and that to the writer. */
void
parlour_dispatch_stop (ParlourDispatch *self)
{
  parlour_readers_stop (self->readers);
  parlour_keeper_stop (self->keeper);
  parlour_picture_workers_stop (self->pictures);
  parlour_hasher_stop (self->hasher);
  parlour_writer_stop (self->writer);
  parlour_checkpointer_stop (self->checkpointer);
  g_free (self);
}
