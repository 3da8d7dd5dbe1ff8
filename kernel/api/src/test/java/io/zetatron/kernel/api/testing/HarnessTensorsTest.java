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
package io.zetatron.kernel.api.testing;

import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.api.Tensors;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.Tensor;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HarnessTensorsTest
{
    private static final PortOptions OPTIONS = PortOptions.NONE.withTensors().withLanes(2);
    private static final TestMessage MESSAGE = TestMessage
        .of(new ProgressEncoder(), (message) -> message.rowsAdmitted(1))
        .withTensor(ElementType.U8, new long[]{2}, (tensor) ->
        {
            tensor.putLong(0, 5);
            tensor.putLong(1, 6);
        });

    private interface Step
    {
        boolean onTensor(Tensors tensors, OutputPort<ProgressEncoder> output, Tensor tensor);
    }

    private static EngineHarness harness(final Step step)
    {
        return new EngineHarness(new Engine()
        {
            @Override
            public EngineDescriptor descriptor()
            {
                return new EngineDescriptor("test", "Test", 1);
            }

            @Override
            public List<Block> blocks()
            {
                return List.of(new Block()
                {
                    @Override
                    public String id()
                    {
                        return "block";
                    }

                    @Override
                    public void open(final BlockContext context)
                    {
                        final OutputPort<ProgressEncoder> output =
                            context.output("two", new ProgressEncoder(), OPTIONS);
                        context.tensorInput("one", new ProgressDecoder(), PortOptions.NONE,
                            (header, message, tensor) -> step.onTensor(context.tensors(), output, tensor));
                    }
                });
            }
        }).open();
    }

    private static boolean claim(final OutputPort<ProgressEncoder> output, final Tensor tensor, final int lane)
    {
        return output.tryClaim(
            ProgressEncoder.BLOCK_LENGTH, tensor, 0, 0, lane, OutputPort.NO_DEADLINE) >= 0;
    }

    @Test
    void shouldShowTheTensorThatAnEngineHandsOnAndGiveItAnewAfterARefusal()
    {
        try (EngineHarness harness = harness((tensors, output, tensor) ->
        {
            if (!claim(output, tensor, 1))
            {
                return false;
            }
            tensor.putLong(0, tensor.getLong(0) + 1);
            output.commit();
            return true;
        }))
        {
            harness.refuse("two", 1);
            assertFalse(harness.offer("one", MESSAGE));
            harness.send("one", MESSAGE);

            assertEquals(1, harness.sent().size());
            assertArrayEquals(new byte[]{6, 6}, harness.sent().getFirst().tensor());
        }
    }

    @Test
    void shouldLetAnEngineKeepWhatItSendsAndReleaseItLater()
    {
        try (EngineHarness harness = harness((tensors, output, tensor) ->
        {
            claim(output, tensor, 0);
            output.commitAndKeep();
            tensors.release(tensor);
            return true;
        }))
        {
            harness.send("one", MESSAGE);

            assertArrayEquals(new byte[]{5, 6}, harness.sent().getFirst().tensor());
        }
    }

    @Test
    void shouldFailWhenAnEngineClosesAndHoldsATensor()
    {
        final EngineHarness harness = harness((tensors, output, tensor) -> true);
        harness.send("one", MESSAGE);

        final String message = assertThrows(AssertionError.class, harness::close).getMessage();
        assertEquals("test has closed and holds 1 tensors still", message);
    }

    @Test
    void shouldFailWhenAnEngineSendsWhatItHasReleased()
    {
        try (EngineHarness harness = harness((tensors, output, tensor) ->
        {
            tensors.release(tensor);
            return claim(output, tensor, 0);
        }))
        {
            final String message =
                assertThrows(AssertionError.class, () -> harness.offer("one", MESSAGE)).getMessage();
            assertTrue(message.contains("is not the engine's to send"), message);
        }
    }

    @Test
    void shouldFailWhenThereIsNoSuchLane()
    {
        try (EngineHarness harness = harness((tensors, output, tensor) -> claimElsewhere(tensors, output, tensor)))
        {
            final String message =
                assertThrows(AssertionError.class, () -> harness.offer("one", MESSAGE)).getMessage();
            assertTrue(message.contains("lane 2 of 2"), message);
        }
    }

    private static boolean claimElsewhere(
        final Tensors tensors, final OutputPort<ProgressEncoder> output, final Tensor tensor)
    {
        try
        {
            return claim(output, tensor, 2);
        }
        finally
        {
            tensors.release(tensor);
        }
    }
}
