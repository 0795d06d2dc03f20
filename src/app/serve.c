/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-serve"

#include "app/serve.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <unistd.h>

/* Hands this process over to the bundled server, which the windows never link. Main thread. */

static char *
find_server (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self ? self : ".");
  const char *places[] = {"parlour-server", "../server/parlour-server"};
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_build_filename (folder, places[i], NULL);
    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  return g_find_program_in_path ("parlour-server");
}

int
parlour_serve_exec (char **arguments)
{
  g_autofree char *program = find_server ();
  if (!program) {
    g_printerr ("%s\n", _ ("parlour: parlour-server is not installed beside this program"));
    return 1;
  }
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, (gpointer) "serve");
  for (char **argument = arguments; *argument; argument++)
    g_ptr_array_add (argv, *argument);
  g_ptr_array_add (argv, NULL);
  execv (program, (char **)argv->pdata);
  /* Translators: a path, then a reason of the system */
  g_printerr (_ ("parlour: cannot start %s: %s\n"), program, g_strerror (errno));
  return 1;
}
