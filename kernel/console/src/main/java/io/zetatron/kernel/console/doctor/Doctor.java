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
package io.zetatron.kernel.console.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Examines what a host gives a low-latency process and what it withholds.
 */
public final class Doctor
{
    private final List<Examination> examinations;

    /**
     * A doctor who carries out these examinations.
     *
     * @param examinations in any order: findings are put in the order of their topics.
     */
    public Doctor(final List<Examination> examinations)
    {
        this.examinations = List.copyOf(examinations);
    }

    /**
     * All examinations that there are.
     *
     * @param requiredBytes that the bus's logs want in {@code /dev/shm}.
     * @param java          what is known of the virtual machine.
     * @param libraries     says what is known of optional libraries; asked once.
     * @return a new list, to which others may be added.
     */
    public static List<Examination> standardExaminations(
        final long requiredBytes, final JavaFacts java, final Supplier<LibraryFacts> libraries)
    {
        return new ArrayList<>(List.of(
            new CoreExamination(),
            new IsolationExamination(),
            new CpuLimitExamination(),
            new FrequencyExamination(),
            new MemoryLimitExamination(requiredBytes),
            new SharedMemoryExamination(requiredBytes),
            new PageExamination(),
            new SwapExamination(),
            new EccExamination(),
            new RightsExamination(),
            new SchedulerExamination(),
            new InterruptExamination(),
            new ClockExamination(),
            new KernelExamination(),
            new VirtualizationExamination(),
            new ObservationExamination(),
            new LibraryExamination(libraries),
            new DeviceExamination(),
            new JavaExamination(java)));
    }

    /**
     * Examine a host.
     *
     * @param host to examine.
     * @return all findings, ordered by topic; an examination that fails is a warning of its own.
     */
    public List<Finding> examine(final Host host)
    {
        return examinations.stream()
            .flatMap((examination) -> attempted(examination, host).stream())
            .sorted(Comparator.comparing(Finding::topic))
            .toList();
    }

    private static List<Finding> attempted(final Examination examination, final Host host)
    {
        try
        {
            return examination.examine(host);
        }
        catch (final RuntimeException ex)
        {
            final String name = examination.getClass().getSimpleName();
            return List.of(new Subject("doctor." + name, Topic.PLATFORM, "not examined").warn(
                name + " failed: " + ex, "report this, with the output of ./zetatron doctor --json"));
        }
    }
}
