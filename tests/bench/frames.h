/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * FrameFunc:
 * @ms: since the parent was about to start this program
 *
 * A frame was painted, and the display has it.
 */
typedef void (*FrameFunc) (double ms, gpointer data);

/**
 * frames_watch:
 *
 * Calls @func after each frame of any window, also of those to come; within GDK's main thread.
 * Ends the program with status 1 where it still runs after a minute. The environment variable
 * PARLOUR_BENCH_START holds the parent's CLOCK_MONOTONIC in microseconds.
 */
void frames_watch (FrameFunc func, gpointer data);

/** frames_now: milliseconds since the parent was about to start this program. */
double frames_now (void);

/** frames_get_memory: KiB in memory, and of these what is no file's. */
void frames_get_memory (gint64 *rss, gint64 *anonymous);

G_END_DECLS
