// What programs of Linux ask of a kernel, a line each: threads, signals, faults, numbers, time, memory, files, sockets.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static long total;
static __thread long own;

static void *count(void *unused) {
    for (int i = 0; i < 20000; i++) {
        pthread_mutex_lock(&mutex);
        total++;
        pthread_mutex_unlock(&mutex);
        own++;
    }
    return (void *) own;
}

static void threads(void) {
    pthread_t all[8];
    long sum = 0;
    for (int i = 0; i < 8; i++) {
        if (pthread_create(&all[i], NULL, count, NULL) != 0) {
            puts("threads: none");
            return;
        }
    }
    for (int i = 0; i < 8; i++) {
        void *result;
        pthread_join(all[i], &result);
        sum += (long) result;
    }
    printf("threads %ld %ld\n", total, sum);
}

static volatile int handled;
static sigjmp_buf before;
static void *volatile fault;

static void handle(int signal, siginfo_t *info, void *context) {
    handled++;
}

static void recover(int signal, siginfo_t *info, void *context) {
    fault = info->si_addr;
    siglongjmp(before, signal);
}

// Computes without a system call until a signal comes.
static volatile int stopped;

static void stop(int signal) {
    stopped = 1;
}

static void signals(void) {
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO};
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    kill(getpid(), SIGUSR1);
    action.sa_sigaction = recover;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGFPE, &action, NULL);
    if (sigsetjmp(before, 1) == 0) {
        *(volatile int *) 0x1234 = 1;
    }
    void *written = fault;
    static const char constant = 'c';
    if (sigsetjmp(before, 1) == 0) {
        *(volatile char *) &constant = 'd';
    }
    volatile int divided = 0;
    divided = sigsetjmp(before, 1);
    if (divided == 0) {
        volatile int zero = 0;
        zero = 7 / zero;
    }
    signal(SIGALRM, stop);
    ualarm(20000, 0);
    long rounds = 0;
    while (!stopped) {
        rounds++;
    }
    printf("signals %d fault %p constant %d divided %d computed %d\n", handled, written,
            fault == (void *) &constant || divided == SIGFPE, divided == SIGFPE, rounds > 0);
}

// Values in vector and floating-point registers stay while other threads and the kernel use them.
static void numbers(void) {
    double value = 1.5;
    long double wide = 1;
    for (int i = 0; i < 50; i++) {
        value *= 1.1;
        wide = wide / 3 * 3.5L;
        sched_yield();
    }
    printf("numbers %.6f %.6Lf\n", value, wide);
}

static void memory(void) {
    char *space = mmap(NULL, 100L << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    mprotect(space + (1L << 30), 1 << 20, PROT_READ | PROT_WRITE);
    memset(space + (1L << 30), 7, 1 << 20);
    madvise(space + (1L << 30), 1 << 20, MADV_DONTNEED);
    int zeroed = space[(1L << 30) + 4096] == 0;
    char *moved = mremap(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 8192, 1 << 20,
            MREMAP_MAYMOVE);
    moved[(1 << 20) - 1] = 1;
    unsigned char code[] = {0xb8, 42, 0, 0, 0, 0xc3};
    void *made = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(made, code, sizeof code);
    int result = ((int (*)(void)) made)();
    printf("memory %d %d %d %d\n", space != MAP_FAILED, zeroed, result, munmap(space, 100L << 30));
}

static void files(void) {
    int fd = open("/tmp/probe", O_CREAT | O_RDWR | O_TRUNC, 0600);
    long written = write(fd, "hello, files", 12);
    char *mapped = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    int equal = memcmp(mapped, "hello, files", 12) == 0;
    int no = open("/nowhere/at/all", O_RDONLY) < 0 && errno == ENOENT;
    char link[64] = "";
    readlink("/proc/self/exe", link, sizeof link - 1);
    printf("files %ld %d %d %s %d\n", written, equal, no, strrchr(link, '/'), unlink("/tmp/probe"));
}

static void *echo(void *argument) {
    int listener = *(int *) argument;
    int connection = accept(listener, NULL, NULL);
    char buffer[64];
    long count = read(connection, buffer, sizeof buffer);
    write(connection, buffer, count);
    close(connection);
    return NULL;
}

static void sockets(void) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    bind(listener, (struct sockaddr *) &address, length);
    listen(listener, 5);
    getsockname(listener, (struct sockaddr *) &address, &length);
    pthread_t server;
    pthread_create(&server, NULL, echo, &listener);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    int connected = connect(client, (struct sockaddr *) &address, length);
    write(client, "across", 6);
    int poller = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, client, &event);
    int ready = epoll_wait(poller, &event, 1, 5000);
    char buffer[64] = "";
    long count = read(client, buffer, sizeof buffer);
    pthread_join(server, NULL);
    int pair[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    write(pair[0], "x", 1);
    long local = read(pair[1], buffer + 20, 1);
    printf("sockets %d %d %ld %s %ld\n", connected, ready, count, buffer, local);
}

// What nobody may have: the kernel's memory, its instructions, numbers that are no calls.
static void refused(void) {
    struct sigaction action = {.sa_sigaction = recover, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &action, NULL);
    volatile unsigned long seen = 0;
    volatile int kept = 0;
    long addresses[] = {0x100000100000, 0x180000000000, 0x200000000000, 0xffffc000fee00000};
    for (int i = 0; i < 4; i++) {
        if (sigsetjmp(before, 1) == 0) {
            seen += *(volatile unsigned long *) addresses[i];
        } else {
            kept++;
        }
        if (write(1, (void *) addresses[i], 8) < 0 && errno == EFAULT) {
            kept++;
        }
    }
    if (sigsetjmp(before, 1) == 0) {
        __asm__ volatile("cli");
    } else {
        kept++;
    }
    long nothing = syscall(4000);
    printf("refused %d %d\n", kept, nothing == -1 && errno == ENOSYS);
}

int main(int count, char **arguments) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    threads();
    signals();
    numbers();
    memory();
    files();
    sockets();
    refused();
    printf("end of %d arguments, %s\n", count, count > 1 ? arguments[1] : "none");
    return 7;
}
