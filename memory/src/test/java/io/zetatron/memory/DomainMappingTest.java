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
package io.zetatron.memory;

import io.zetatron.nativeaccess.ChildJvm;
import io.zetatron.nativeaccess.NativeCallException;
import io.zetatron.nativeaccess.NodeList;
import io.zetatron.nativeaccess.Pages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class DomainMappingTest
{
    private static final long SIZE_BYTES = 4L << 20;

    @TempDir
    Path folder;

    private final MemoryAccounts accounts = new MemoryAccounts();

    @AfterEach
    void shouldLeaveNothingAccounted()
    {
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldTakeMemoryOnlyWhenItIsUsed()
    {
        try (MemoryDomain domain = MemoryDomain.create("test", SIZE_BYTES, accounts))
        {
            assertEquals(0, domain.describe().residentBytes());
            domain.allocate(3 * Pages.BASE.sizeBytes()).fill((byte)1);
            final DomainDescription description = domain.describe();
            assertEquals(3 * Pages.BASE.sizeBytes(), description.residentBytes());
            assertEquals(3, description.pagesByNode().values().stream().mapToLong(Long::longValue).sum());
            assertEquals(List.of(), description.reasons());
            assertEquals("anonymous", description.backing());
            assertEquals("local", description.wishedNodes());
        }
    }

    @Test
    void shouldBringAllPagesIntoMemoryAtTheStart()
    {
        try (MemoryDomain domain = create(DomainSettings.of("test", SIZE_BYTES).prefaulted(true)))
        {
            assertEquals(SIZE_BYTES, domain.describe().residentBytes());
            assertEquals(0, domain.usedBytes());
        }
    }

    @Test
    void shouldSayWhyItHasOtherPagesThanWished()
    {
        try (MemoryDomain domain = create(
            DomainSettings.of("test", SIZE_BYTES).pages(List.of(Pages.HUGE_1_GIB, Pages.BASE))))
        {
            final DomainDescription description = domain.describe();
            if (description.pages() == Pages.BASE)
            {
                assertEquals(1, description.reasons().size());
                assertTrue(description.reasons().getFirst().startsWith("not HUGE_1_GIB: "), description.summary());
                assertTrue(description.summary().contains("not HUGE_1_GIB: "), description.summary());
            }
            else
            {
                assertEquals(List.of(), description.reasons());
            }
        }
    }

    @Test
    void shouldRefuseADomainThatCanHaveOnlyPagesThatAreNotThere()
    {
        assumeTrue(Pages.HUGE_2_MIB.free() == 0, "there are free pages of 2 MiB");
        final RuntimeException refused = assertThrows(RuntimeException.class,
            () -> create(DomainSettings.of("test", SIZE_BYTES).pages(List.of(Pages.HUGE_2_MIB))));
        assertTrue(refused.getMessage().contains("hugepages"), refused.getMessage());
    }

    @Test
    void shouldTakeOrdinaryPagesWhenTooFewHugeOnesAreLeftAndSaySo()
    {
        assumeTrue(Pages.HUGE_2_MIB.isOffered(), "this machine has no pages of 2 MiB");
        final long sizeBytes = (Pages.HUGE_2_MIB.free() + 1) * Pages.HUGE_2_MIB.sizeBytes();
        try (MemoryDomain domain = create(
            DomainSettings.of("test", sizeBytes).pages(List.of(Pages.HUGE_2_MIB, Pages.BASE))))
        {
            final DomainDescription description = domain.describe();
            assertEquals(Pages.BASE, description.pages());
            assertEquals(1, description.reasons().size());
            final String reason = description.reasons().getFirst();
            assertTrue(reason.startsWith("not HUGE_2_MIB: ") && reason.contains("nr_hugepages"), reason);
            assertEquals(sizeBytes, domain.allocate(sizeBytes).byteSize());
        }
    }

    /**
     * Asks for a locked domain, then for one that is not.
     */
    static final class LockedRequest
    {
        private LockedRequest()
        {
        }

        public static void main(final String[] arguments)
        {
            final MemoryAccounts accounts = new MemoryAccounts();
            final DomainSettings settings = DomainSettings.of("test", 65_536);
            try (MemoryDomain domain = MemoryDomain.create(settings.locked(true), accounts))
            {
                System.out.println("granted " + domain.describe().lockedBytes());
            }
            catch (final NativeCallException ex)
            {
                System.out.println(ex.getMessage());
            }
            try (MemoryDomain domain = MemoryDomain.create(settings.locked(false), accounts))
            {
                domain.allocate(65_536).fill((byte)1);
                System.out.println("without lock " + domain.describe().residentBytes());
            }
            System.out.println("left " + accounts.totalBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, RLIMIT_MEMLOCK", "65536, granted 65536"})
    void shouldRefuseToLockWhereTheLimitIsZeroAndLeaveNothing(final long limitBytes, final String answer)
        throws IOException, InterruptedException
    {
        final List<String> prefix = ChildJvm.powerless("--memlock=" + limitBytes);
        assumeTrue(ChildJvm.canRun(prefix),
            "the limit of locked memory cannot be set, or rights not be given up, with " + prefix + " (util-linux)");
        final ChildJvm child = ChildJvm.run(folder, prefix, LockedRequest.class);
        assertEquals(0, child.exitCode(), child.output());
        assertTrue(child.output().contains(answer), child.output());
        assertEquals(limitBytes > 0, child.output().contains("granted"), child.output());
        assertTrue(child.output().endsWith("without lock 65536\nleft 0"), child.output());
    }

    @Test
    void shouldBeOnTheNodeThatWasAskedFor()
    {
        final int node = NodeList.online().first();
        try (MemoryDomain domain = create(DomainSettings.of("test", SIZE_BYTES).node(node).prefaulted(true)))
        {
            final DomainDescription description = domain.describe();
            assertEquals(SIZE_BYTES / Pages.BASE.sizeBytes(), description.pagesByNode().get(node));
            assertEquals("node " + node, description.wishedNodes());
            assertEquals(List.of(), description.reasons());
        }
    }

    @Test
    void shouldRefuseANodeThatIsNotThere()
    {
        final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
            () -> create(DomainSettings.of("test", SIZE_BYTES).node(777)));
        assertTrue(refused.getMessage().contains("777") &&
            refused.getMessage().contains("this machine has " + NodeList.online()), refused.getMessage());
        assertThrows(IllegalArgumentException.class,
            () -> create(DomainSettings.of("test", SIZE_BYTES).interleave(NodeList.of())));
    }

    @Test
    void shouldLockItsPages()
    {
        final MemoryDomain domain;
        try
        {
            domain = create(DomainSettings.of("test", 65_536).locked(true));
        }
        catch (final NativeCallException ex)
        {
            assertTrue(ex.getMessage().contains("mlock") && !ex.advice().isEmpty(), ex.getMessage());
            return;
        }
        try (domain)
        {
            assertEquals(65_536, domain.describe().lockedBytes());
        }
    }

    @Test
    void shouldBeMappedByOthersAndLeaveNoFile() throws IOException
    {
        final Path file = folder.resolve("domain");
        try (MemoryDomain domain = create(DomainSettings.of("test", 65_536).shared(file)))
        {
            assertEquals(65_536, Files.size(file));
            final MemorySegment region = domain.allocate(8);
            region.set(ValueLayout.JAVA_LONG, 0, 42);
            try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw"))
            {
                final MappedByteBuffer mapped =
                    other.getChannel().map(FileChannel.MapMode.READ_WRITE, domain.offset(region), 8);
                mapped.order(ByteOrder.nativeOrder());
                assertEquals(42, mapped.getLong(0));
                mapped.putLong(0, 43);
            }
            assertEquals(43, region.get(ValueLayout.JAVA_LONG, 0));
            assertEquals(file.toString(), domain.describe().backing());
            final NativeCallException taken = assertThrows(NativeCallException.class,
                () -> create(DomainSettings.of("second", 65_536).shared(file)));
            assertTrue(taken.getMessage().contains(file.toString()), taken.getMessage());
            assertTrue(Files.exists(file));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldFindARegionByItsPlace()
    {
        try (MemoryDomain domain = MemoryDomain.create("test", SIZE_BYTES, accounts))
        {
            domain.allocate(1);
            final MemorySegment region = domain.allocate(64, 4096);
            assertEquals(4096, domain.offset(region));
            assertEquals(region.address(), domain.at(4096, 64).address());
            assertThrows(IndexOutOfBoundsException.class, () -> domain.at(SIZE_BYTES, 1));
            assertThrows(IllegalArgumentException.class, () -> domain.offset(MemorySegment.ofArray(new byte[1])));
            assertThrows(IllegalArgumentException.class, () -> domain.allocate(1, 48));
            assertThrows(IllegalArgumentException.class, () -> domain.allocate(1, 1 << 30));
        }
    }

    private MemoryDomain create(final DomainSettings settings)
    {
        return MemoryDomain.create(settings, accounts);
    }
}
