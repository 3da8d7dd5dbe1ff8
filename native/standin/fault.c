/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "standin.h"

enum
{
    SIGNAL_STACK_BYTES = 64 * 1024
};

/*
 * A kernel that touches an address that it must not gets a signal, which becomes an error of the device here. Signals
 * that were not raised inside guarded code go to whoever had the signal before: a JVM lives by it.
 */
static const int fault_signals[] = {SIGSEGV, SIGBUS};
enum
{
    FAULT_SIGNALS = sizeof(fault_signals) / sizeof(fault_signals[0])
};
static struct sigaction before[FAULT_SIGNALS];
static pthread_once_t installed = PTHREAD_ONCE_INIT;

/*
 * Where a fault goes, for each thread. By key and not a __thread variable, because the handler also runs on threads that
 * never touched it, where such a variable may be allocated at its first use.
 */
static pthread_key_t escape;
static __thread void *signal_stack;

static void pass_on(const int signal, siginfo_t *const info, void *const machine)
{
    for (int i = 0; i < FAULT_SIGNALS; i++)
    {
        if (fault_signals[i] == signal)
        {
            if ((before[i].sa_flags & SA_SIGINFO) != 0)
            {
                before[i].sa_sigaction(signal, info, machine);
            }
            else if (before[i].sa_handler != SIG_DFL && before[i].sa_handler != SIG_IGN)
            {
                before[i].sa_handler(signal);
            }
            else
            {
                /* The instruction runs again, and faults for good. */
                sigaction(signal, &before[i], NULL);
            }
        }
    }
}

static void on_fault(const int signal, siginfo_t *const info, void *const machine)
{
    sigjmp_buf *const to = pthread_getspecific(escape);
    if (to == NULL)
    {
        pass_on(signal, info, machine);
        return;
    }
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    sigaddset(&set, SIGBUS);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    siglongjmp(*to, 1);
}

static void install(void)
{
    if (pthread_key_create(&escape, NULL) != 0)
    {
        abort();
    }
    for (int i = 0; i < FAULT_SIGNALS; i++)
    {
        struct sigaction action;
        sigaction(fault_signals[i], NULL, &before[i]);
        action = before[i];
        action.sa_sigaction = on_fault;
        action.sa_flags |= SA_SIGINFO | SA_ONSTACK;
        sigaction(fault_signals[i], &action, NULL);
    }
}

void fault_thread_start(void)
{
    pthread_once(&installed, install);
    /* All signals but those of faults are for the threads of the program. */
    sigset_t set;
    sigfillset(&set);
    sigdelset(&set, SIGSEGV);
    sigdelset(&set, SIGBUS);
    sigdelset(&set, SIGFPE);
    sigdelset(&set, SIGILL);
    pthread_sigmask(SIG_SETMASK, &set, NULL);
    signal_stack = malloc(SIGNAL_STACK_BYTES);
    if (signal_stack != NULL)
    {
        const stack_t stack = {.ss_sp = signal_stack, .ss_size = SIGNAL_STACK_BYTES};
        sigaltstack(&stack, NULL);
    }
}

void fault_thread_end(void)
{
    const stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    free(signal_stack);
    signal_stack = NULL;
}

sigjmp_buf *fault_escape_set(sigjmp_buf *const to)
{
    sigjmp_buf *const from = pthread_getspecific(escape);
    pthread_setspecific(escape, to);
    return from;
}

bool fault_guard(void (*const run)(void *argument), void *const argument)
{
    sigjmp_buf buffer;
    volatile bool sound = false;
    pthread_once(&installed, install);
    sigjmp_buf *const outer = pthread_getspecific(escape);
    if (sigsetjmp(buffer, 0) == 0)
    {
        pthread_setspecific(escape, &buffer);
        run(argument);
        sound = true;
    }
    pthread_setspecific(escape, outer);
    return sound;
}
