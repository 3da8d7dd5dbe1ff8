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
package io.zetatron.memory.state;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class ScrubberTest
{
    private static final int BYTES_PER_SECOND = 8192;

    private final StateBlock block = StateBlock.of(Path.of("unused"), 1024, 10_000, 2048);
    private final List<String> found = new ArrayList<>();
    private final List<Sha256> hashes = new ArrayList<>();
    private long nowNs;
    private final Scrubber scrubber = new Scrubber(BYTES_PER_SECOND, () -> nowNs, this::onMismatch);

    private void onMismatch(final StateRegion region, final int page, final Sha256 expected, final Sha256 actual)
    {
        found.add(region.schema().name() + ":" + page);
        hashes.add(expected);
        hashes.add(actual);
    }

    @AfterEach
    void after()
    {
        block.close();
    }

    private void addAll()
    {
        for (final StateRegion region : block.regions)
        {
            region.setMemory(0, region.lengthBytes(), (byte)3);
            region.seal();
            scrubber.add(region);
        }
    }

    private int scrub(final int seconds)
    {
        int pages = 0;
        for (int i = 0; i < seconds * 10; i++)
        {
            nowNs += 100_000_000;
            pages += scrubber.doWork();
        }
        return pages;
    }

    @Test
    void shouldReadAtTheRateAndFindNothingInWhatIsWhole()
    {
        addAll();
        assertEquals(0, scrubber.doWork());
        // Ten of the twelve pages have 1024 bytes, one 784; 100 seconds allow 819,200 bytes.
        final int pages = scrub(100);
        assertEquals(819_200 / ((10_000 + 2048) / 12.0), pages, 2);
        assertEquals(pages, scrubber.scrubbedPages());
        assertEquals(pages / 12, scrubber.passes());
        assertEquals(0, scrubber.mismatches());
        assertTrue(found.isEmpty());
    }

    @Test
    void shouldFindEachPageThatHasChangedOnceAPass()
    {
        addAll();
        block.region(0).memory().set(ValueLayout.JAVA_BYTE, 3 * 1024 + 17, (byte)2);
        block.region(0).memory().set(ValueLayout.JAVA_BYTE, 9_999, (byte)1);
        block.region(1).memory().set(ValueLayout.JAVA_BYTE, 0, (byte)1);
        while (scrubber.passes() < 2)
        {
            scrub(1);
        }
        assertEquals(List.of("r0:3", "r0:9", "r1:0", "r0:3", "r0:9", "r1:0"), found.subList(0, 6));
        assertEquals(found.size(), scrubber.mismatches());
        assertEquals(block.region(0).sealedHash(3), hashes.get(0));
        assertNotEquals(hashes.get(0), hashes.get(1));
        assertEquals(block.region(0).hash(3, new byte[1024]), hashes.get(1));

        block.region(0).memory().set(ValueLayout.JAVA_BYTE, 3 * 1024 + 17, (byte)3);
        block.region(0).memory().set(ValueLayout.JAVA_BYTE, 9_999, (byte)3);
        block.region(1).memory().set(ValueLayout.JAVA_BYTE, 0, (byte)3);
        scrub(10);
        found.clear();
        scrub(10);
        assertTrue(found.isEmpty());
    }

    @Test
    void shouldFindAnyBitChanged()
    {
        final StateBlock small = StateBlock.of(Path.of("unused"), 64, 100);
        small.region(0).seal();
        scrubber.add(small.region(0));
        for (int bit = 0; bit < 800; bit++)
        {
            final byte whole = small.region(0).getByte(bit / 8);
            small.region(0).memory().set(ValueLayout.JAVA_BYTE, bit / 8, (byte)(whole ^ 1 << bit % 8));
            found.clear();
            nowNs += 100_000_000;
            assertTrue(scrubber.doWork() >= 2);
            assertTrue(found.contains("r0:" + bit / 8 / 64), "bit " + bit);
            small.region(0).memory().set(ValueLayout.JAVA_BYTE, bit / 8, whole);
        }
        small.close();
    }

    @Test
    void shouldNotCatchUpWithTimeThatHasPassedUnused()
    {
        addAll();
        nowNs += 1_000_000_000_000L;
        final int pages = scrubber.doWork();
        assertTrue(pages <= 9, "pages " + pages);
        nowNs -= 5_000_000_000L;
        scrubber.doWork();
        assertTrue(scrubber.scrubbedPages() <= 9);
    }

    @Test
    void shouldLeaveOutWhatWasRemoved()
    {
        addAll();
        scrub(1);
        scrubber.remove(block.region(0));
        block.region(0).memory().set(ValueLayout.JAVA_BYTE, 0, (byte)9);
        block.region(1).memory().set(ValueLayout.JAVA_BYTE, 0, (byte)9);
        scrub(3);
        assertTrue(found.stream().allMatch((page) -> page.equals("r1:0")) && !found.isEmpty(), found.toString());
        scrubber.remove(block.region(1));
        assertEquals(0, scrub(3));
    }

    @Test
    void shouldRefuseWhatMayStillChange()
    {
        assertThrows(IllegalArgumentException.class, () -> scrubber.add(block.region(0)));
        block.region(0).seal();
        scrubber.add(block.region(0));
        assertThrows(IllegalArgumentException.class, () -> scrubber.add(block.region(0)));
        assertEquals("scrubber", scrubber.roleName());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 0, 4095, (1L << 33) + 1})
    void shouldRefuseImpossibleRates(final long bytesPerSecond)
    {
        assertThrows(IllegalArgumentException.class, () -> new Scrubber(bytesPerSecond, () -> 0, this::onMismatch));
    }

    @Test
    void shouldBoundACallAtTheHighestRate()
    {
        final Scrubber other = new Scrubber(Scrubber.MAX_BYTES_PER_SECOND, () -> nowNs, this::onMismatch);
        block.region(1).seal();
        other.add(block.region(1));
        nowNs += 1_000_000_000;
        assertEquals(1024, other.doWork(), "1 MiB in pages of 1 KiB");
    }
}
