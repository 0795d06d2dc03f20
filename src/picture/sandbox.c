/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sandbox"

#include "picture/sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* This file owns what a process that looks at strangers' pictures may still do. Its only thread. */

#define CPU_SECONDS    10
#define ALARM_SECONDS  30 /* of any clock: it may also wait for nothing */
#define MEMORY_BYTES   (G_GUINT64_CONSTANT (640) * 1024 * 1024)
#define OPEN_FILES_MAX 3

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

static gboolean
limit (int resource, guint64 value)
{
  const struct rlimit both = {.rlim_cur = value, .rlim_max = value};

  return setrlimit (resource, &both) == 0;
}

static gboolean
limit_memory (void)
{
#ifdef __SANITIZE_ADDRESS__
  return TRUE; /* its shadow alone is terabytes of addresses */
#else
  return limit (RLIMIT_AS, MEMORY_BYTES);
#endif
}

#ifdef THIS_ARCHITECTURE
#define ALLOW(name_)                                                                               \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, __NR_##name_, 0, 1),                                        \
      BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* What is not named fails as forbidden, which libraries bear better than being killed. */
static gboolean
filter_calls (void)
{
  static struct sock_filter rules[] = {
      BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, arch)),
      BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
      BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
      ALLOW (read),
      ALLOW (write),
      ALLOW (writev),
      ALLOW (close),
      ALLOW (fstat),
      ALLOW (lseek),
      ALLOW (brk),
      ALLOW (mmap),
      ALLOW (mremap),
      ALLOW (munmap),
      ALLOW (mprotect),
      ALLOW (madvise),
      ALLOW (futex),
      ALLOW (getrandom),
      ALLOW (clock_gettime),
      ALLOW (sched_yield),
      ALLOW (rt_sigaction),
      ALLOW (rt_sigprocmask),
      ALLOW (rt_sigreturn),
      ALLOW (sigaltstack),
      ALLOW (getpid),
      ALLOW (gettid),
      ALLOW (exit),
      ALLOW (exit_group),
      BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
  };
  const struct sock_fprog program = {.len = G_N_ELEMENTS (rules), .filter = rules};

  return prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#else
static gboolean
filter_calls (void)
{
  return TRUE; /* the limits alone: nothing more can be opened */
}
#endif

gboolean
parlour_sandbox_enter (void)
{
  alarm (ALARM_SECONDS);
  return limit (RLIMIT_CPU, CPU_SECONDS) && limit_memory () &&
         limit (RLIMIT_FSIZE, PARLOUR_SANDBOX_OUTPUT_MAX) &&
         limit (RLIMIT_NOFILE, OPEN_FILES_MAX) && limit (RLIMIT_NPROC, 0) &&
         limit (RLIMIT_CORE, 0) && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && filter_calls ();
}
