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

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Advice on refusals that a test cannot bring about on every machine. Others are tested where they happen.
 */
class AdviceTest
{
    @Test
    void shouldBlameKernelOrFilterWhenACallIsMissing()
    {
        final int missing = Errno.ENOSYS.number();

        for (final String advice : new String[]{Advice.general(missing), Advice.numa(missing), Advice.memory(missing),
            Advice.lock(missing), Advice.file(missing), Advice.affinity(CpuList.of(0), missing),
            Advice.mapping(Pages.BASE, 4096, missing), Advice.scheduling(new SchedulingPolicy.Fifo(1), missing)})
        {
            assertTrue(advice.contains("seccomp") && advice.contains("uname -r"), advice);
        }
    }

    @Test
    void shouldSayThatAContainerRefusesPlacement()
    {
        final String advice = Advice.numa(Errno.EPERM.number());

        assertTrue(advice.contains("seccomp") && advice.contains("--cap-add SYS_NICE"), advice);
    }

    @Test
    void shouldNameTheLimitOfOpenFiles()
    {
        final String advice = Advice.file(Errno.EMFILE.number());

        assertTrue(advice.contains("may have " + ResourceLimit.OPEN_FILES.soft() + " files open"), advice);
    }

    @Test
    void shouldSayNothingAboutErrorsThatHaveNoRemedy()
    {
        assertEquals("", Advice.general(4_000));
        assertEquals("", Advice.memory(Errno.EDOM.number()));
    }
}
