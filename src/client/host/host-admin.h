/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/profile.h"
#include "core/user.h"

G_BEGIN_DECLS

/**
 * ParlourHostAdmin:
 *
 * What the owner of the hosted server tells it, over the control socket in its data folder: the
 * kernel says who asks, so there is no password. Main thread, asynchronous; works while the server
 * runs. Times are milliseconds since 1970 in UTC, 0 where there is none. Errors: #PARLOUR_PROBLEM
 * for what the server says, #G_IO_ERROR where it can't be reached: %G_IO_ERROR_NOT_CONNECTED where
 * it does not run. It is a ParlourReportDesk (client/report-desk.h), too.
 */
#define PARLOUR_TYPE_HOST_ADMIN (parlour_host_admin_get_type ())
G_DECLARE_FINAL_TYPE (ParlourHostAdmin, parlour_host_admin, PARLOUR, HOST_ADMIN, GObject)

/** parlour_host_admin_new: of the server that @profile hosts. */
ParlourHostAdmin *parlour_host_admin_new (ParlourProfile *profile);

/** parlour_host_admin_done_finish: of the calls that give nothing back. */
gboolean
parlour_host_admin_done_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error);

/* --- status ----------------------------------------------------------------------------------- */

/** ParlourHostPerson: somebody with an open connection. */
typedef struct {
  char *id;
  char *username;
  char *display_name;
} ParlourHostPerson;

typedef struct {
  char **addresses;  /* "HOST:PORT" that others can reach, best first; never NULL */
  char *fingerprint; /* base64url; nullable: without TLS */
  char **macs;       /* of the computer's networks, for Wake-on-LAN; never NULL */
  gint64 started_at;
  char *name;         /* of the place */
  char *registration; /* "open", "invite", "closed" */
  char *version;
  gint64 online;     /* people with an open connection; "people" are at most 200 of them */
  GPtrArray *people; /* ParlourHostPerson: those */
  gint64 backup_last;
  gint64 backup_due;    /* 0: it makes none by itself */
  char *backup_failure; /* nullable: why the last one could not be written; */
  char *backup_code;    /* nullable: the same as a problem's code */
  gint64 space_free;    /* bytes on the server's disk; -1: nobody knows */
  gboolean space_low;   /* less than the settings' "space_warning" */
} ParlourHostStatus;
void parlour_host_status_free (ParlourHostStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHostStatus, parlour_host_status_free)

void parlour_host_admin_get_status_async (ParlourHostAdmin *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourHostStatus *
parlour_host_admin_get_status_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error);

/* --- accounts --------------------------------------------------------------------------------- */

/** parlour_host_admin_list_users_async: all of them; own views (core/user.h). */
void parlour_host_admin_list_users_async (ParlourHostAdmin *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** Returns: (transfer full) (element-type ParlourUser) (nullable) */
GPtrArray *
parlour_host_admin_list_users_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error);

/** parlour_host_admin_add_user_async: @display_name (nullable). Ends in
 * parlour_host_admin_done_finish(), as all that follow up to invites. */
void parlour_host_admin_add_user_async (ParlourHostAdmin *self,
                                        const char *username,
                                        const char *display_name,
                                        const char *password,
                                        gboolean admin,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/** parlour_host_admin_set_role_async: the last administrator who can sign in stays one. */
void parlour_host_admin_set_role_async (ParlourHostAdmin *self,
                                        const char *user,
                                        ParlourUserRole role,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/** parlour_host_admin_set_active_async: FALSE disables: its sessions end at once. @user: an id or a
 * username, as below. */
void parlour_host_admin_set_active_async (ParlourHostAdmin *self,
                                          const char *user,
                                          gboolean active,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

/** parlour_host_admin_reset_password_async: ends all its sessions too. */
void parlour_host_admin_reset_password_async (ParlourHostAdmin *self,
                                              const char *user,
                                              const char *password,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);

/** parlour_host_admin_delete_user_async: @erase: what they wrote goes too; else it stays, without a
 * name. */
void parlour_host_admin_delete_user_async (ParlourHostAdmin *self,
                                           const char *user,
                                           gboolean erase,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/* --- invites ---------------------------------------------------------------------------------- */

typedef struct {
  char *id;
  char *link;       /* nullable: only when it was made just now; nobody can read it again */
  char *state;      /* "open", "used_up", "expired", "revoked" */
  char *created_by; /* username; nullable: who owns the data folder */
  gint64 created_at;
  gint64 expires_at;
  gint64 revoked_at;
  gint64 uses;
  gint64 uses_left;
} ParlourHostInvite;
void parlour_host_invite_free (ParlourHostInvite *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHostInvite, parlour_host_invite_free)

/** parlour_host_admin_create_invite_async: @uses: 1 to 1,000; @seconds until it expires, 0 for a
 * week; @conversations: (nullable): ids of groups that who joins gets into, besides the common one.
 * The answer's "link" has all addresses, the fingerprint and the token. */
void parlour_host_admin_create_invite_async (ParlourHostAdmin *self,
                                             guint uses,
                                             gint64 seconds,
                                             const char *const *conversations,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourHostInvite *parlour_host_admin_create_invite_finish (ParlourHostAdmin *self,
                                                            GAsyncResult *result,
                                                            GError **error);

/** parlour_host_admin_list_invites_async: newest first, ended ones too. */
void parlour_host_admin_list_invites_async (ParlourHostAdmin *self,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/** Returns: (transfer full) (element-type ParlourHostInvite) (nullable) */
GPtrArray *parlour_host_admin_list_invites_finish (ParlourHostAdmin *self,
                                                   GAsyncResult *result,
                                                   GError **error);

/** parlour_host_admin_revoke_invite_async: ends in parlour_host_admin_done_finish(). */
void parlour_host_admin_revoke_invite_async (ParlourHostAdmin *self,
                                             const char *id,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);

/* --- settings --------------------------------------------------------------------------------- */

typedef struct {
  char *name;           /* of the place */
  char *registration;   /* "open", "invite", "closed" */
  gint64 max_accounts;  /* 0: as many as like */
  gint64 backup_every;  /* hours; 0: never by itself */
  gint64 backup_keep;   /* how many of them stay; 1 at least */
  int common;           /* whether new accounts join the common conversation; -1: stays as it is */
  char *common_title;   /* nullable: there is none */
  char *welcome_text;   /* its first message; empty for none */
  gint64 space_warning; /* mebibytes of free disk space; 0: never */
} ParlourHostSettings;
void parlour_host_settings_free (ParlourHostSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHostSettings, parlour_host_settings_free)

void parlour_host_admin_get_settings_async (ParlourHostAdmin *self,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourHostSettings *parlour_host_admin_get_settings_finish (ParlourHostAdmin *self,
                                                             GAsyncResult *result,
                                                             GError **error);

/** parlour_host_admin_set_settings_async: what is NULL, or below 0, stays as it is. Ends in
 * parlour_host_admin_done_finish(). */
void parlour_host_admin_set_settings_async (ParlourHostAdmin *self,
                                            const ParlourHostSettings *settings,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);

/* --- what there is, what was done ------------------------------------------------------------- */

#define PARLOUR_HOST_STATISTICS_DAYS 30

typedef struct {
  gint64 accounts;
  gint64 disabled;
  gint64 admins;
  gint64 sessions;
  gint64 invites; /* that let somebody in */
  gint64 conversations;
  gint64 messages; /* ever sent */
  gint64 online;
  gint64 disk_bytes;     /* all that the data folder holds */
  gint64 database_bytes; /* of those, as the next two */
  gint64 log_bytes;
  gint64 backups_bytes;
  gint64 disk_free_bytes;
  gint64 by_day[PARLOUR_HOST_STATISTICS_DAYS]; /* messages; the last one is today, in UTC */
} ParlourHostStatistics;
void parlour_host_statistics_free (ParlourHostStatistics *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHostStatistics, parlour_host_statistics_free)

void parlour_host_admin_get_statistics_async (ParlourHostAdmin *self,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourHostStatistics *parlour_host_admin_get_statistics_finish (ParlourHostAdmin *self,
                                                                 GAsyncResult *result,
                                                                 GError **error);

typedef struct {
  gint64 at;
  char *actor;   /* username; nullable: who owns the data folder */
  char *origin;  /* an address, "control" or "folder" */
  char *action;  /* "user.add" and the like: stable, for the window to translate */
  char *subject; /* nullable, as the next */
  char *detail;
} ParlourHostDeed;
void parlour_host_deed_free (ParlourHostDeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHostDeed, parlour_host_deed_free)

/** parlour_host_admin_list_deeds_async: the audit log, newest first. @cursor (nullable): the "next"
 * of the page before. */
void parlour_host_admin_list_deeds_async (ParlourHostAdmin *self,
                                          const char *cursor,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/** @next: (out) (optional) (nullable) (transfer full). Returns: (transfer full) (element-type
 * ParlourHostDeed) (nullable) */
GPtrArray *parlour_host_admin_list_deeds_finish (ParlourHostAdmin *self,
                                                 GAsyncResult *result,
                                                 char **next,
                                                 GError **error);

/* --- backup ----------------------------------------------------------------------------------- */

typedef struct {
  char *name;
  char *path; /* of the file; nullable: of one that was just made in the server's own folder */
  gint64 at;
  gint64 size; /* bytes */
} ParlourHostBackup;
void parlour_host_backup_free (ParlourHostBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHostBackup, parlour_host_backup_free)

/** parlour_host_admin_backup_async: writes a backup while people go on writing. @path: (nullable):
 * a file to be made; NULL is one in the server's own folder, where the oldest make room. */
void parlour_host_admin_backup_async (ParlourHostAdmin *self,
                                      const char *path,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourHostBackup *
parlour_host_admin_backup_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error);

/** parlour_host_admin_list_backups_async: those in the server's own folder, newest first. */
void parlour_host_admin_list_backups_async (ParlourHostAdmin *self,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/** Returns: (transfer full) (element-type ParlourHostBackup) (nullable) */
GPtrArray *parlour_host_admin_list_backups_finish (ParlourHostAdmin *self,
                                                   GAsyncResult *result,
                                                   GError **error);

G_END_DECLS
