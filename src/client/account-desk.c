/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-desk"

#include "client/account-desk.h"

#include "client/account-calls.h"
#include "client/account-private.h"

/* This file owns how an administrator's account looks after reports. Main thread. */

struct _ParlourAccountDesk {
  GObject parent_instance;

  ParlourAccount *account;
  GCancellable *cancellable;
  gint64 version; /* of what was heard of me last */
  gboolean administers;
};

static void implement (ParlourReportDeskInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourAccountDesk,
                               parlour_account_desk,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PARLOUR_TYPE_REPORT_DESK, implement))

enum {
  PROP_0,
  PROP_ADMINISTERS,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

/* --- what I may ------------------------------------------------------------------------------- */

static void
hear_of_me (ParlourAccountDesk *self, const ParlourUser *me)
{
  gboolean administers = me->role == PARLOUR_USER_ADMIN;

  if (me->version < self->version) /* an answer that a newer word overtook */
    return;
  self->version = me->version;
  if (administers == self->administers)
    return;
  self->administers = administers;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ADMINISTERS]);
}

static void
me_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourUser) me = parlour_account_me_finish (PARLOUR_ACCOUNT (source), result, NULL);

  if (me == NULL) /* the desk may be gone; the next connection asks again */
    return;
  hear_of_me (data, me);
}

static void
state_cb (ParlourAccountDesk *self)
{
  if (parlour_account_get_state (self->account) == PARLOUR_ACCOUNT_ONLINE)
    parlour_account_show_me_async (self->account, self->cancellable, me_cb, self);
}

/* --- the desk --------------------------------------------------------------------------------- */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (JsonObject) answer =
      parlour_account_call_take (PARLOUR_ACCOUNT (source), result, &error);
  ParlourReportPage *page = answer != NULL ? parlour_report_page_read (answer, &error) : NULL;

  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify)parlour_report_page_free);
  else
    g_task_return_error (task, error);
}

static void
list (ParlourReportDesk *desk, const char *cursor, GTask *task)
{
  ParlourAccountDesk *self = PARLOUR_ACCOUNT_DESK (desk);
  g_autofree char *text = cursor != NULL ? g_uri_escape_string (cursor, NULL, FALSE) : NULL;
  g_autofree char *path =
      g_strconcat ("/admin/reports?open=true", text != NULL ? "&cursor=" : NULL, text, NULL);

  parlour_account_call_async (self->account, "GET", path, NULL, g_task_get_cancellable (task),
                              listed_cb, task);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
post (ParlourReportDesk *desk, const char *kind, const char *id, const char *verb, GTask *task)
{
  ParlourAccountDesk *self = PARLOUR_ACCOUNT_DESK (desk);
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/admin/%s/%s/%s", kind, escaped, verb);

  parlour_account_call_async (self->account, "POST", path, NULL, g_task_get_cancellable (task),
                              done_cb, task);
}

static void
close_report (ParlourReportDesk *desk, const char *report, GTask *task)
{
  post (desk, "reports", report, "close", task);
}

static void
disable (ParlourReportDesk *desk, const char *user, GTask *task)
{
  post (desk, "users", user, "disable", task);
}

static void
implement (ParlourReportDeskInterface *iface)
{
  iface->list = list;
  iface->close = close_report;
  iface->disable = disable;
}

/* --- the object ------------------------------------------------------------------------------- */

static void
parlour_account_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ADMINISTERS)
    g_value_set_boolean (value, PARLOUR_ACCOUNT_DESK (object)->administers);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
parlour_account_desk_dispose (GObject *object)
{
  ParlourAccountDesk *self = PARLOUR_ACCOUNT_DESK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (parlour_account_desk_parent_class)->dispose (object);
}

static void
parlour_account_desk_finalize (GObject *object)
{
  g_object_unref (PARLOUR_ACCOUNT_DESK (object)->cancellable);
  G_OBJECT_CLASS (parlour_account_desk_parent_class)->finalize (object);
}

static void
parlour_account_desk_class_init (ParlourAccountDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_account_desk_get_property;
  object_class->dispose = parlour_account_desk_dispose;
  object_class->finalize = parlour_account_desk_finalize;
  props[PROP_ADMINISTERS] =
      g_param_spec_boolean ("administers", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_account_desk_init (ParlourAccountDesk *self)
{
  self->cancellable = g_cancellable_new ();
}

ParlourAccountDesk *
parlour_account_desk_new (ParlourAccount *account)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (account), NULL);

  ParlourAccountDesk *self = g_object_new (PARLOUR_TYPE_ACCOUNT_DESK, NULL);
  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account->sync, "own-profile", G_CALLBACK (hear_of_me), self,
                           G_CONNECT_SWAPPED);
  state_cb (self);
  return self;
}

gboolean
parlour_account_desk_get_administers (ParlourAccountDesk *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT_DESK (self), FALSE);
  return self->administers;
}
