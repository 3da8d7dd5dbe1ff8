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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DoctorTest
{
    @TempDir
    private Path root;
    private RecordedHost host;

    @BeforeEach
    void setUp()
    {
        host = new RecordedHost(root);
    }

    @Test
    void shouldFindNothingWrongWithTunedServer()
    {
        host.tunedServer();

        assertEquals(List.of(), ids(Level.WARN));
        assertEquals(List.of(), ids(Level.NOTE));
        assertTrue(host.findings().stream()
            .filter((finding) -> finding.level() == Level.OK)
            .allMatch((finding) -> finding.advice().isEmpty()));
    }

    @Test
    void shouldFindWhatContainerWithholds()
    {
        host.smallContainer();

        assertEquals(List.of("cpu.quota", "memory.shm"), ids(Level.WARN));
        assertEquals(
            List.of("cpu.cores", "cpu.cpuset", "memory.limit", "memory.memlock", "scheduling.rtprio",
                "scheduling.irqbalance"),
            ids(Level.NOTE));
        assertTrue(host.finding("memory.memlock").advice().startsWith("docker run"));
    }

    @Test
    void shouldFindWhatVirtualMachineWithholds()
    {
        host.virtualMachine();

        assertEquals(List.of(), ids(Level.WARN));
        assertEquals(
            List.of("cpu.cores", "cpu.isolated", "memory.memlock", "memory.hugepages-2m", "memory.hugepages-1g",
                "scheduling.rtprio", "platform.hypervisor", "platform.steal"),
            ids(Level.NOTE));
        assertEquals("none; the machine has 62.5 GiB", host.finding("memory.limit").found());
        assertEquals("virtual machine (QEMU Standard PC)", host.finding("platform.hypervisor").found());
    }

    @Test
    void shouldSayWhatIsNotVisibleWhenNearlyEverythingIsMissing()
    {
        final List<Finding> findings = host.findings();
        final List<String> ids = findings.stream().map(Finding::id).toList();

        final RecordedHost tuned = new RecordedHost(root.resolve("tuned")).tunedServer();
        assertEquals(tuned.findings().stream().map(Finding::id).toList(), ids);
        assertTrue(findings.stream().filter((finding) -> finding.found().startsWith("not visible")).count() > 10);
        assertTrue(findings.stream().noneMatch((finding) -> finding.id().startsWith("doctor.")), ids.toString());
    }

    @Test
    void shouldNotThrowWhenFilesHoldNonsense()
    {
        host.tunedServer().file("/proc/self/status", "Cpus_allowed_list:\tx-y").file("/proc/stat", "")
            .file("/proc/swaps", "a\nb c d e").file("/proc/self/mountinfo", "1 2 -").file("/proc/self/cgroup", "::::");

        assertFalse(host.findings().isEmpty());
        assertTrue(ids(Level.WARN).contains("doctor.CoreExamination"));
    }

    @Test
    void shouldTakeFurtherExaminations()
    {
        final Subject device = new Subject("device.tpm", Topic.PLATFORM, "TPM");
        final List<Examination> examinations = Doctor.standardExaminations(
            1, RecordedHost.java("Copy", 2), host::libraries);
        examinations.add((examined) -> List.of(device.ok("none wanted")));

        final List<Finding> findings = new Doctor(examinations).examine(host.host());

        assertTrue(findings.contains(device.ok("none wanted")));
        assertEquals(Topic.JAVA, findings.getLast().topic());
    }

    @Test
    void shouldRefuseFindingWithoutAdvice()
    {
        final Subject subject = new Subject("a.b", Topic.CPU, "b");

        assertThrows(IllegalArgumentException.class, () -> subject.note("bad", " "));
    }

    private List<String> ids(final Level level)
    {
        return host.findings().stream().filter((finding) -> finding.level() == level).map(Finding::id).toList();
    }
}
