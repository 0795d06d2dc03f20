/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pictures"

#include "client/pictures.h"

#include "client/picture-fetch.h"
#include "client/picture-private.h"
#include "client/pictures-private.h"
#include "client/profile-reader.h"
#include "core/problem.h"

/* This file owns which pictures are to be had, and when. Main thread. What changes in the copy
 * names a picture's mark; another mark is another picture. */

#define FILES_MAX     1000 /* about 30 KiB each */
#define RECENT_MAX    128  /* held though nobody shows them: scrolling back must not blink */
#define WANTED_MAX    64   /* beyond, who scrolled past gets none until shown again */
#define COMING_MAX    2    /* fetched at a time: messages go first */
#define RETRY_SECONDS 30

struct _ParlourPictures {
  GObject parent_instance;
  ParlourHttp *http;
  ParlourCopy *copy;
  ParlourPictureFolder *folder;
  ParlourProfileReader *profiles; /* NULL once closed */
  char *program;                  /* nullable: the one of this program */
  GCancellable *cancellable;
  GHashTable *all;    /* id → ParlourPicture, not held */
  GQueue recent;      /* ParlourPicture, held, the last one first */
  GHashTable *unread; /* ids whose marks are to be read */
  gboolean reading;   /* marks */
  GQueue wanted;      /* ParlourPicture, held, the last one first */
  guint n_coming;
  gboolean online;
  guint retry; /* source, 0 */
};

G_DEFINE_FINAL_TYPE (ParlourPictures, parlour_pictures, G_TYPE_OBJECT)

/* One picture on its way. */
typedef struct {
  ParlourPictures *pictures;
  ParlourPicture *picture;
  char *mark;
} Way;

static Way *
way_new (ParlourPictures *self, ParlourPicture *picture)
{
  Way *way = g_new0 (Way, 1);

  *way = (Way){g_object_ref (self), g_object_ref (picture), g_strdup (picture->mark)};
  return way;
}

static void
way_free (Way *way)
{
  g_object_unref (way->pictures);
  g_object_unref (way->picture);
  g_free (way->mark);
  g_free (way);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Way, way_free)

/* Whether what came is still what is to be shown. */
static gboolean
way_leads_on (Way *way)
{
  return !g_cancellable_is_cancelled (way->pictures->cancellable) &&
         g_strcmp0 (way->mark, way->picture->mark) == 0;
}

static void
show (ParlourPicture *picture, GBytes *png)
{
  picture->state = PARLOUR_PICTURE_IDLE;
  picture->current = TRUE;
  parlour_picture_set_png (picture, png);
}

/* --- fetching -------------------------------------------------------------------------------- */

static void pump (ParlourPictures *self);

static void
want (ParlourPictures *self, ParlourPicture *picture)
{
  picture->state = PARLOUR_PICTURE_WANTED;
  g_queue_push_head (&self->wanted, g_object_ref (picture));
  if (self->wanted.length > WANTED_MAX) {
    g_autoptr (ParlourPicture) last = g_queue_pop_tail (&self->wanted);
    if (last->state == PARLOUR_PICTURE_WANTED)
      last->state = PARLOUR_PICTURE_IDLE;
  }
}

static void
retry_failed (ParlourPictures *self)
{
  g_autoptr (GPtrArray) failed = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  ParlourPicture *picture;

  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&picture))
    if (picture->state == PARLOUR_PICTURE_FAILED)
      g_ptr_array_add (failed, g_object_ref (picture));
  for (guint i = 0; i < failed->len; i++)
    want (self, g_ptr_array_index (failed, i));
  pump (self);
}

static void
retry_cb (gpointer data)
{
  ParlourPictures *self = data;

  self->retry = 0;
  retry_failed (self);
}

/* What is wrong with the picture is wrong with it tomorrow. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static void
fail (ParlourPictures *self, ParlourPicture *picture, const GError *error)
{
  g_debug ("The picture of %s can't be had: %s", picture->id, error->message);
  picture->state = is_final (error) ? PARLOUR_PICTURE_REFUSED : PARLOUR_PICTURE_FAILED;
  if (picture->state == PARLOUR_PICTURE_REFUSED)
    parlour_picture_set_png (picture, NULL);
  else if (self->retry == 0)
    self->retry = g_timeout_add_once (RETRY_SECONDS * 1000, retry_cb, self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Way) way = data;
  ParlourPictures *self = way->pictures;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = parlour_picture_fetch_finish (result, &error);

  self->n_coming--;
  if (way_leads_on (way)) {
    if (png != NULL)
      show (way->picture, png);
    else
      fail (self, way->picture, error);
  }
  pump (self);
}

static void
pump (ParlourPictures *self)
{
  while (self->online && self->n_coming < COMING_MAX && self->wanted.length > 0) {
    g_autoptr (ParlourPicture) picture = g_queue_pop_head (&self->wanted);
    if (picture->state != PARLOUR_PICTURE_WANTED)
      continue;
    picture->state = PARLOUR_PICTURE_COMING;
    self->n_coming++;
    parlour_picture_fetch_async (self->http, picture->path, self->folder, self->program,
                                 picture->id, picture->mark, self->cancellable, fetched_cb,
                                 way_new (self, picture));
  }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Way) way = data;
  g_autoptr (GBytes) png = parlour_picture_load_finish (result, NULL);

  if (!way_leads_on (way))
    return;
  if (png != NULL) {
    show (way->picture, png);
    return;
  }
  want (way->pictures, way->picture);
  pump (way->pictures);
}

/* --- marks ----------------------------------------------------------------------------------- */

static void
take_mark (ParlourPictures *self, ParlourPicture *picture, const char *mark)
{
  if (g_strcmp0 (picture->mark, mark) == 0)
    return;
  g_free (picture->mark);
  picture->mark = g_strdup (mark);
  if (mark == NULL) {
    show (picture, NULL);
    return;
  }
  picture->current = FALSE;
  picture->state = PARLOUR_PICTURE_COMING;
  parlour_picture_load_async (self->folder, picture->id, mark, self->cancellable, loaded_cb,
                              way_new (self, picture));
}

/* The copy outweighs what was told before it knew the group. */
static const char *
pick_mark (ParlourPicture *picture, const char *known)
{
  if (known != NULL)
    g_clear_pointer (&picture->told, g_free);
  return known != NULL ? known : picture->told;
}

static void read_marks (ParlourPictures *self);

typedef struct {
  ParlourPictures *pictures;
  GPtrArray *ids;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->pictures);
  g_ptr_array_unref (reading->ids);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
marks_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  ParlourPictures *self = reading->pictures;
  g_autoptr (GHashTable) marks =
      parlour_copy_read_avatars_finish (PARLOUR_COPY (source), result, NULL);

  self->reading = FALSE;
  for (guint i = 0; marks != NULL && i < reading->ids->len; i++) {
    const char *id = g_ptr_array_index (reading->ids, i);
    ParlourPicture *picture = g_hash_table_lookup (self->all, id);
    if (picture != NULL)
      take_mark (self, picture, pick_mark (picture, g_hash_table_lookup (marks, id)));
  }
  read_marks (self);
}

/* One reading at a time; what is asked for meanwhile goes with the next. */
static void
read_marks (ParlourPictures *self)
{
  if (self->reading || g_hash_table_size (self->unread) == 0 ||
      g_cancellable_is_cancelled (self->cancellable))
    return;

  Reading *reading = g_new0 (Reading, 1);
  GHashTableIter iter;
  gpointer id;
  *reading = (Reading){g_object_ref (self), g_ptr_array_new_with_free_func (g_free)};
  g_hash_table_iter_init (&iter, self->unread);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    g_hash_table_iter_steal (&iter);
    g_ptr_array_add (reading->ids, id);
  }
  self->reading = TRUE;
  parlour_copy_read_avatars_async (self->copy, g_ptr_array_ref (reading->ids), self->cancellable,
                                   marks_cb, reading);
}

static void
people_changed_cb (ParlourPictures *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (self->unread, g_strdup (id));
  read_marks (self);
}

static void
conversations_changed_cb (ParlourPictures *self, const char *const *ids)
{
  if (ids == NULL) {
    people_changed_cb (self);
    return;
  }
  for (; *ids != NULL; ids++)
    if (g_hash_table_contains (self->all, *ids))
      g_hash_table_add (self->unread, g_strdup (*ids));
  read_marks (self);
}

/* --- who is followed ------------------------------------------------------------------------- */

static void
gone_cb (gpointer data, GObject *picture)
{
  ParlourPictures *self = data;

  g_hash_table_remove (self->all, ((ParlourPicture *)picture)->id);
}

static void
remember (ParlourPictures *self, ParlourPicture *picture)
{
  GList *link = g_queue_find (&self->recent, picture);

  if (link != NULL) {
    g_queue_unlink (&self->recent, link);
    g_queue_push_head_link (&self->recent, link);
    return;
  }
  g_queue_push_head (&self->recent, g_object_ref (picture));
  if (self->recent.length > RECENT_MAX)
    g_object_unref (g_queue_pop_tail (&self->recent));
}

static ParlourPicture *
get (ParlourPictures *self, const char *id, gboolean is_group)
{
  ParlourPicture *picture = g_hash_table_lookup (self->all, id);

  if (picture != NULL) {
    g_object_ref (picture);
    if (picture->state == PARLOUR_PICTURE_IDLE && picture->mark != NULL && !picture->current)
      want (self, picture);
    pump (self);
  } else {
    picture = parlour_picture_new (id, is_group);
    g_hash_table_insert (self->all, picture->id, picture);
    g_object_weak_ref (G_OBJECT (picture), gone_cb, self);
    g_hash_table_add (self->unread, g_strdup (id));
    read_marks (self);
  }
  remember (self, picture);
  if (self->profiles != NULL && !is_group)
    parlour_profile_reader_ask (self->profiles, id);
  return picture;
}

ParlourPicture *
parlour_pictures_get_person (ParlourPictures *self, const char *user)
{
  g_return_val_if_fail (PARLOUR_IS_PICTURES (self) && user != NULL, NULL);
  return get (self, user, FALSE);
}

ParlourPicture *
parlour_pictures_get_group (ParlourPictures *self, const char *conversation, const char *mark)
{
  g_return_val_if_fail (PARLOUR_IS_PICTURES (self) && conversation != NULL, NULL);

  ParlourPicture *picture = get (self, conversation, TRUE);
  if (mark != NULL) {
    g_free (picture->told);
    picture->told = g_strdup (mark);
    g_hash_table_add (self->unread, g_strdup (conversation));
    read_marks (self);
  }
  return picture;
}

void
parlour_pictures_set_program (ParlourPictures *self, const char *program)
{
  g_return_if_fail (PARLOUR_IS_PICTURES (self) && program != NULL);

  g_free (self->program);
  self->program = g_strdup (program);
}

/* Who has got another picture meanwhile told it to those who were there. What became of a group
 * comes with its stream. */
static void
ask_all (ParlourPictures *self)
{
  GHashTableIter iter;
  gpointer id;
  ParlourPicture *picture;

  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, &id, (gpointer *)&picture))
    if (!picture->is_group)
      parlour_profile_reader_ask (self->profiles, id);
}

void
parlour_pictures_set_online (ParlourPictures *self, gboolean online)
{
  g_return_if_fail (PARLOUR_IS_PICTURES (self));

  if (self->online == online)
    return;
  self->online = online && self->profiles != NULL;
  if (self->profiles == NULL)
    return;
  parlour_profile_reader_set_online (self->profiles, online);
  if (!online)
    return;
  ask_all (self);
  retry_failed (self);
}

void
parlour_pictures_close (ParlourPictures *self)
{
  g_return_if_fail (PARLOUR_IS_PICTURES (self));

  self->online = FALSE;
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_pointer (&self->profiles, parlour_profile_reader_free);
  g_cancellable_cancel (self->cancellable);
  parlour_picture_folder_close (self->folder);
}

static void
parlour_pictures_dispose (GObject *object)
{
  ParlourPictures *self = PARLOUR_PICTURES (object);
  GHashTableIter iter;
  gpointer picture;

  parlour_pictures_close (self);
  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, NULL, &picture)) {
    g_object_weak_unref (picture, gone_cb, self);
    g_hash_table_iter_remove (&iter);
  }
  g_queue_clear_full (&self->recent, g_object_unref);
  g_queue_clear_full (&self->wanted, g_object_unref);
  g_clear_object (&self->copy);
  g_clear_object (&self->http);
  G_OBJECT_CLASS (parlour_pictures_parent_class)->dispose (object);
}

static void
parlour_pictures_finalize (GObject *object)
{
  ParlourPictures *self = PARLOUR_PICTURES (object);

  g_hash_table_unref (self->all);
  g_hash_table_unref (self->unread);
  g_object_unref (self->cancellable);
  parlour_picture_folder_unref (self->folder);
  g_free (self->program);
  G_OBJECT_CLASS (parlour_pictures_parent_class)->finalize (object);
}

static void
parlour_pictures_class_init (ParlourPicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_pictures_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_pictures_finalize;
}

static void
parlour_pictures_init (ParlourPictures *self)
{
  self->cancellable = g_cancellable_new ();
  self->all = g_hash_table_new (g_str_hash, g_str_equal);
  self->unread = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ParlourPictures *
parlour_pictures_new (ParlourHttp *http, ParlourCopy *copy)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (http) && PARLOUR_IS_COPY (copy), NULL);

  ParlourPictures *self = g_object_new (PARLOUR_TYPE_PICTURES, NULL);
  self->http = g_object_ref (http);
  self->copy = g_object_ref (copy);
  self->profiles = parlour_profile_reader_new (http, copy);
  self->folder = parlour_picture_folder_new (parlour_copy_get_folder (copy), FILES_MAX);
  g_signal_connect_object (copy, "people-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "conversations-changed", G_CALLBACK (conversations_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}
