/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-await"

#include "cli/await.h"

/* This file owns the program's main loop. Main thread. */

void
parlour_cli_await_cb (GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **)slot = g_object_ref (result);
}

void
parlour_cli_await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
too_late_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
}

gboolean
parlour_cli_await_until (ParlourCliCondition condition, gpointer data, guint seconds)
{
  gboolean late = FALSE;
  guint deadline = seconds > 0 ? g_timeout_add_once (seconds * 1000, too_late_cb, &late) : 0;

  while (!condition (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_clear_handle_id (&deadline, g_source_remove);
  return condition (data);
}
