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
/*
 * The inside of the stand-in for the CUDA driver.
 *
 * One lock guards all that is declared here. A call takes it on entry and gives it back on return; it waits on
 * standin_changed, and stream threads give the lock back while they work. Handles are numbers that are never used
 * twice, so that a handle that was destroyed, or made up, is told apart without being followed.
 */
#ifndef STANDIN_H
#define STANDIN_H

#include <pthread.h>
#include <setjmp.h>
#include <stdbool.h>
#include <sys/types.h>

#include "cuda_abi.h"
#include "identity.h"

enum function_need
{
    ANY_TIME,
    AFTER_INIT,
    IN_CONTEXT
};

#define FUNCTION_INDEX(NAME, VERSION, NEED) FUNCTION_##NAME,
enum function
{
    CUDA_FUNCTIONS(FUNCTION_INDEX)
    FUNCTION_WORK,
    FUNCTIONS
};

/* ---- Objects ---- */

enum object_kind
{
    OBJECT_CONTEXT,
    OBJECT_POOL,
    OBJECT_MODULE,
    OBJECT_FUNCTION,
    OBJECT_STREAM,
    OBJECT_EVENT,
    OBJECT_GRAPH,
    OBJECT_NODE,
    OBJECT_EXEC,
    OBJECT_KINDS
};

/* The first member of everything that has a handle. */
struct object
{
    enum object_kind kind;
    uintptr_t handle;
    int references;
    struct context *context;
    void (*free)(struct object *object);
    struct object *next;
};

/* Gives an object its handle and its first reference. */
void object_open(struct object *object, enum object_kind kind, struct context *context, void (*free)(struct object *));

/* The object of a handle, or NULL. */
void *object_find(enum object_kind kind, const void *handle);

/* The first object of a kind, for walking them by next. */
struct object *object_first(enum object_kind kind);

void *object_handle(const struct object *object);
void object_keep(struct object *object);
void object_release(struct object *object);

/* Makes the handle invalid and gives up the first reference. */
void object_close(struct object *object);

/* ---- Memory ---- */

enum range_kind
{
    RANGE_DEVICE,
    RANGE_POOLED,
    RANGE_HOST,
    RANGE_REGISTERED,
    RANGE_GLOBAL,
    RANGE_KINDS
};

/* A range of addresses that the driver knows. Device memory ends where an unmapped page begins. */
struct range
{
    enum range_kind kind;
    uintptr_t base;
    size_t bytes;
    unsigned int flags;
    unsigned long long id;
    struct context *context;
    void *mapping;
    size_t mapping_bytes;
    bool freed;
    struct range *next;
};

struct pool
{
    struct object object;
    uint64_t release_threshold;
    uint64_t reserved_bytes;
    uint64_t reserved_high;
    uint64_t used_bytes;
    uint64_t used_high;
    int reuse[3];
};

/* The range that holds all of these bytes, among the kinds of a mask of 1 << kind; NULL if none does. */
struct range *range_of(uintptr_t address, size_t bytes, unsigned int kinds);
#define RANGES_OF_DEVICE (1u << RANGE_DEVICE | 1u << RANGE_POOLED | 1u << RANGE_GLOBAL)
#define RANGES_OF_HOST (1u << RANGE_HOST | 1u << RANGE_REGISTERED)
#define RANGES_ALL (RANGES_OF_DEVICE | RANGES_OF_HOST)

/* Whether a kernel may touch an address: also in what is to be freed, once the kernel has ended. */
bool range_reaches(uintptr_t address);

/* Whether any byte from here on lies in a range of these kinds. */
bool range_overlaps(uintptr_t address, size_t bytes, unsigned int kinds);
struct range *range_add(enum range_kind kind, struct context *context, void *base, size_t bytes);
struct range *range_map(enum range_kind kind, struct context *context, size_t bytes);
void range_remove(struct range *range);

/* Waits for the context's work, which may use the range, and removes it. */
CUresult range_retire(struct range *range);
void ranges_remove_of(const struct context *context, long long leaked[RANGE_KINDS]);
long long ranges_live(enum range_kind kind);
void pool_returned(struct range *range);
void pool_settle(struct context *context);

/* ---- Contexts ---- */

struct context
{
    struct object object;
    int device;
    bool active;
    bool ending;
    unsigned int retained;
    unsigned int flags;
    CUresult sticky;
    size_t used_bytes;
    struct stream *legacy;
    struct pool pool;
};

struct driver
{
    bool initialized;
    int devices;
    int capability;
    size_t memory_bytes;
    int driver_version;
    const char *environment_fault;
    struct context contexts[IDENTITY_MAX_DEVICES];
    long long leaked[OBJECT_KINDS];
    long long leaked_ranges[RANGE_KINDS];
};

extern struct driver standin_driver;
extern pthread_mutex_t standin_lock;
extern pthread_cond_t standin_changed;

int device_attribute(unsigned int attribute);
int device_attribute_set(unsigned int attribute, int value);
void device_attributes_reset(void);
void context_end(struct context *context);
size_t context_free_bytes(const struct context *context);

/* ---- Calls ---- */

/*
 * A call is begun, then ended or failed, on one thread: that takes and gives back the lock. A call that is to fail, or
 * comes too early, is over when it is begun.
 */
CUresult call_begin(enum function function);
CUresult call_end(CUresult result);
__attribute__((format(printf, 2, 3))) CUresult call_fail(CUresult result, const char *format, ...);

/* The error with which the next piece of work is to fail, or success. */
CUresult calls_work_fault(void);

/* Says why without ending the call. */
__attribute__((format(printf, 2, 3))) CUresult call_says(CUresult result, const char *format, ...);

/* The context that the call is in. */
struct context *call_context(void);
CUcontext thread_context(void);
void thread_context_set(CUcontext context);

#define BEGIN(NAME) \
    do \
    { \
        const CUresult begun = call_begin(FUNCTION_##NAME); \
        if (begun != CUDA_SUCCESS) \
        { \
            return begun; \
        } \
    } \
    while (0)
#define FAIL(RESULT, ...) return call_fail(RESULT, __VA_ARGS__)
#define CHECK(CONDITION, RESULT, ...) \
    do \
    { \
        if (!(CONDITION)) \
        { \
            return call_fail(RESULT, __VA_ARGS__); \
        } \
    } \
    while (0)
#define CHECK_GIVEN(POINTER) CHECK((POINTER) != NULL, CUDA_ERROR_INVALID_VALUE, "%s is NULL", #POINTER)

/* ---- Kernels ---- */

struct kernel
{
    const char *name;
    /* One letter a parameter: p pointer, f float, u unsigned int. */
    const char *parameters;
    void (*run)(void *const *arguments);
};

struct kernel_global
{
    const char *name;
    void *address;
    const void *initial;
    size_t bytes;
};

const struct kernel *kernel_find(const char *name);
const struct kernel_global *kernel_global_find(const char *name);

enum
{
    NAME_BYTES = 128,
    PARAMETERS = 16,
    PTX_LOG_BYTES = 256
};

/* What a PTX text says of one entry. */
struct ptx_entry
{
    char name[NAME_BYTES];
    int parameters;
    char kinds[PARAMETERS + 1];
    size_t shared_bytes;
    bool barriers;
    struct ptx_entry *next;
};

struct ptx_global
{
    char name[NAME_BYTES];
    struct ptx_global *next;
};

struct ptx
{
    int version;
    int target;
    struct ptx_entry *entries;
    struct ptx_global *globals;
    char log[PTX_LOG_BYTES];
};

CUresult ptx_parse(const char *text, struct ptx *ptx);
void ptx_free(struct ptx *ptx);

struct module
{
    struct object object;
    struct ptx ptx;
};

struct function_object
{
    struct object object;
    struct module *module;
    const struct ptx_entry *entry;
    const struct kernel *kernel;
    int max_dynamic_shared_bytes;
    int carveout;
};

struct dim
{
    unsigned int x;
    unsigned int y;
    unsigned int z;
};

/* A kernel with all that it needs to run. Never changed once made. */
struct launch
{
    int references;
    const struct kernel *kernel;
    bool barriers;
    struct dim grid;
    struct dim block;
    size_t shared_bytes;
    void *arguments[PARAMETERS];
    unsigned char values[PARAMETERS * 8];
};

/* Checks and copies what a launch was asked for. On failure says why and returns NULL with the result. */
struct launch *launch_make(const CUDA_KERNEL_NODE_PARAMS *node, CUresult *result);
void launch_release(struct launch *launch);

/* Runs all blocks on the calling thread. */
CUresult launch_run(const struct launch *launch);

/* Calls run, and returns false if it touched an address that it must not. */
bool fault_guard(void (*run)(void *argument), void *argument);
void fault_thread_start(void);
void fault_thread_end(void);
/* Where a fault on this thread goes; for fibres, which leave and come back. */
sigjmp_buf *fault_escape_set(sigjmp_buf *escape);

/* ---- Streams ---- */

enum work_kind
{
    WORK_NOTHING,
    WORK_KERNEL,
    WORK_COPY,
    WORK_SET,
    WORK_WAIT,
    WORK_WRITE,
    WORK_RECORD,
    WORK_FREE,
    WORK_PLAN
};

struct marker
{
    int references;
    bool done;
    int64_t time_ns;
};

struct work
{
    enum work_kind kind;
    union
    {
        struct launch *launch;
        struct
        {
            uintptr_t to;
            uintptr_t from;
            size_t bytes;
            void *staging;
        } copy;
        struct
        {
            uintptr_t to;
            uint32_t value;
            unsigned int width;
            size_t count;
        } set;
        struct
        {
            uintptr_t at;
            uint64_t value;
            unsigned int width;
            unsigned int flags;
        } word;
        struct marker *marker;
        struct range *range;
        struct plan *plan;
    };
};

enum
{
    STREAM_FRONTIER = 64
};

struct stream
{
    struct object object;
    unsigned int flags;
    int priority;
    bool legacy;
    bool closed;
    pthread_cond_t arrived;
    struct operation *head;
    struct operation *tail;
    unsigned long long submitted;
    unsigned long long completed;
    struct capture *capture;
    struct node *frontier[STREAM_FRONTIER];
    int frontier_count;
};

/* The stream of a handle, the legacy stream for NULL; NULL if there is none, having said why. */
struct stream *stream_of(CUstream handle, CUresult *result);
struct stream *stream_open(struct context *context, unsigned int flags, int priority, bool legacy);
/* Makes the handle invalid. What the stream still has is done, then it and its thread end by themselves. */
void stream_close(struct stream *stream);

/*
 * Appends work to a stream, or to the graph that the stream captures, after the work of other streams that the order of
 * the legacy stream asks for. Owns the work's contents from here on, also when it fails.
 */
CUresult stream_submit(struct stream *stream, const struct work *work);

/* Lets the stream's next work wait for a marker. */
void stream_wait_marker(struct stream *stream, struct marker *marker);

/* A marker for what the stream has now; the caller gives it back. */
struct marker *stream_mark(struct stream *stream);

/* Waits until all that was submitted is done. */
CUresult stream_wait(struct stream *stream);
CUresult context_wait(struct context *context);

void marker_release(struct marker *marker);
void work_release(const struct work *work);
struct work work_keep(const struct work *work);

/* Executes work; called without the lock. */
CUresult work_run(const struct work *work, const struct context *context);
int64_t clock_ns(void);

/* ---- Capture and graphs ---- */

struct capture
{
    unsigned long long id;
    struct graph *graph;
    struct stream *origin;
    CUstreamCaptureMode mode;
    pid_t thread;
    bool invalid;
};

struct node
{
    struct object object;
    struct graph *graph;
    struct work work;
    struct node **needs;
    size_t need_count;
    bool reached;
};

struct graph
{
    struct object object;
    struct node **nodes;
    size_t node_count;
};

/* The work of a graph in an order that its dependencies allow. Never changed once made. */
struct plan
{
    int references;
    size_t count;
    struct
    {
        uintptr_t node;
        struct work work;
    } steps[];
};

struct event
{
    struct object object;
    unsigned int flags;
    struct marker *marker;
    unsigned long long capture_id;
    struct node *captured[STREAM_FRONTIER];
    int captured_count;
};

struct graph *graph_make(void);
struct node *graph_add(struct graph *graph, const struct work *work, struct node *const *needs, size_t need_count);
void plan_release(struct plan *plan);

/* Adds work to the graph that a stream captures, after what it captured before. */
CUresult capture_submit(struct stream *stream, const struct work *work);

/* Fails if a call that is not for capture is made while this thread, or any in global mode, captures. */
CUresult capture_forbids(const char *what);

/* Fails, and spoils the capture, if the stream captures or is the legacy stream of a context where one does. */
CUresult capture_forbids_stream(struct stream *stream, const char *what);
CUresult capture_forbids_context(const struct context *context, const char *what);
CUresult capture_event_record(struct event *event, struct stream *stream);
CUresult capture_event_wait(struct stream *stream, const struct event *event);
void capture_stream_closed(struct stream *stream);

#endif
