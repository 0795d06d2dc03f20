/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "tls.h"

#include "load.h"
#include "numbers.h"
#include "socket.h"

#include <stdio.h>

/* This file owns the comparison of TLS on against off, and the cost of idle connections. Main
 * thread. */

#define IDLE_WARM_UP  32  /* so that what is made once does not count as a connection's */
#define IDLE_ADDRESS  100 /* sockets from one address; the server takes 200 */
#define NS_PER_US     1000.0
#define COUNT_PAIRS   8
#define COUNT_SECONDS 6.0

#define INSTRUCTIONS_MOST 1.25 /* times those without */
#define IDLE_MOST_KIB     10.9

enum { PLAIN, TLS, N_KINDS };

typedef struct {
  guint pairs;
  Numbers *rate[N_KINDS]; /* messages a second, a round each */
  Numbers *cpu[N_KINDS];  /* µs of the server's a message */
  Numbers *rate_ratio;
  Numbers *cpu_ratio;
} Row;

struct _Compared {
  GPtrArray *rows;
  double idle[N_KINDS];         /* KiB each; 0: not measured */
  double instructions[N_KINDS]; /* a message; 0: not counted */
};

static Row *
row_new (guint pairs)
{
  Row *self = g_new0 (Row, 1);

  self->pairs = pairs;
  for (guint kind = 0; kind < N_KINDS; kind++) {
    self->rate[kind] = numbers_new ();
    self->cpu[kind] = numbers_new ();
  }
  self->rate_ratio = numbers_new ();
  self->cpu_ratio = numbers_new ();
  return self;
}

static void
row_free (gpointer data)
{
  Row *self = data;

  for (guint kind = 0; kind < N_KINDS; kind++) {
    numbers_free (self->rate[kind]);
    numbers_free (self->cpu[kind]);
  }
  numbers_free (self->rate_ratio);
  numbers_free (self->cpu_ratio);
  g_free (self);
}

static void
run_round (const CompareOptions *options, Row *row, Place **places, Load **loads)
{
  double rate[N_KINDS], cpu[N_KINDS];

  for (guint kind = 0; kind < N_KINDS; kind++) {
    g_auto (LoadResult) result = {0};
    gint64 before = place_get_cpu (places[kind]);

    load_run (loads[kind], row->pairs, options->seconds, options->body, &result);
    rate[kind] = result.n / result.seconds;
    cpu[kind] = (place_get_cpu (places[kind]) - before) / NS_PER_US / result.n;
    numbers_add (row->rate[kind], rate[kind]);
    numbers_add (row->cpu[kind], cpu[kind]);
  }
  numbers_add (row->rate_ratio, rate[TLS] / rate[PLAIN]);
  numbers_add (row->cpu_ratio, cpu[TLS] / cpu[PLAIN]);
}

static void
run_rounds (const CompareOptions *options, Compared *self)
{
  Place *places[N_KINDS];
  Load *loads[N_KINDS];
  guint most = 0;

  for (guint i = 0; i < options->pairs->len; i++) {
    guint pairs = g_array_index (options->pairs, guint, i);
    most = MAX (most, pairs);
    g_ptr_array_add (self->rows, row_new (pairs));
  }
  for (guint kind = 0; kind < N_KINDS; kind++) {
    const PlaceKind how = {.program = options->server, .tls = kind == TLS};
    places[kind] = place_new (options->folder, &how, most);
    loads[kind] = load_new (places[kind]);
  }
  for (int round = 0; round < options->rounds; round++)
    for (guint i = 0; i < self->rows->len; i++)
      run_round (options, self->rows->pdata[i], places, loads);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    load_free (loads[kind]);
    place_free (places[kind]);
  }
}

/* All that a server does for its connections, with as many messages as fit into @seconds. */
static double
count (const CompareOptions *options, gboolean tls, double seconds, guint *n)
{
  const PlaceKind kind = {.program = options->server, .tls = tls, .count = TRUE};
  Place *place = place_new (options->folder, &kind, COUNT_PAIRS);
  Load *load = load_new (place);
  g_auto (LoadResult) result = {0};

  load_run (load, COUNT_PAIRS, seconds, options->body, &result);
  *n = result.n;
  load_free (load);
  double instructions = place_count_instructions (place);
  place_free (place);
  return instructions;
}

/* The difference between a long and a short run: what a start costs is in both. */
static double
count_a_message (const CompareOptions *options, gboolean tls)
{
  guint few = 0, many = 0;
  double less = count (options, tls, COUNT_SECONDS / 6, &few);
  double more = count (options, tls, COUNT_SECONDS, &many);

  return (more - less) / ((double)many - few);
}

/* Each is somebody's who has an inbox and one conversation, and has said hello. */
double
measure_idle (const char *folder, const PlaceKind *kind, int idle)
{
  guint n = (guint)idle + IDLE_WARM_UP;
  Place *place = place_new (folder, kind, (n + 1) / 2);
  g_autofree Socket *sockets = g_new0 (Socket, n);
  gint64 before = 0;

  for (guint i = 0; i < n; i++) {
    if (i == IDLE_WARM_UP)
      before = place_get_rss (place);
    socket_open (&sockets[i], place->port, place->tls, 0x100 + i / IDLE_ADDRESS,
                 place->pairs[i / 2].tokens[i % 2]);
  }
  double each = (double)(place_get_rss (place) - before) / idle;
  for (guint i = 0; i < n; i++)
    socket_close (&sockets[i]);
  place_free (place);
  return each;
}

Compared *
compared_new (const CompareOptions *options)
{
  Compared *self = g_new0 (Compared, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  run_rounds (options, self);
  for (guint kind = 0; kind < N_KINDS; kind++) {
    const PlaceKind how = {.program = options->server, .tls = kind == TLS};
    if (options->idle > 0)
      self->idle[kind] = measure_idle (options->folder, &how, options->idle);
    if (options->instructions)
      self->instructions[kind] = count_a_message (options, how.tls);
  }
  return self;
}

void
compared_free (Compared *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
judge (const char *what, double value, double most)
{
  printf ("TLS %s: %.2f, at most %.2f: %s\n", what, value, most,
          value <= most ? "good" : "too much");
}

/* The aims and what keeps from one of them stand in src/README.md. How long a message takes depends
 * on who else uses the processors; instructions and memory do not. */
static void
print_judged (Compared *self)
{
  const double *idle = self->idle, *instructions = self->instructions;

  if (instructions[PLAIN] > 0) {
    printf ("TLS instructions a message: %.0f plain, %.0f with TLS\n", instructions[PLAIN],
            instructions[TLS]);
    judge ("instructions, ratio", instructions[TLS] / instructions[PLAIN], INSTRUCTIONS_MOST);
  }
  if (idle[PLAIN] > 0) {
    printf ("TLS KiB an idle connection: %.1f plain, %.1f with TLS, which adds %.1f\n", idle[PLAIN],
            idle[TLS], idle[TLS] - idle[PLAIN]);
    judge ("KiB an idle connection", idle[TLS], IDLE_MOST_KIB);
  }
}

void
compared_print (Compared *self)
{
  printf ("%-6s %12s %12s %7s %15s %13s %13s %7s\n", "TLS", "plain/s", "TLS/s", "ratio",
          "its quartiles", "plain us/msg", "TLS us/msg", "ratio");
  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = self->rows->pdata[i];
    g_autofree char *quartiles =
        g_strdup_printf ("%.2f to %.2f", numbers_quantile (row->rate_ratio, 0.25),
                         numbers_quantile (row->rate_ratio, 0.75));
    printf ("TLS %-2u %12.0f %12.0f %7.2f %15s %13.1f %13.1f %7.2f\n", row->pairs,
            numbers_median (row->rate[PLAIN]), numbers_median (row->rate[TLS]),
            numbers_median (row->rate_ratio), quartiles, numbers_median (row->cpu[PLAIN]),
            numbers_median (row->cpu[TLS]), numbers_median (row->cpu_ratio));
  }
  print_judged (self);
}

void
compared_print_json (Compared *self)
{
  printf ("{\"rounds\":[");
  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = self->rows->pdata[i];
    printf ("%s{\"pairs\":%u,\"plain_per_second\":%.1f,\"tls_per_second\":%.1f,\"ratio\":%.4f,"
            "\"plain_cpu_us\":%.2f,\"tls_cpu_us\":%.2f,\"cpu_ratio\":%.4f}",
            i > 0 ? "," : "", row->pairs, numbers_median (row->rate[PLAIN]),
            numbers_median (row->rate[TLS]), numbers_median (row->rate_ratio),
            numbers_median (row->cpu[PLAIN]), numbers_median (row->cpu[TLS]),
            numbers_median (row->cpu_ratio));
  }
  printf ("],\"idle_kib\":[%.2f,%.2f],\"instructions\":[%.0f,%.0f]}", self->idle[PLAIN],
          self->idle[TLS], self->instructions[PLAIN], self->instructions[TLS]);
}
