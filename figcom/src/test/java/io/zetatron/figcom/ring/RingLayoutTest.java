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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * What the C side takes the layouts to be, as its compiler has them, beside what this side takes them to be.
 */
@Timeout(300)
class RingLayoutTest
{
    private static final String HEADER = "figcom_frame_header.";
    private static final String FILE = "ring_file.";
    private static final String TENSOR = "figcom_tensor_ref.";

    private static final Map<String, long[]> C = new HashMap<>();

    @BeforeAll
    static void askTheCompiler() throws IOException, InterruptedException
    {
        try (NativeProgram program = NativeProgram.start("layout", List.of()))
        {
            for (String line = program.line(); line != null; line = program.line())
            {
                final int end = line.lastIndexOf(' ', line.lastIndexOf(' ') - 1);
                final String[] numbers = line.substring(end + 1).split(" ");
                C.put(line.substring(0, end), Arrays.stream(numbers).mapToLong(Long::parseLong).toArray());
            }
        }
    }

    @Test
    void shouldHaveEveryFieldOfTheFrameHeaderWhereTheCodecHasIt() throws ReflectiveOperationException
    {
        final Map<String, String> codec = new TreeMap<>();
        for (final Method method : FrameHeaderDecoder.class.getMethods())
        {
            if (method.getName().endsWith("EncodingOffset"))
            {
                final String field = method.getName().substring(0, method.getName().length() - 14);
                codec.put(snake(field), method.invoke(null) + " " +
                    FrameHeaderDecoder.class.getMethod(field + "EncodingLength").invoke(null));
            }
        }

        final Map<String, String> struct = C.entrySet().stream()
            .filter((entry) -> entry.getKey().startsWith(HEADER))
            .collect(Collectors.toMap((entry) -> entry.getKey().substring(HEADER.length()),
                (entry) -> entry.getValue()[0] + " " + entry.getValue()[1], (one, other) -> one, TreeMap::new));
        assertFalse(codec.isEmpty());
        assertEquals(codec, struct, "name=offset size; figcom.h and layout.c have to follow figcom.xml");
        assertEquals(FrameHeaderDecoder.ENCODED_LENGTH, constant("sizeof(struct figcom_frame_header)"));
        assertEquals(FrameHeaderDecoder.SCHEMA_ID, constant("FIGCOM_SCHEMA_ID"));
        assertEquals(FrameHeaderDecoder.SCHEMA_VERSION, constant("FIGCOM_SCHEMA_VERSION"));
        assertEquals(FrameType.TASK.value(), constant("FIGCOM_FRAME_TASK"));
        assertEquals(PayloadType.MESSAGE.value(), constant("FIGCOM_PAYLOAD_MESSAGE"));
    }

    @Test
    void shouldHaveEveryFieldOfTheRingFileWhereTheKernelHasIt() throws IllegalAccessException
    {
        final Map<String, Long> kernel = new TreeMap<>();
        for (final Field field : RingLayout.class.getDeclaredFields())
        {
            if (field.getName().endsWith("_OFFSET"))
            {
                final String name = field.getName().substring(0, field.getName().length() - 7);
                kernel.put(name.toLowerCase(Locale.ROOT), field.getLong(null));
            }
        }

        final Map<String, Long> struct = C.entrySet().stream()
            .filter((entry) -> entry.getKey().startsWith(FILE))
            .collect(Collectors.toMap((entry) -> entry.getKey().substring(FILE.length()),
                (entry) -> entry.getValue()[0], (one, other) -> one, TreeMap::new));
        assertEquals(kernel, struct);
        assertEquals(RingLayout.MAGIC, constant("RING_FILE_MAGIC"));
        assertEquals(RingLayout.VERSION, constant("RING_FILE_VERSION"));
        assertEquals(RingLayout.HEADER_BYTES, constant("RING_FILE_HEADER_BYTES"));
        assertEquals(RingLayout.MIN_CAPACITY_BYTES, constant("RING_CAPACITY_MIN"));
        assertEquals(RingLayout.KERNEL_OPEN, constant("KERNEL_OPEN"));
        assertEquals(RingLayout.KERNEL_CLOSED, constant("KERNEL_CLOSED"));
        assertEquals(RingLayout.NATIVE_ABSENT, constant("NATIVE_ABSENT"));
        assertEquals(RingLayout.NATIVE_ATTACHED, constant("NATIVE_ATTACHED"));
        assertEquals(RingLayout.NATIVE_DETACHED, constant("NATIVE_DETACHED"));
        assertEquals(RingLayout.NATIVE_EXPELLED, constant("NATIVE_EXPELLED"));
    }

    @Test
    void shouldLayOutRecordsAndPositionsAsAgronaDoes()
    {
        assertEquals(RecordDescriptor.HEADER_LENGTH, constant("RECORD_HEADER_BYTES"));
        assertEquals(RecordDescriptor.ALIGNMENT, constant("RECORD_ALIGNMENT"));
        assertEquals(RingBuffer.PADDING_MSG_TYPE_ID, constant("RECORD_PADDING"));
        assertEquals(RingLayout.FRAME_RECORD_TYPE, constant("RECORD_FRAME"));
        assertEquals(RingBufferDescriptor.TAIL_POSITION_OFFSET, constant("TAIL_OFFSET"));
        assertEquals(RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET, constant("HEAD_CACHE_OFFSET"));
        assertEquals(RingBufferDescriptor.HEAD_POSITION_OFFSET, constant("HEAD_OFFSET"));
        assertEquals(RingBufferDescriptor.TRAILER_LENGTH, constant("TRAILER_BYTES"));
    }

    /**
     * The reference's own offsets are private: each field is written through it, and looked for where C has it.
     */
    @Test
    void shouldHaveEveryFieldOfATensorReferenceWhereTheMemoryModuleWritesIt()
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
        new TensorRef().wrap(bytes, 0).strided(77, 88, 96, 1000, ElementType.BF16, new long[]{3, 5}, new long[]{7, 1});

        assertEquals(TensorRef.LENGTH_BYTES, constant("sizeof(struct figcom_tensor_ref)"));
        assertEquals(TensorRef.MAX_RANK, constant("FIGCOM_MAX_RANK"));
        assertEquals(77, bytes.getInt(offset("domain")));
        assertEquals(ElementType.BF16.id(), bytes.getByte(offset("element_type")));
        assertEquals(2, bytes.getByte(offset("rank")));
        assertEquals(88, bytes.getLong(offset("handle")));
        assertEquals(96, bytes.getLong(offset("offset_bytes")));
        assertEquals(1000, bytes.getLong(offset("length_bytes")));
        assertEquals(3, bytes.getLong(offset("shape")));
        assertEquals(5, bytes.getLong(offset("shape") + Long.BYTES));
        assertEquals(7, bytes.getLong(offset("strides")));
        assertEquals(1, bytes.getLong(offset("strides") + Long.BYTES));
    }

    private static int offset(final String field)
    {
        return (int)C.get(TENSOR + field)[0];
    }

    private static long constant(final String name)
    {
        return C.get(name)[0];
    }

    private static String snake(final String name)
    {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
