/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reply-notes"

#include "app/notify/reply-notes.h"

#include <glib/gi18n.h>

/* org.freedesktop.Notifications by GDBus. The desktop's number of a notification comes a moment
 * after it was sent: one that was withdrawn meanwhile is closed then. Main thread. */

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

struct _ParlourReplyNotes {
  GObject parent_instance;
  char *application_id;
  GDBusConnection *bus; /* NULL until it has been asked for, and where there is none */
  GCancellable *cancellable;
  guint subscription; /* to its signals, or 0 */
  gboolean usable;
  gboolean markup;     /* a body is read as markup */
  gboolean plays;      /* it makes the sounds */
  GHashTable *numbers; /* id → the desktop's number, 0 while it is not known */
  char *token;         /* of the click that is told next; nullable */
};

G_DEFINE_FINAL_TYPE (ParlourReplyNotes, parlour_reply_notes, G_TYPE_OBJECT)

enum { SIGNAL_ACTIVATED, SIGNAL_REPLIED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
close_number (ParlourReplyNotes *self, guint number)
{
  g_dbus_connection_call (self->bus, NAME, PATH, NAME, "CloseNotification",
                          g_variant_new ("(u)", number), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          NULL, NULL, NULL);
}

/* --- what the desktop tells ----------------------------------------------------------------- */

/* (transfer full) (nullable) */
static char *
find_id (ParlourReplyNotes *self, guint number)
{
  GHashTableIter iter;
  gpointer id = NULL;
  gpointer value = NULL;
  g_hash_table_iter_init (&iter, self->numbers);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    if (GPOINTER_TO_UINT (value) == number)
      return g_strdup (id);
  }
  return NULL;
}

/* A token comes before the click that it belongs to. */
static void
hear (ParlourReplyNotes *self, const char *name, const char *id, const char *text)
{
  if (g_str_equal (name, "ActivationToken")) {
    g_free (self->token);
    self->token = g_strdup (text);
  } else if (g_str_equal (name, "NotificationReplied")) {
    g_signal_emit (self, signals[SIGNAL_REPLIED], 0, id, text);
  } else if (g_str_equal (name, "ActionInvoked") && g_str_equal (text, "default")) {
    g_autofree char *token = g_steal_pointer (&self->token);
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id, token);
  }
}

static void
signal_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *face,
           const char *name,
           GVariant *parameters,
           gpointer user_data)
{
  ParlourReplyNotes *self = user_data;
  guint number = 0;
  if (g_variant_n_children (parameters) < 1 ||
      !g_variant_type_is_subtype_of (g_variant_get_type (parameters), G_VARIANT_TYPE_TUPLE))
    return;
  g_autoptr (GVariant) first = g_variant_get_child_value (parameters, 0);
  if (g_variant_is_of_type (first, G_VARIANT_TYPE_UINT32))
    number = g_variant_get_uint32 (first);
  g_autofree char *id = number > 0 ? find_id (self, number) : NULL;
  if (!id)
    return;
  if (g_str_equal (name, "NotificationClosed")) {
    g_hash_table_remove (self->numbers, id);
  } else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"))) {
    const char *text = NULL;
    g_variant_get (parameters, "(u&s)", NULL, &text);
    hear (self, name, id, text);
  }
}

/* --- what it can ---------------------------------------------------------------------------- */

static void
capabilities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (!answer) {
    g_debug ("No notification server to answer in: %s", error->message);
    return;
  }
  ParlourReplyNotes *self = user_data;
  g_autofree const char **names = NULL;
  g_variant_get (answer, "(^a&s)", &names);
  self->usable = g_strv_contains (names, "inline-reply");
  self->markup = g_strv_contains (names, "body-markup");
  self->plays = g_strv_contains (names, "sound");
  if (self->usable)
    self->subscription = g_dbus_connection_signal_subscribe (
        self->bus, NAME, NAME, NULL, PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, signal_cb, self, NULL);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  if (!bus)
    return;
  ParlourReplyNotes *self = user_data;
  self->bus = g_steal_pointer (&bus);
  g_dbus_connection_call (self->bus, NAME, PATH, NAME, "GetCapabilities", NULL,
                          G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, capabilities_cb, self);
}

/* --- the object ----------------------------------------------------------------------------- */

static void
parlour_reply_notes_dispose (GObject *object)
{
  ParlourReplyNotes *self = PARLOUR_REPLY_NOTES (object);
  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->application_id, g_free);
  g_clear_pointer (&self->token, g_free);
  G_OBJECT_CLASS (parlour_reply_notes_parent_class)->dispose (object);
}

static void
parlour_reply_notes_class_init (ParlourReplyNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_reply_notes_dispose;
  signals[SIGNAL_ACTIVATED] =
      g_signal_new ("activated", PARLOUR_TYPE_REPLY_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_REPLIED] =
      g_signal_new ("replied", PARLOUR_TYPE_REPLY_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
parlour_reply_notes_init (ParlourReplyNotes *self)
{
  self->cancellable = g_cancellable_new ();
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ParlourReplyNotes *
parlour_reply_notes_new (const char *application_id)
{
  ParlourReplyNotes *self = g_object_new (PARLOUR_TYPE_REPLY_NOTES, NULL);
  self->application_id = g_strdup (application_id);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, self);
  return self;
}

gboolean
parlour_reply_notes_get_usable (ParlourReplyNotes *self)
{
  g_return_val_if_fail (PARLOUR_IS_REPLY_NOTES (self), FALSE);
  return self->usable;
}

gboolean
parlour_reply_notes_get_plays (ParlourReplyNotes *self)
{
  g_return_val_if_fail (PARLOUR_IS_REPLY_NOTES (self), FALSE);
  return self->plays;
}

typedef struct {
  GWeakRef notes;
  char *id;
} Sending;

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (ParlourReplyNotes) self = g_weak_ref_get (&sending->notes);
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  guint number = 0;
  if (answer)
    g_variant_get (answer, "(u)", &number);
  if (self && self->numbers && g_hash_table_contains (self->numbers, sending->id))
    g_hash_table_insert (self->numbers, g_strdup (sending->id), GUINT_TO_POINTER (number));
  else if (self && self->bus && number > 0)
    close_number (self, number);
  g_weak_ref_clear (&sending->notes);
  g_free (sending->id);
  g_free (sending);
}

/* Names of the hints: https://specifications.freedesktop.org/notification-spec/latest/hints.html */
static void
add_hints (GVariantBuilder *hints, const char *application_id, gboolean sound)
{
  g_variant_builder_add (hints, "{sv}", "desktop-entry", g_variant_new_string (application_id));
  g_variant_builder_add (hints, "{sv}", "category", g_variant_new_string ("im.received"));
  if (sound)
    g_variant_builder_add (hints, "{sv}", "sound-name",
                           g_variant_new_string ("message-new-instant"));
  else
    g_variant_builder_add (hints, "{sv}", "suppress-sound", g_variant_new_boolean (TRUE));
}

static GVariant *
make_note (
    ParlourReplyNotes *self, guint replaces, const char *title, const char *body, gboolean sound)
{
  const char *actions[] = {"default", "", "inline-reply", _ ("Reply"), NULL};
  g_autofree char *escaped = body && self->markup ? g_markup_escape_text (body, -1) : NULL;
  GVariantBuilder hints;
  g_variant_builder_init (&hints, G_VARIANT_TYPE_VARDICT);
  add_hints (&hints, self->application_id, sound);
  return g_variant_new ("(susss^asa{sv}i)", g_get_application_name (), replaces,
                        self->application_id, title,
                        escaped ? escaped
                        : body  ? body
                                : "",
                        actions, &hints, -1);
}

void
parlour_reply_notes_send (
    ParlourReplyNotes *self, const char *id, const char *title, const char *body, gboolean sound)
{
  g_return_if_fail (PARLOUR_IS_REPLY_NOTES (self) && self->usable);
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));
  Sending *sending = g_new0 (Sending, 1);
  g_weak_ref_init (&sending->notes, self);
  sending->id = g_strdup (id);
  g_hash_table_insert (self->numbers, g_strdup (id), GUINT_TO_POINTER (before));
  g_dbus_connection_call (self->bus, NAME, PATH, NAME, "Notify",
                          make_note (self, before, title, body, sound), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, sent_cb, sending);
}

void
parlour_reply_notes_withdraw (ParlourReplyNotes *self, const char *id)
{
  g_return_if_fail (PARLOUR_IS_REPLY_NOTES (self));
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));
  if (number > 0)
    close_number (self, number);
  g_hash_table_remove (self->numbers, id);
}
