// SPDX-License-Identifier: MIT
// Ping-pong of two processes over a socket pair: the limit for calls between processes.
// Usage: pingpong CPU_A CPU_B BYTES_THERE BYTES_BACK MILLIS PAIRS
// A CPU of -1 does not pin. Prints nanoseconds per round trip and round trips per second of all pairs.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long there, back, millis;

static void pin(int cpu) {
  if (cpu < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) perror("sched_setaffinity");
}

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static int all(int out, int fd, char *buffer, long size) {
  long done = 0;
  while (done < size) {
    ssize_t n = out ? send(fd, buffer + done, size - done, MSG_NOSIGNAL)
                    : recv(fd, buffer + done, size - done, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    done += n;
  }
  return 1;
}

struct pair {
  int fd;
  long trips;
  long nanos;
};

static void *client(void *argument) {
  struct pair *p = argument;
  char *buffer = malloc(there > back ? there : back);
  memset(buffer, 1, there > back ? there : back);
  long start = now(), end = start + millis * 1000000L, t = start;
  while (t < end) {
    int batch = there + back > 100000 ? 1 : 64;
    for (int i = 0; i < batch; i++) {
      if (!all(1, p->fd, buffer, there) || !all(0, p->fd, buffer, back)) exit(1);
    }
    p->trips += batch;
    t = now();
  }
  p->nanos = t - start;
  free(buffer);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  int cpuA = atoi(argv[1]), cpuB = atoi(argv[2]), pairs = atoi(argv[6]);
  there = atol(argv[3]);
  back = atol(argv[4]);
  millis = atol(argv[5]);
  if (there < 1 || back < 1 || pairs < 1 || pairs > 64) return 2;
  struct pair all_pairs[64] = {0};
  pid_t children[64];
  // All peers are made before any thread, so that no child keeps another pair's end open.
  for (int i = 0; i < pairs; i++) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0) return 1;
    children[i] = fork();
    if (children[i] == 0) {
      for (int k = 0; k < i; k++) close(all_pairs[k].fd);
      close(fds[0]);
      pin(cpuB);
      char *buffer = malloc(there > back ? there : back);
      memset(buffer, 2, there > back ? there : back);
      while (all(0, fds[1], buffer, there) && all(1, fds[1], buffer, back)) {
      }
      _exit(0);
    }
    close(fds[1]);
    all_pairs[i].fd = fds[0];
  }
  pin(cpuA);
  pthread_t threads[64];
  for (int i = 0; i < pairs; i++) pthread_create(&threads[i], NULL, client, &all_pairs[i]);
  double rate = 0, nanos = 0;
  for (int i = 0; i < pairs; i++) {
    pthread_join(threads[i], NULL);
    close(all_pairs[i].fd);
    rate += all_pairs[i].trips * 1e9 / all_pairs[i].nanos;
    nanos += (double)all_pairs[i].nanos / all_pairs[i].trips / pairs;
  }
  for (int i = 0; i < pairs; i++) waitpid(children[i], NULL, 0);
  printf("%.1f %.1f\n", nanos, rate);
  return 0;
}
