/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-presence"

#include "client/presence.h"

/* This file owns who is here and who is typing. Main thread. */

#define TYPING_SECONDS 6 /* after the last word of it */

typedef struct {
  gboolean online;
  gint64 last_seen;
} Seen;

typedef struct {
  char *conversation;
  char *user;
  gint64 until; /* monotonic µs */
} Typing;

struct _ParlourPresence {
  GObject parent_instance;
  GHashTable *people; /* user → Seen */
  GPtrArray *typing;  /* Typing: in the order in which they began */
  guint timer;        /* until the first of them ends */
};

G_DEFINE_FINAL_TYPE (ParlourPresence, parlour_presence, G_TYPE_OBJECT)

enum {
  CHANGED,
  TYPING_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
typing_free (gpointer data)
{
  Typing *typing = data;

  g_free (typing->conversation);
  g_free (typing->user);
  g_free (typing);
}

static const Seen *
look (ParlourPresence *self, const char *user)
{
  return g_hash_table_lookup (self->people, user);
}

gboolean
parlour_presence_is_known (ParlourPresence *self, const char *user)
{
  g_return_val_if_fail (PARLOUR_IS_PRESENCE (self) && user != NULL, FALSE);
  return look (self, user) != NULL;
}

gboolean
parlour_presence_is_online (ParlourPresence *self, const char *user)
{
  g_return_val_if_fail (PARLOUR_IS_PRESENCE (self) && user != NULL, FALSE);
  return look (self, user) != NULL && look (self, user)->online;
}

gint64
parlour_presence_get_last_seen (ParlourPresence *self, const char *user)
{
  g_return_val_if_fail (PARLOUR_IS_PRESENCE (self) && user != NULL, 0);
  return look (self, user) != NULL ? look (self, user)->last_seen : 0;
}

void
parlour_presence_hear (ParlourPresence *self, const char *user, gboolean online, gint64 last_seen)
{
  g_return_if_fail (PARLOUR_IS_PRESENCE (self) && user != NULL);

  Seen *seen = g_new0 (Seen, 1);
  *seen = (Seen){online, last_seen};
  g_hash_table_insert (self->people, g_strdup (user), seen);
  g_signal_emit (self, signals[CHANGED], 0, user);
}

/* --- typing ----------------------------------------------------------------------------------- */

static void end_old (ParlourPresence *self);

static void
timer_cb (gpointer data)
{
  ParlourPresence *self = data;

  self->timer = 0;
  end_old (self);
}

static void
set_timer (ParlourPresence *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 first = G_MAXINT64;

  g_clear_handle_id (&self->timer, g_source_remove);
  for (guint i = 0; i < self->typing->len; i++)
    first = MIN (first, ((Typing *)g_ptr_array_index (self->typing, i))->until);
  if (first != G_MAXINT64)
    self->timer = g_timeout_add_once ((guint)(MAX (first - now, 0) / 1000) + 1, timer_cb, self);
}

/* Takes the one at @i off and tells it. */
static void
end_one (ParlourPresence *self, guint i)
{
  Typing *typing = g_ptr_array_steal_index (self->typing, i);

  g_signal_emit (self, signals[TYPING_CHANGED], 0, typing->conversation);
  typing_free (typing);
}

static void
end_old (ParlourPresence *self)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = self->typing->len; i-- > 0;)
    if (i < self->typing->len && ((Typing *)g_ptr_array_index (self->typing, i))->until <= now)
      end_one (self, i);
  set_timer (self);
}

static gboolean
find (ParlourPresence *self, const char *conversation, const char *user, guint *found)
{
  for (guint i = 0; i < self->typing->len; i++) {
    const Typing *typing = g_ptr_array_index (self->typing, i);
    if (g_str_equal (typing->conversation, conversation) && g_str_equal (typing->user, user)) {
      *found = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
begin (ParlourPresence *self, const char *conversation, const char *user)
{
  Typing *typing = g_new0 (Typing, 1);

  *typing = (Typing){g_strdup (conversation), g_strdup (user), 0};
  g_ptr_array_add (self->typing, typing);
}

void
parlour_presence_hear_typing (ParlourPresence *self,
                              const char *conversation,
                              const char *user,
                              gboolean typing)
{
  guint i = 0;

  g_return_if_fail (PARLOUR_IS_PRESENCE (self) && conversation != NULL && user != NULL);

  gboolean before = find (self, conversation, user, &i);
  if (typing && !before) {
    i = self->typing->len;
    begin (self, conversation, user);
  }
  if (typing)
    ((Typing *)g_ptr_array_index (self->typing, i))->until =
        g_get_monotonic_time () + TYPING_SECONDS * G_USEC_PER_SEC;
  if (typing && !before)
    g_signal_emit (self, signals[TYPING_CHANGED], 0, conversation);
  else if (!typing && before)
    end_one (self, i);
  set_timer (self);
}

char **
parlour_presence_dup_typing (ParlourPresence *self, const char *conversation)
{
  g_return_val_if_fail (PARLOUR_IS_PRESENCE (self) && conversation != NULL, NULL);

  g_autoptr (GStrvBuilder) users = g_strv_builder_new ();
  for (guint i = 0; i < self->typing->len; i++) {
    const Typing *typing = g_ptr_array_index (self->typing, i);
    if (g_str_equal (typing->conversation, conversation))
      g_strv_builder_add (users, typing->user);
  }
  return g_strv_builder_end (users);
}

void
parlour_presence_forget (ParlourPresence *self)
{
  g_return_if_fail (PARLOUR_IS_PRESENCE (self));

  g_hash_table_remove_all (self->people);
  g_ptr_array_set_size (self->typing, 0);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_emit (self, signals[CHANGED], 0, "");
  g_signal_emit (self, signals[TYPING_CHANGED], 0, "");
}

/* --- the object ------------------------------------------------------------------------------- */

static void
parlour_presence_dispose (GObject *object)
{
  g_clear_handle_id (&PARLOUR_PRESENCE (object)->timer, g_source_remove);
  G_OBJECT_CLASS (parlour_presence_parent_class)->dispose (object);
}

static void
parlour_presence_finalize (GObject *object)
{
  ParlourPresence *self = PARLOUR_PRESENCE (object);

  g_hash_table_unref (self->people);
  g_ptr_array_unref (self->typing);
  G_OBJECT_CLASS (parlour_presence_parent_class)->finalize (object);
}

static void
parlour_presence_class_init (ParlourPresenceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_presence_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_presence_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TYPING_CHANGED] =
      g_signal_new ("typing-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_presence_init (ParlourPresence *self)
{
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->typing = g_ptr_array_new_with_free_func (typing_free);
}

ParlourPresence *
parlour_presence_new (void)
{
  return g_object_new (PARLOUR_TYPE_PRESENCE, NULL);
}
