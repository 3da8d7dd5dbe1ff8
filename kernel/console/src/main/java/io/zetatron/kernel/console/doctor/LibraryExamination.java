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

import io.zetatron.nativeaccess.library.Library;
import io.zetatron.nativeaccess.library.LibraryProbe;
import io.zetatron.nativeaccess.library.VendorAnswer;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which optional libraries are there, what they say of themselves, and what brings those that are missing.
 */
final class LibraryExamination implements Examination
{
    private final Supplier<LibraryFacts> facts;

    LibraryExamination(final Supplier<LibraryFacts> facts)
    {
        this.facts = facts;
    }

    @Override
    public List<Finding> examine(final Host host)
    {
        final LibraryFacts known = facts.get();
        return known.probes().stream()
            .map((probe) -> finding(probe, known.answers().get(probe.library()), host))
            .toList();
    }

    private static Finding finding(final LibraryProbe probe, final VendorAnswer answer, final Host host)
    {
        final Library library = probe.library();
        final Subject subject = new Subject("library." + library.id(), Topic.DEVICES, library.title());
        return switch (probe.state())
        {
            case MISSING -> missing(subject, probe, host);
            case UNUSABLE -> subject.warn(probe.reason(), probe.advice());
            case FOUND -> found(subject, probe, answer);
        };
    }

    private static Finding missing(final Subject subject, final LibraryProbe probe, final Host host)
    {
        final String found = "not installed: " + probe.reason() + " in " + probe.tried().size() + " places";
        final List<String> devices = DeviceExamination.devicesFor(probe.library(), host);
        return devices.isEmpty() ? subject.info(found, probe.advice()) :
            subject.note(found + ", though there is " + String.join(", ", devices), probe.advice());
    }

    private static Finding found(final Subject subject, final LibraryProbe probe, final VendorAnswer answer)
    {
        final String place = version(probe, answer) + probe.files().getLast();
        if (answer != null && !answer.failure().isEmpty())
        {
            return subject.note(place + ": " + answer.failure(), adviceOnFailure(probe.library()));
        }
        final String devices = answer == null || answer.devices().isEmpty() ? "" : answer.devices().stream()
            .collect(Collectors.joining(", ", "; ", ""));
        final String older = probe.older().isEmpty() ? "" :
            "; " + probe.older().size() + " of its functions have older names, which are used";
        if (!probe.missing().isEmpty())
        {
            return subject.note(place + devices + older + "; lacks " + String.join(", ", probe.missing().keySet()),
                "there since " + probe.missing().values().stream().distinct().collect(Collectors.joining(", ")) +
                    ": install a later release");
        }
        return subject.ok(place + devices + older);
    }

    private static String version(final LibraryProbe probe, final VendorAnswer answer)
    {
        final String version = answer == null || answer.version().isEmpty() ? probe.version() : answer.version();
        return version.isEmpty() ? "" : version + " in ";
    }

    private static String adviceOnFailure(final Library library)
    {
        final String other = ", or name another library with -D" + library.property() + "=PATH";
        return switch (library)
        {
            case CUDA, NVML -> "see what nvidia-smi and dmesg say of the driver and the GPU" + other;
            case OPENCL -> "see what clinfo says; install the vendor's ICD (pocl-opencl-icd for the CPU) or remove a " +
                "broken one from /etc/OpenCL/vendors" + other;
            default -> library.install();
        };
    }
}
