// What the kernel and the C library of Linux offer. Generated on x86-64: system call numbers differ elsewhere.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/futex.h>
#include <linux/mempolicy.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/version.h>

// As in linux/sched/types.h, which does not go together with sched.h.
struct sched_attr {
  unsigned int size;
  unsigned int sched_policy;
  unsigned long long sched_flags;
  int sched_nice;
  unsigned int sched_priority;
  unsigned long long sched_runtime;
  unsigned long long sched_deadline;
  unsigned long long sched_period;
  unsigned int sched_util_min;
  unsigned int sched_util_max;
};
