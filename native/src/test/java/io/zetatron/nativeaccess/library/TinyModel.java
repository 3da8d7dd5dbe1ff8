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
package io.zetatron.nativeaccess.library;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The smallest model that computes something, as the bytes of ONNX's protocol buffer.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class TinyModel
{
    private static final int IR_VERSION = 8;
    private static final int OPSET_VERSION = 13;
    private static final int FLOAT = 1;
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TinyModel()
    {
    }

    /**
     * {@code y = x * weights + bias}, for one row at a time.
     */
    static byte[] gemm(final int inputs, final int outputs, final float[] weights, final float[] bias)
    {
        final TinyModel node = new TinyModel().text(1, "x").text(1, "w").text(1, "b").text(2, "y").text(4, "Gemm");
        final TinyModel graph = new TinyModel()
            .part(1, node)
            .text(2, "tiny")
            .part(5, initializer("w", weights, inputs, outputs))
            .part(5, initializer("b", bias, outputs))
            .part(11, value("x", 1, inputs))
            .part(12, value("y", 1, outputs));
        return new TinyModel()
            .number(1, IR_VERSION)
            .part(7, graph)
            .part(8, new TinyModel().text(1, "").number(2, OPSET_VERSION))
            .bytes.toByteArray();
    }

    /**
     * What the model should answer.
     */
    static float[] expected(final float[] row, final int outputs, final float[] weights, final float[] bias)
    {
        final float[] answer = bias.clone();
        for (int i = 0; i < row.length; i++)
        {
            for (int j = 0; j < outputs; j++)
            {
                answer[j] += row[i] * weights[i * outputs + j];
            }
        }

        return answer;
    }

    private static TinyModel initializer(final String name, final float[] values, final int... shape)
    {
        final TinyModel tensor = new TinyModel();
        for (final int length : shape)
        {
            tensor.number(1, length);
        }
        final ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor.number(2, FLOAT).text(8, name).raw(9, raw.array());
    }

    private static TinyModel value(final String name, final int... shape)
    {
        final TinyModel dimensions = new TinyModel();
        for (final int length : shape)
        {
            dimensions.part(1, new TinyModel().number(1, length));
        }
        final TinyModel tensor = new TinyModel().number(1, FLOAT).part(2, dimensions);
        return new TinyModel().text(1, name).part(2, new TinyModel().part(1, tensor));
    }

    private TinyModel number(final int field, final long value)
    {
        varint((long)field << 3 | VARINT);
        return varint(value);
    }

    private TinyModel text(final int field, final String value)
    {
        return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private TinyModel part(final int field, final TinyModel value)
    {
        return raw(field, value.bytes.toByteArray());
    }

    private TinyModel raw(final int field, final byte[] value)
    {
        varint((long)field << 3 | BYTES);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private TinyModel varint(final long value)
    {
        long rest = value;
        while (rest > 0x7f)
        {
            bytes.write((int)(rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int)rest);
        return this;
    }
}
