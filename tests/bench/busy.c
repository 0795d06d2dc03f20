/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "busy.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* This file owns what a figure is worth: with others at work the ratios mean nothing. Any thread.
 */

#define N_TIMES 8 /* user, nice, system, idle, iowait, irq, softirq, steal (proc(5)) */
#define IDLE    3
#define IOWAIT  4

static double
used_by (int who)
{
  struct rusage usage;

  getrusage (who, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

Busy
busy_now (void)
{
  g_autofree char *text = NULL;
  unsigned long long t[N_TIMES] = {0};
  double ticks = (double)sysconf (_SC_CLK_TCK), all = 0;

  if (!g_file_get_contents ("/proc/stat", &text, NULL, NULL) ||
      sscanf (text, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[0], &t[1], &t[2], &t[3],
              &t[4], &t[5], &t[6], &t[7]) != N_TIMES)
    g_error ("/proc/stat can't be read");
  for (guint i = 0; i < N_TIMES; i++)
    all += (double)t[i] / ticks;
  double busy = all - (double)(t[IDLE] + t[IOWAIT]) / ticks;
  return (Busy){.others = busy - used_by (RUSAGE_SELF) - used_by (RUSAGE_CHILDREN), .all = all};
}

double
busy_share (const Busy *from)
{
  Busy now = busy_now ();

  return now.all > from->all ? MAX ((now.others - from->others) / (now.all - from->all), 0) : 0;
}
