/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "busy.h"
#include "crowd.h"
#include "numbers.h"

#include <sodium.h>

#include <stdio.h>
#include <sys/resource.h>

/* How long a message takes to the last member of a large group, all connected and acknowledging,
 * against a bare loop that writes the same bytes to as many sockets, in turns; and what it leaves
 * on the disk. Main thread. */

#define BODY_BYTES    1200
#define MS_PER_SECOND 1000.0
#define NS_PER_US     1000.0
#define BYTES_PER_KIB 1024.0

typedef struct {
  char *folder;
  char *server;
  int members;
  int rounds;
  gboolean json;
} Options;

typedef struct {
  Numbers *served; /* ms to the last one, a round each, as the next */
  Numbers *bare;
  Numbers *ratio;
  Numbers *cpu;   /* µs of the server's a delivery */
  double written; /* KiB to the disk a message */
  gint64 stored;  /* rows of messages */
} Report;

static void
run_round (Report *report, Place *place, Crowd *crowd, const char *body)
{
  gint64 cpu = place_get_cpu (place);
  double served = crowd_say (crowd, body) * MS_PER_SECOND;
  cpu = place_get_cpu (place) - cpu;
  double bare = crowd_write (crowd) * MS_PER_SECOND;

  numbers_add (report->served, served);
  numbers_add (report->bare, bare);
  numbers_add (report->ratio, served / bare);
  numbers_add (report->cpu, cpu / NS_PER_US / place->n_members);
}

static void
run (const Options *options, Report *report)
{
  g_autofree char *body = g_strnfill (BODY_BYTES, 'x');
  const PlaceKind kind = {.program = options->server};
  Place *place = place_new_group (options->folder, &kind, (guint)options->members);
  g_autoptr (Crowd) crowd = crowd_new (place);

  crowd_say (crowd, body); /* what is done once is done now */
  gint64 written = place_get_written (place);
  for (int round = 0; round < options->rounds; round++)
    run_round (report, place, crowd, body);
  report->written = (double)(place_get_written (place) - written) / BYTES_PER_KIB / options->rounds;
  crowd_free (g_steal_pointer (&crowd));
  report->stored = place_count_messages (place) - 1;
  if (report->stored != options->rounds)
    g_error ("%d messages are %d rows", options->rounds, (int)report->stored);
  place_free (place);
}

static void
print_table (const Options *options, const Report *report, double others)
{
  printf ("%-8s %8s %12s %9s %7s %15s %14s %12s %9s\n", "members", "rounds", "to the last", "bare",
          "ratio", "its quartiles", "us a delivery", "KiB written", "rows");
  g_autofree char *quartiles =
      g_strdup_printf ("%.2f to %.2f", numbers_quantile (report->ratio, 0.25),
                       numbers_quantile (report->ratio, 0.75));
  printf ("%-8d %8d %9.2f ms %6.2f ms %7.2f %15s %14.2f %12.1f %9.2f\n", options->members,
          options->rounds, numbers_median (report->served), numbers_median (report->bare),
          numbers_median (report->ratio), quartiles, numbers_median (report->cpu), report->written,
          (double)report->stored / options->rounds);
  printf ("others used %.0f %% of the processors\n", others * 100);
}

static void
print_json (const Options *options, const Report *report, double others)
{
  printf ("{\"group\":{\"members\":%d,\"rounds\":%d,\"last_ms\":%.3f,\"bare_ms\":%.3f,"
          "\"ratio\":%.3f,\"ratio_quartiles\":[%.3f,%.3f],\"server_cpu_us\":%.3f,"
          "\"written_kib\":%.2f,\"rows_a_message\":%.2f},\"others_share\":%.3f}\n",
          options->members, options->rounds, numbers_median (report->served),
          numbers_median (report->bare), numbers_median (report->ratio),
          numbers_quantile (report->ratio, 0.25), numbers_quantile (report->ratio, 0.75),
          numbers_median (report->cpu), report->written, (double)report->stored / options->rounds,
          others);
}

static gboolean
parse (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"server", 0, 0, G_OPTION_ARG_FILENAME, &options->server, "The server's program", "PATH"},
      {"folder", 0, 0, G_OPTION_ARG_FILENAME, &options->folder,
       "Where the database lies, on a real disk (/var/tmp)", "DIR"},
      {"members", 0, 0, G_OPTION_ARG_INT, &options->members, "Connected members (1000)", "N"},
      {"rounds", 0, 0, G_OPTION_ARG_INT, &options->rounds, "Messages (50)", "N"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &options->json, "Print JSON", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- a message to a large group");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (options->server == NULL)
    options->server = g_strdup (g_getenv ("PARLOUR_SERVER"));
  if (options->server == NULL || options->rounds < 1 || options->members < 2)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--server is needed, and two members");
  return *error == NULL;
}

/* Three descriptors a member. */
static void
allow_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

int
main (int argc, char **argv)
{
  Options options = {.folder = g_strdup ("/var/tmp"), .members = 1000, .rounds = 50};
  g_autoptr (GError) error = NULL;
  Report report = {.served = numbers_new (),
                   .bare = numbers_new (),
                   .ratio = numbers_new (),
                   .cpu = numbers_new ()};

  if (sodium_init () < 0 || !parse (&options, argc, argv, &error)) {
    g_printerr ("bench: %s\n", error != NULL ? error->message : "libsodium does not work");
    return 2;
  }
  allow_descriptors ();
  Busy before = busy_now ();
  run (&options, &report);
  double others = busy_share (&before);
  if (options.json)
    print_json (&options, &report, others);
  else
    print_table (&options, &report, others);
  numbers_free (report.served);
  numbers_free (report.bare);
  numbers_free (report.ratio);
  numbers_free (report.cpu);
  g_free (options.folder);
  g_free (options.server);
  return 0;
}
