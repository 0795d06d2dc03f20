/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support.h"

G_BEGIN_DECLS

/** Serve: `parlour-server serve` with any options, on a folder of its own. */
typedef struct {
  char *folder; /* for files; the data folder lies in it */
  char *data;
  char *uri;
  SoupSession *session;
  GSubprocessLauncher *launcher;
  GSubprocess *child;
} Serve;

void serve_set_up (Serve *self, gconstpointer data);
void serve_tear_down (Serve *self, gconstpointer data);

#define ARGUMENTS(...)                                                                             \
  (const char *const[])                                                                            \
  {                                                                                                \
    __VA_ARGS__, NULL                                                                              \
  }

/** serve_start: until it is ready; it ends with serve_stop(). */
void serve_start (Serve *self, const char *const *arguments);
void serve_stop (Serve *self);

/** serve_run: a command line that fails, or says something and ends; its exit status. */
int serve_run (Serve *self, char **output, char **errors, const char *const *arguments);

/** serve_ask: (transfer full): the answer to GET /server, and the @certificate (out, nullable) that
 * came with it. */
JsonObject *serve_ask (Serve *self, const char *host, char **certificate);

/** serve_make_files: another server's key and certificate. */
void serve_make_files (Serve *self, const char *name, char **certificate, char **key);

/** serve_write_config: a configuration file that holds @text. */
void serve_write_config (Serve *self, const char *text, char **path);

G_END_DECLS
