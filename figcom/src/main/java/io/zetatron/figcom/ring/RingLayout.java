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
package io.zetatron.figcom.ring;

import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * How a ring file is laid out: one page that says so, then a ring to the native side, then one to the kernel, each as
 * Agrona's one-to-one ring buffer lays it out. {@code native/figcom/ring_file.h} says the same; a test compares the
 * two.
 */
final class RingLayout
{
    /** "ZTFIGRNG". */
    static final long MAGIC = 0x474E_5247_4946_545AL;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 4096;
    static final int MIN_CAPACITY_BYTES = 1024;
    static final int MAX_CAPACITY_BYTES = 1 << 30;
    static final int FRAME_RECORD_TYPE = 1;

    static final int KERNEL_OPEN = 1;
    static final int KERNEL_CLOSED = 2;
    static final int NATIVE_ABSENT = 0;
    static final int NATIVE_ATTACHED = 1;
    static final int NATIVE_DETACHED = 2;
    static final int NATIVE_EXPELLED = 3;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int HEADER_BYTES_OFFSET = 12;
    static final int FILE_BYTES_OFFSET = 16;
    static final int SCHEMA_ID_OFFSET = 24;
    static final int SCHEMA_VERSION_OFFSET = 26;
    static final int FRAME_HEADER_BYTES_OFFSET = 28;
    static final int ENDPOINT_OFFSET = 30;
    static final int TO_NATIVE_OFFSET_OFFSET = 32;
    static final int TO_KERNEL_OFFSET_OFFSET = 40;
    static final int TO_NATIVE_CAPACITY_OFFSET = 48;
    static final int TO_KERNEL_CAPACITY_OFFSET = 52;
    static final int KERNEL_PID_OFFSET = 56;
    static final int KERNEL_START_TICKS_OFFSET = 64;
    static final int KERNEL_STATE_OFFSET = 128;
    static final int GENERATION_OFFSET = 136;
    static final int KERNEL_HEARTBEAT_NS_OFFSET = 256;
    static final int NATIVE_PID_OFFSET = 384;
    static final int NATIVE_START_TICKS_OFFSET = 392;
    static final int NATIVE_STATE_OFFSET = 400;
    static final int NATIVE_HEARTBEAT_NS_OFFSET = 512;

    private RingLayout()
    {
    }

    static int ringBytes(final int capacityBytes)
    {
        return capacityBytes + RingBufferDescriptor.TRAILER_LENGTH;
    }

    static long fileBytes(final RingSettings settings)
    {
        return (long)HEADER_BYTES + ringBytes(settings.toNativeBytes()) + ringBytes(settings.toKernelBytes());
    }
}
