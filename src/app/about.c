/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-about"

#include "app/about.h"

#include "build-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The about window. Main thread. */

void
parlour_about_show (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", _ ("Parlour"), "application-icon",
                         PARLOUR_APP_ID, "version", PARLOUR_VERSION, "developer-name",
                         _ ("The Parlour developers"), "license-type", GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("Messages for people who share a place. One of them hosts it on a "
                            "computer, and everything "
                            "that is written stays there."),
                         /* Translators: put your own names here, one a line */
                         "translator-credits", _ ("translator-credits"), NULL);
}
