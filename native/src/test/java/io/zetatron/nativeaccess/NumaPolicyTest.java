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
package io.zetatron.nativeaccess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Placement on whatever nodes this machine has.
 */
class NumaPolicyTest
{
    private static final long PAGE = Pages.BASE.sizeBytes();
    private static final int MISSING = NodeList.MAX_NODES - 1;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = PageMemory.map(arena, 8 * PAGE, Pages.BASE);

    @AfterEach
    void unmap()
    {
        arena.close();
    }

    static Stream<NumaPolicy> policies()
    {
        final NodeList nodes = NodeList.allowed();
        return Stream.of(NumaPolicy.local(), NumaPolicy.preferred(nodes.first()), NumaPolicy.bind(nodes),
            NumaPolicy.interleave(nodes), NumaPolicy.standard());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldReadBackThePolicyOfARange(final NumaPolicy policy)
    {
        policy.applyTo(memory, NumaPolicy.Present.KEEP);

        assertEquals(policy, NumaPolicy.of(memory));
        assertEquals(policy.hashCode(), NumaPolicy.of(memory).hashCode());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldReadBackThePolicyOfAThread(final NumaPolicy policy) throws ExecutionException, InterruptedException
    {
        OwnThread.run(() ->
        {
            policy.applyToThread();

            assertEquals(policy, NumaPolicy.ofThread());
        });
    }

    @Test
    void shouldPlacePagesOnEachNodeAndMoveThem()
    {
        for (final int node : NodeList.allowed().stream().toArray())
        {
            NumaPolicy.bind(NodeList.of(node)).applyTo(memory, NumaPolicy.Present.MOVE);
            PageMemory.prefault(memory);

            final int[] expected = new int[8];
            Arrays.fill(expected, node);
            assertArrayEquals(expected, PageMemory.nodes(memory));
            NumaPolicy.bind(NodeList.of(node)).applyTo(memory, NumaPolicy.Present.REQUIRE);
        }
    }

    @Test
    void shouldSayThatPagesAreElsewhere()
    {
        final int[] nodes = NodeList.allowed().stream().toArray();
        assumeTrue(nodes.length > 1, "this machine has one NUMA node only");
        NumaPolicy.bind(NodeList.of(nodes[0])).applyTo(memory, NumaPolicy.Present.KEEP);
        PageMemory.prefault(memory);

        final NativeCallException refused = assertThrows(NativeCallException.class,
            () -> NumaPolicy.bind(NodeList.of(nodes[1])).applyTo(memory, NumaPolicy.Present.REQUIRE));

        assertEquals(Errno.EIO, refused.errno().orElseThrow());
    }

    @Test
    void shouldSayThatPagesAreNotThereYet()
    {
        final int[] expected = new int[8];
        Arrays.fill(expected, PageMemory.NOT_RESIDENT);

        assertArrayEquals(expected, PageMemory.nodes(memory));
    }

    @ParameterizedTest
    @EnumSource(NumaPolicy.Present.class)
    void shouldRefuseANodeThatDoesNotExistAndSayWhichDo(final NumaPolicy.Present present)
    {
        assumeTrue(!NodeList.online().contains(MISSING), "this machine has a node " + MISSING);

        for (final NumaPolicy policy : new NumaPolicy[]{NumaPolicy.preferred(MISSING),
            NumaPolicy.bind(NodeList.of(MISSING)), NumaPolicy.interleave(NodeList.of(MISSING)),
            NumaPolicy.bind(NodeList.of(NodeList.allowed().first(), MISSING))})
        {
            final NativeCallException refused =
                assertThrows(NativeCallException.class, () -> policy.applyTo(memory, present));
            assertEquals(Errno.EINVAL, refused.errno().orElseThrow());
            assertTrue(refused.getMessage().contains(policy + ", " + present), refused.getMessage());
            assertTrue(refused.advice().contains("online are " + NodeList.online() + ", allowed are " +
                NodeList.allowed()), refused.advice());
            assertEquals(NumaPolicy.standard(), NumaPolicy.of(memory));
        }
    }

    @Test
    void shouldKeepTheFormerPolicyOfAThreadWhenANodeDoesNotExist() throws ExecutionException, InterruptedException
    {
        assumeTrue(!NodeList.online().contains(MISSING), "this machine has a node " + MISSING);
        OwnThread.run(() ->
        {
            NumaPolicy.local().applyToThread();

            assertThrows(NativeCallException.class, () -> NumaPolicy.preferred(MISSING).applyToThread());
            assertThrows(NativeCallException.class,
                () -> NumaPolicy.interleave(NodeList.of(NodeList.allowed().first(), MISSING)).applyToThread());

            assertEquals(NumaPolicy.local(), NumaPolicy.ofThread());
        });
    }

    @Test
    void shouldRefuseNoNodeAndNodesThatAreNone()
    {
        assertThrows(IllegalArgumentException.class, () -> NumaPolicy.bind(NodeList.of()));
        assertThrows(IllegalArgumentException.class, () -> NumaPolicy.interleave(NodeList.of()));
        assertThrows(IllegalArgumentException.class, () -> NumaPolicy.preferred(-1));
        assertThrows(IllegalArgumentException.class, () -> NumaPolicy.preferred(NodeList.MAX_NODES));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NodeList.parse("0-x")).getMessage()
            .startsWith("NUMA node list \"0-x\""));
    }

    @Test
    void shouldNotPlaceACarrierThroughAVirtualThread() throws InterruptedException, ExecutionException
    {
        final CompletableFuture<Throwable> refusal = new CompletableFuture<>();

        Thread.ofVirtual().start(() -> refusal.complete(
            assertThrows(IllegalStateException.class, () -> NumaPolicy.local().applyToThread())));

        assertTrue(refusal.get().getMessage().contains("use a platform thread"), refusal.get().getMessage());
    }

    @Test
    void shouldKnowTheNodesOfTheMachine()
    {
        assertTrue(NodeList.online().contains(CurrentThread.node()));
        assertTrue(NodeList.allowed().size() <= NodeList.online().size());
        assertEquals("0-2,5", NodeList.of(5, 0, 1, 2).toString());
    }
}
