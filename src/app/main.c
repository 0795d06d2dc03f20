/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main"

#include "app/application.h"
#include "app/serve.h"
#include "build-config.h"

#include <glib/gi18n.h>

#include <locale.h>

/* The desktop program. The profile is read before GApplication parses the rest, for it decides the
 * application's id. */

static char *
take_profile (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (g_str_equal (argv[i], "--profile") && i + 1 < argc)
      return g_strdup (argv[i + 1]);
    if (g_str_has_prefix (argv[i], "--profile="))
      return g_strdup (argv[i] + strlen ("--profile="));
  }
  return NULL;
}

/* In the build folder, the translations lie there, too. */
static char *
dup_locale_dir (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self ? g_path_get_dirname (self) : NULL;
  if (folder && g_str_has_suffix (folder, "/src/app"))
    return g_build_filename (folder, "..", "..", "po", NULL);
  return g_strdup (PARLOUR_LOCALE_DIR);
}

int
main (int argc, char **argv)
{
  g_autofree char *locale_dir = dup_locale_dir ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (argc > 1 && g_str_equal (argv[1], "--serve"))
    return parlour_serve_exec (argv + 2);

  g_autofree char *name = take_profile (argc, argv);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourProfile) profile = parlour_profile_new (name, &error);
  if (!profile) {
    g_printerr ("parlour: %s\n", error->message);
    return 2;
  }
  g_set_prgname (parlour_profile_get_application_id (profile));
  g_set_application_name (_ ("Parlour"));
  g_autoptr (ParlourApplication) application = parlour_application_new (profile);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
