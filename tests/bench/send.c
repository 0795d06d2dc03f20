/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "bare.h"
#include "busy.h"
#include "load.h"
#include "numbers.h"
#include "tls.h"

#include <sodium.h>

#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <time.h>

/* How many messages a second are durable and delivered over a real server, against SQLite alone
 * with the same rows, in turns; and what an idle connection costs. Main thread. */

#define BODY_BYTES    1200
#define NS_PER_US     1000.0
#define MS_PER_SECOND 1000.0
#define MUCH          0.1 /* of the processors, used by others */

typedef struct {
  char *folder;
  char *server;
  char **pairs; /* numbers */
  int rounds;
  double seconds;
  int idle;
  gboolean tls;
  gboolean instructions;
  gboolean json;
} Options;

/* Of one number of pairs. */
typedef struct {
  guint pairs;
  Numbers *served; /* messages a second, a round each, as the next */
  Numbers *bare;
  Numbers *ratio;
  Numbers *cpu; /* µs of the server's a message */
  Numbers *bare_cpu;
  Numbers *latency; /* ms, of all messages */
} Report;

static Report *
report_new (guint pairs)
{
  Report *self = g_new0 (Report, 1);

  self->pairs = pairs;
  self->served = numbers_new ();
  self->bare = numbers_new ();
  self->ratio = numbers_new ();
  self->cpu = numbers_new ();
  self->bare_cpu = numbers_new ();
  self->latency = numbers_new ();
  return self;
}

static void
report_free (gpointer data)
{
  Report *self = data;

  numbers_free (self->served);
  numbers_free (self->bare);
  numbers_free (self->ratio);
  numbers_free (self->cpu);
  numbers_free (self->bare_cpu);
  numbers_free (self->latency);
  g_free (self);
}

/* --- rounds ----------------------------------------------------------------------------------- */

static double
run_served (Report *report, Place *place, Load *load, double seconds, const char *body)
{
  g_auto (LoadResult) result = {0};
  gint64 cpu = place_get_cpu (place);

  load_run (load, report->pairs, seconds, body, &result);
  cpu = place_get_cpu (place) - cpu;
  numbers_add (report->served, result.n / result.seconds);
  numbers_add (report->cpu, cpu / NS_PER_US / result.n);
  for (guint i = 0; i < result.latency->len; i++)
    numbers_add (report->latency, g_array_index (result.latency, double, i) * MS_PER_SECOND);
  return result.n / result.seconds;
}

static gint64
own_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static double
run_bare (Report *report, Bare *bare, double seconds, const char *body)
{
  double took = 0;
  gint64 cpu = own_cpu ();
  guint n = bare_run (bare, report->pairs, seconds, body, &took);

  numbers_add (report->bare, n / took);
  numbers_add (report->bare_cpu, (own_cpu () - cpu) / NS_PER_US / n);
  return n / took;
}

/* What was counted as delivered stands in the database, and nothing else. */
static void
check_count (Place *place, GPtrArray *reports)
{
  guint n = 0;

  for (guint i = 0; i < reports->len; i++)
    n += ((Report *)reports->pdata[i])->latency->len;
  gint64 stored = place_count_messages (place);
  if (stored != n)
    g_error ("%u were delivered and %d are stored", n, (int)stored);
}

static char *
make_body (void)
{
  char *body = g_strnfill (BODY_BYTES, 'x');

  for (gsize i = 0; i < BODY_BYTES; i += 6)
    body[i] = ' ';
  return body;
}

static void
run_rounds (const Options *options, GPtrArray *reports, guint most)
{
  g_autofree char *body = make_body ();
  const PlaceKind kind = {.program = options->server};
  Place *place = place_new (options->folder, &kind, most);
  g_autoptr (Load) load = load_new (place);
  g_autoptr (Bare) bare = bare_new (options->folder, most);

  for (int round = 0; round < options->rounds; round++)
    for (guint i = 0; i < reports->len; i++) {
      Report *report = reports->pdata[i];
      double served = run_served (report, place, load, options->seconds, body);
      numbers_add (report->ratio, served / run_bare (report, bare, options->seconds, body));
    }
  load_free (g_steal_pointer (&load));
  check_count (place, reports);
  place_free (place);
}

static Compared *
compare_tls (const Options *options, GPtrArray *reports)
{
  g_autofree char *body = make_body ();
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < reports->len; i++)
    g_array_append_val (pairs, ((Report *)reports->pdata[i])->pairs);
  const CompareOptions how = {.folder = options->folder,
                              .server = options->server,
                              .pairs = pairs,
                              .rounds = options->rounds,
                              .seconds = options->seconds,
                              .body = body,
                              .instructions = options->instructions,
                              .idle = options->idle};
  return compared_new (&how);
}

/* --- words ------------------------------------------------------------------------------------ */

static void
print_table (
    const Options *options, GPtrArray *reports, double idle, Compared *compared, double others)
{
  printf ("%-6s %12s %10s %7s %15s %14s %12s %8s %8s\n", "pairs", "delivered/s", "bare/s", "ratio",
          "its quartiles", "server us/msg", "bare us/msg", "p50 ms", "p99 ms");
  for (guint i = 0; i < reports->len; i++) {
    Report *report = reports->pdata[i];
    g_autofree char *quartiles =
        g_strdup_printf ("%.2f to %.2f", numbers_quantile (report->ratio, 0.25),
                         numbers_quantile (report->ratio, 0.75));
    printf ("%-6u %12.0f %10.0f %7.2f %15s %14.1f %12.1f %8.2f %8.2f\n", report->pairs,
            numbers_median (report->served), numbers_median (report->bare),
            numbers_median (report->ratio), quartiles, numbers_median (report->cpu),
            numbers_median (report->bare_cpu), numbers_median (report->latency),
            numbers_quantile (report->latency, 0.99));
  }
  if (options->idle > 0)
    printf ("idle connections: %d, %.1f KiB each\n", options->idle, idle);
  if (compared != NULL)
    compared_print (compared);
  printf ("others used %.0f %% of the processors%s\n", others * 100,
          others > MUCH ? ": run it again when they do not, these figures mean little" : "");
}

static void
print_json (
    const Options *options, GPtrArray *reports, double idle, Compared *compared, double others)
{
  printf ("{\"send\":[");
  for (guint i = 0; i < reports->len; i++) {
    Report *report = reports->pdata[i];
    printf ("%s{\"pairs\":%u,\"rounds\":%d,\"delivered_per_second\":%.1f,"
            "\"bare_per_second\":%.1f,\"ratio\":%.4f,\"ratio_quartiles\":[%.4f,%.4f],\"server_cpu_"
            "us\":%.2f,"
            "\"bare_cpu_us\":%.2f,\"latency_ms_p50\":%.3f,\"latency_ms_p99\":%.3f}",
            i > 0 ? "," : "", report->pairs, options->rounds, numbers_median (report->served),
            numbers_median (report->bare), numbers_median (report->ratio),
            numbers_quantile (report->ratio, 0.25), numbers_quantile (report->ratio, 0.75),
            numbers_median (report->cpu), numbers_median (report->bare_cpu),
            numbers_median (report->latency), numbers_quantile (report->latency, 0.99));
  }
  printf ("],\"idle\":");
  if (options->idle > 0)
    printf ("{\"connections\":%d,\"kib_each\":%.2f}", options->idle, idle);
  else
    printf ("null");
  printf (",\"tls\":");
  if (compared != NULL)
    compared_print_json (compared);
  else
    printf ("null");
  printf (",\"others_share\":%.3f}\n", others);
}

/* --- options ---------------------------------------------------------------------------------- */

static gboolean
parse (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"server", 0, 0, G_OPTION_ARG_FILENAME, &options->server, "The server's program", "PATH"},
      {"folder", 0, 0, G_OPTION_ARG_FILENAME, &options->folder,
       "Where the databases lie, on a real disk (/var/tmp)", "DIR"},
      {"pairs", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->pairs,
       "How many pairs talk; may be given again (1 and 64)", "N"},
      {"rounds", 0, 0, G_OPTION_ARG_INT, &options->rounds, "Rounds of each (15)", "N"},
      {"seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options->seconds, "Length of a round (0.5)", "S"},
      {"idle", 0, 0, G_OPTION_ARG_INT, &options->idle, "Idle connections (1000), 0 for none", "N"},
      {"tls", 0, 0, G_OPTION_ARG_NONE, &options->tls, "Compare TLS on against off, too", NULL},
      {"instructions", 0, 0, G_OPTION_ARG_NONE, &options->instructions,
       "With --tls: count instructions by valgrind", NULL},
      {"json", 0, 0, G_OPTION_ARG_NONE, &options->json, "Print JSON", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- durable delivered messages");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (options->server == NULL)
    options->server = g_strdup (g_getenv ("PARLOUR_SERVER"));
  if (options->server == NULL || options->rounds < 1 || options->seconds <= 0 || options->idle < 0)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--server is needed, numbers are above 0");
  return *error == NULL;
}

static GPtrArray *
make_reports (const Options *options, guint *most, GError **error)
{
  static const char *const usual[] = {"1", "64", NULL};
  const char *const *numbers = options->pairs ? (const char *const *)options->pairs : usual;
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func (report_free);
  guint64 pairs = 0;

  for (guint i = 0; numbers[i] != NULL; i++) {
    if (!g_ascii_string_to_unsigned (numbers[i], 10, 1, 90, &pairs, error))
      return NULL;
    *most = MAX (*most, (guint)pairs);
    g_ptr_array_add (reports, report_new ((guint)pairs));
  }
  return g_steal_pointer (&reports);
}

static void
warn_of_memory (const char *folder)
{
  struct statfs system;

  if (statfs (folder, &system) == 0 && system.f_type == TMPFS_MAGIC)
    g_printerr ("bench: %s lies in memory: nothing here is durable, name a disk by --folder\n",
                folder);
}

int
main (int argc, char **argv)
{
  Options options = {.folder = g_strdup ("/var/tmp"), .rounds = 15, .seconds = 0.5, .idle = 1000};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = NULL;
  guint most = 1;
  double idle = 0;

  if (sodium_init () < 0 || !parse (&options, argc, argv, &error) ||
      (reports = make_reports (&options, &most, &error)) == NULL) {
    g_printerr ("bench: %s\n", error != NULL ? error->message : "libsodium does not work");
    return 2;
  }
  warn_of_memory (options.folder);
  Busy before = busy_now ();
  run_rounds (&options, reports, most);
  if (options.idle > 0)
    idle = measure_idle (options.folder, &(PlaceKind){.program = options.server}, options.idle);
  Compared *compared = options.tls ? compare_tls (&options, reports) : NULL;
  double others = busy_share (&before);
  if (options.json)
    print_json (&options, reports, idle, compared, others);
  else
    print_table (&options, reports, idle, compared, others);
  g_clear_pointer (&compared, compared_free);
  g_free (options.folder);
  g_free (options.server);
  g_strfreev (options.pairs);
  return 0;
}
