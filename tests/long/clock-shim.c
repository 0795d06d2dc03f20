/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-clock-shim"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* This file owns a clock that a test sets: preloaded into a program, it adds to the time of day the
 * seconds that stand (int64) in the file PARLOUR_CLOCK. Steady clocks are left alone, as a real
 * jump leaves them. Any thread. */

int clock_gettime (clockid_t clock, struct timespec *time);
int gettimeofday (struct timeval *restrict time, void *restrict zone);
time_t time (time_t *into);

static const volatile int64_t *
offset (void)
{
  static const volatile int64_t *mapped;
  static const int64_t none;
  const char *path = getenv ("PARLOUR_CLOCK");
  int fd;

  if (mapped != NULL)
    return mapped;
  fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *page = fd >= 0 ? mmap (NULL, sizeof none, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
  if (fd >= 0)
    close (fd);
  mapped = page != MAP_FAILED ? page : &none;
  return mapped;
}

int
clock_gettime (clockid_t clock, struct timespec *into)
{
  long status = syscall (SYS_clock_gettime, clock, into);

  if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    into->tv_sec += *offset ();
  return (int)status;
}

int
gettimeofday (struct timeval *restrict into, void *restrict zone)
{
  struct timespec now;
  int status = clock_gettime (CLOCK_REALTIME, &now);

  *into = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
  return status;
}

time_t
time (time_t *into)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (into != NULL)
    *into = now.tv_sec;
  return now.tv_sec;
}
