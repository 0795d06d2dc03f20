/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/problem.h"
#include "server/control.h"

#include <stdarg.h>

/* This file owns what a test asks through the control socket. */

JsonObject *
place_control (Place *self, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  g_autofree char *request = g_strdup_vprintf (format, args);
  va_end (args);
  JsonObject *result = parlour_control_ask (self->folder, request, &error);
  g_assert_no_error (error);
  api_check_result (self->api, request, result);
  return result;
}

void
place_control_refused (Place *self, int problem, const char *field, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  g_autofree char *request = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_null (parlour_control_ask (self->folder, request, &error));
  g_assert_error (error, PARLOUR_PROBLEM, problem);
  if (field != NULL)
    g_assert_cmpstr (parlour_problem_get_field (error), ==, field);
}
