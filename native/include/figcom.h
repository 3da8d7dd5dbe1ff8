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
 * FIGCOM for native engines: a program of its own, in C or anything that calls C, exchanges frames with a ZetaTron
 * kernel through a ring in a shared file, which the kernel makes and bridges to its channels.
 *
 *     figcom_channel *channel;
 *     int result = figcom_open(&channel, "/dev/shm/zetatron-1000/engine-7.ring", 5000000000);
 *     if (result != FIGCOM_OK) { fprintf(stderr, "%s\n", figcom_strerror(result)); ... }
 *     struct figcom_frame_header header = {.template_id = 12, .block_length = 40, .target = 1};
 *     result = figcom_send(channel, &header, body, sizeof(body));
 *     result = figcom_recv(channel, on_frame, &state, 64);
 *     figcom_close(channel);
 *
 * Results: FIGCOM_OK or a count from 0, or a negative code from enum figcom_code. No call prints, exits, installs a
 * signal handler, starts a thread or blocks, but for figcom_open and figcom_recv_wait, each of which has a time-out.
 * After the opening no call allocates.
 *
 * Threads: a channel has one sender (claim, commit, abort, send) and one receiver (recv, recv_wait), which may be two
 * threads or one. Open and close belong to one thread, when no other call is under way. A forked child cannot use the
 * parent's channel: it has no mapping of it.
 *
 * Times are in nanoseconds; points in time are of CLOCK_MONOTONIC. Lengths are in bytes. C11; also usable from C++.
 * Linux on a little-endian machine; the kernel and the program see the same processes (one PID namespace).
 */
#ifndef FIGCOM_H
#define FIGCOM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "FIGCOM frames are little-endian, and this library reads them in place"
#endif

#if defined(__GNUC__)
#define FIGCOM_API __attribute__((visibility("default")))
#else
#define FIGCOM_API
#endif

/* ---- Results ---- */

enum figcom_code
{
    /* Done. */
    FIGCOM_OK = 0,
    /* The ring has no room until the kernel has caught up: nothing was sent, try again. */
    FIGCOM_BACK_PRESSURED = -1,
    /* The time is over and nothing came, or nobody was there. */
    FIGCOM_TIMED_OUT = -2,
    /* The kernel has closed its side, and every frame that it sent has been received. Close, and open again. */
    FIGCOM_CLOSED = -3,
    /* The kernel's process is gone without having closed. Close, and open again when there is a new kernel. */
    FIGCOM_PEER_DEAD = -4,
    /* Another process, or this one, has the ring open: a ring has one native side. */
    FIGCOM_BUSY = -5,
    /* The file is none that a kernel made for this. */
    FIGCOM_NOT_A_RING = -6,
    /* The kernel's ring or frames have another layout: build against the kernel's own figcom.h. */
    FIGCOM_OTHER_VERSION = -7,
    /* The file is shorter than it says. */
    FIGCOM_TRUNCATED = -8,
    /* What lies in the ring cannot be: it is not used any more. Close, and open again. */
    FIGCOM_CORRUPT = -9,
    /* Longer than a frame can be, or than the buffer given for it; the frame stays. */
    FIGCOM_TOO_LONG = -10,
    /* An argument is none that the function takes. */
    FIGCOM_INVALID = -11,
    /* The operating system refused: errno says why. */
    FIGCOM_SYSTEM = -12,
    /* Not now: a claim is open where there must be none, or none where there must be one, or a handler called back. */
    FIGCOM_MISUSED = -13,
    /* Others than its owner may open the file, or it is somebody else's. */
    FIGCOM_UNSAFE = -14,
    /* These bytes are no tensor reference: unknown type, too many dimensions, negative sizes, elements outside. */
    FIGCOM_NOT_A_TENSOR = -15,
    /* The tensor is not in this domain, or not all of it. */
    FIGCOM_OUTSIDE = -16
};

/*
 * What a code means and what to do, in one line without a full stop. Never NULL; static; any thread.
 */
FIGCOM_API const char *figcom_strerror(int code);

/* ---- Frames ---- */

enum
{
    FIGCOM_SCHEMA_ID = 2642,
    FIGCOM_SCHEMA_VERSION = 1,
    FIGCOM_HEADER_BYTES = 64,
    FIGCOM_FRAME_TASK = 1,
    FIGCOM_PAYLOAD_MESSAGE = 1
};

/* Stands for no point in time. */
#define FIGCOM_NO_TIME INT64_MIN

/*
 * What each frame begins with: frameHeader of figcom.xml, whose messages follow it. A test compares the two field by
 * field.
 */
struct figcom_frame_header
{
    uint16_t block_length; /* of the message's fixed part, at most the body */
    uint16_t template_id;  /* which message */
    uint16_t schema_id;
    uint16_t version;
    uint8_t source;       /* endpoint that wrote it */
    uint8_t target;       /* endpoint that it is for */
    uint8_t frame_type;
    uint8_t priority;     /* 0 is the most urgent */
    uint8_t payload_type;
    uint8_t padding[3];
    int64_t sequence;     /* without gaps in one direction of one ring */
    int64_t correlation;  /* what it belongs to */
    int64_t origin_timestamp_ns; /* when its cause entered the kernel */
    int64_t hop_timestamp_ns;    /* when it was committed; FIGCOM_NO_TIME if it was not timed */
    int64_t deadline_ns;         /* by when to handle it; FIGCOM_NO_TIME, or 0 when sending, for none */
    uint8_t reserved[8];
};

/* ---- A channel ---- */

typedef struct figcom_channel figcom_channel;

struct figcom_info
{
    uint8_t endpoint;            /* this engine's number, the source of what it sends */
    uint64_t generation;         /* how many processes had this ring before */
    size_t max_body_bytes;       /* of a frame that is sent */
    int64_t kernel_pid;
    int64_t kernel_silent_ns;    /* since the kernel last looked at the ring */
    uint64_t frames_sent;
    uint64_t frames_refused;     /* back-pressured */
    uint64_t frames_received;
    uint64_t frames_malformed;   /* passed over */
};

/*
 * Take the native side of a ring that a kernel has made.
 *
 * A ring that is not there yet, or is a dead kernel's, or whose last process the kernel has not cleared away yet, is
 * waited for. Frames that a process before did not receive are there to be received; the first of them may have been in
 * its hands when it died.
 *
 * channel     where to put it; NULL is put there on failure. To be closed with figcom_close.
 * path        of the ring's file.
 * timeout_ns  how long to wait at most; 0 for not at all.
 * returns     FIGCOM_OK, FIGCOM_TIMED_OUT (no such file, or not complete), FIGCOM_BUSY, FIGCOM_PEER_DEAD,
 *             FIGCOM_CLOSED, FIGCOM_NOT_A_RING, FIGCOM_OTHER_VERSION, FIGCOM_TRUNCATED, FIGCOM_UNSAFE, FIGCOM_SYSTEM,
 *             FIGCOM_INVALID.
 */
FIGCOM_API int figcom_open(figcom_channel **channel, const char *path, int64_t timeout_ns);

/*
 * Give the ring back. An open claim is aborted; what was committed still reaches the kernel. NULL is ignored.
 *
 * returns  FIGCOM_OK, or FIGCOM_MISUSED from inside a handler, and then nothing was done.
 */
FIGCOM_API int figcom_close(figcom_channel *channel);

/*
 * How the channel is. Any thread, while it is open.
 */
FIGCOM_API int figcom_get_info(const figcom_channel *channel, struct figcom_info *info);

/* ---- Sending ---- */

/*
 * Send a copy of a message.
 *
 * header  template_id, block_length, target, priority, correlation and origin_timestamp_ns count; the library fills in
 *         the rest. An origin of 0 stands for now. Not changed.
 * body    the encoded message; may be NULL if length is 0.
 * length  of the body, at least block_length and at most max_body_bytes.
 * returns FIGCOM_OK, FIGCOM_BACK_PRESSURED, FIGCOM_CLOSED, FIGCOM_PEER_DEAD, FIGCOM_TOO_LONG, FIGCOM_INVALID,
 *         FIGCOM_CORRUPT, FIGCOM_MISUSED (a claim is open).
 */
FIGCOM_API int figcom_send(
    figcom_channel *channel, const struct figcom_frame_header *header, const void *body, size_t length);

/*
 * Claim room for a message in the ring, to be written there in place, without a copy. To be followed by figcom_commit
 * or figcom_abort before anything else is sent; the kernel gets nothing that comes after until then.
 *
 * body    where to put the address at which to write the message; aligned to 8. It is not zeroed.
 * returns as figcom_send.
 */
FIGCOM_API int figcom_claim(
    figcom_channel *channel, const struct figcom_frame_header *header, size_t length, void **body);

/*
 * Let the kernel see the claimed frame. The body must not be touched any more.
 *
 * returns  FIGCOM_OK or FIGCOM_MISUSED (nothing is claimed).
 */
FIGCOM_API int figcom_commit(figcom_channel *channel);

/*
 * Give the claim up. The kernel never sees it.
 *
 * returns  FIGCOM_OK or FIGCOM_MISUSED (nothing is claimed).
 */
FIGCOM_API int figcom_abort(figcom_channel *channel);

/* ---- Receiving ---- */

enum figcom_verdict
{
    /* The frame is done with. */
    FIGCOM_DONE = 0,
    /* It is to be handed over again by the next call, which ends this one. */
    FIGCOM_AGAIN = 1
};

/*
 * Handles one frame. What is pointed to lies in the ring, is not to be written to, and is gone after the return. It may
 * send, but neither receive nor close.
 *
 * context  as given to figcom_recv.
 * header   of the frame; a copy that the kernel cannot change any more.
 * body     the encoded message, aligned to 8.
 * length   of the body.
 */
typedef int (*figcom_handler)(
    void *context, const struct figcom_frame_header *header, const void *body, size_t length);

/*
 * Hand over frames that have come, in order. Does not wait. A malformed frame is passed over and counted.
 *
 * limit    how many frames at most, at least 1.
 * returns  how many frames were done with or passed over, 0 for none; or, if there is none, FIGCOM_CLOSED,
 *          FIGCOM_PEER_DEAD (looked at on every 16th call that finds nothing), FIGCOM_CORRUPT, FIGCOM_INVALID,
 *          FIGCOM_MISUSED.
 */
FIGCOM_API int figcom_recv(figcom_channel *channel, figcom_handler handler, void *context, int limit);

/*
 * Wait for one frame and copy it. Spins for some microseconds, then sleeps for up to 200 microseconds at a time.
 *
 * header     where to put its header; may be NULL.
 * buffer     where to put its body.
 * capacity   of the buffer. A longer body gives FIGCOM_TOO_LONG, and the frame stays.
 * length     where to put the length of its body, also if it was too long; may be NULL.
 * timeout_ns how long to wait at most; 0 for not at all.
 * returns    FIGCOM_OK, FIGCOM_TIMED_OUT, FIGCOM_TOO_LONG, or as figcom_recv.
 */
FIGCOM_API int figcom_recv_wait(
    figcom_channel *channel, struct figcom_frame_header *header, void *buffer, size_t capacity, size_t *length,
    int64_t timeout_ns);

/* ---- Tensors ---- */

enum
{
    FIGCOM_TENSOR_REF_BYTES = 160,
    FIGCOM_MAX_RANK = 8
};

enum figcom_element_type
{
    FIGCOM_F64 = 1,
    FIGCOM_F32 = 2,
    FIGCOM_F16 = 3,
    FIGCOM_BF16 = 4,
    FIGCOM_I64 = 5,
    FIGCOM_I32 = 6,
    FIGCOM_I16 = 7,
    FIGCOM_I8 = 8,
    FIGCOM_U8 = 9
};

/*
 * Where a tensor lies and what it is, as a frame carries it in place of the tensor
 * (io.zetatron.memory.tensor.TensorRef).
 */
struct figcom_tensor_ref
{
    int32_t domain;       /* number of the memory domain */
    uint8_t element_type; /* enum figcom_element_type */
    uint8_t rank;         /* how many dimensions */
    uint8_t reserved[2];
    int64_t handle;       /* of the slot, whose hold comes with the reference; 0 for a region that is never released */
    int64_t offset_bytes; /* of the first element from the beginning of the domain */
    int64_t length_bytes; /* of the memory that the elements lie in */
    int64_t shape[FIGCOM_MAX_RANK];   /* elements along each dimension */
    int64_t strides[FIGCOM_MAX_RANK]; /* elements between neighbours in each dimension */
};

/*
 * Read a reference out of a message and check that all of its elements lie in the memory that it names. Any thread.
 *
 * bytes    of the reference, at any address.
 * length   of them, at least FIGCOM_TENSOR_REF_BYTES.
 * returns  FIGCOM_OK, FIGCOM_NOT_A_TENSOR, FIGCOM_INVALID.
 */
FIGCOM_API int figcom_tensor_read(struct figcom_tensor_ref *ref, const void *bytes, size_t length);

/* How large an element of a type is; 0 for a type that there is not. Any thread. */
FIGCOM_API size_t figcom_element_bytes(int element_type);

typedef struct figcom_domain figcom_domain;

/*
 * Map a memory domain that the kernel shares by a file.
 *
 * number    by which references name the domain.
 * writable  0 to map it for reading only.
 * returns   FIGCOM_OK, FIGCOM_UNSAFE, FIGCOM_TRUNCATED (empty), FIGCOM_SYSTEM, FIGCOM_INVALID. On failure NULL is put
 *           there.
 */
FIGCOM_API int figcom_domain_open(figcom_domain **domain, const char *path, int32_t number, int writable);

/*
 * Get at the elements of a tensor. Any thread, until the domain is closed. Whether the slot is still held is the
 * caller's to know: who received the reference holds it.
 *
 * ref      as figcom_tensor_read gave it; checked again.
 * bytes    where to put the address of the first element.
 * returns  FIGCOM_OK, FIGCOM_OUTSIDE, FIGCOM_NOT_A_TENSOR, FIGCOM_INVALID.
 */
FIGCOM_API int figcom_domain_tensor(const figcom_domain *domain, const struct figcom_tensor_ref *ref, void **bytes);

/* Unmap a domain. NULL is ignored. */
FIGCOM_API void figcom_domain_close(figcom_domain *domain);

#ifdef __cplusplus
}
#endif

#endif
