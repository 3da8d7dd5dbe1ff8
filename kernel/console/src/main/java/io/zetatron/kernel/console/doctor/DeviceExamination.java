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

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which devices there are, and whether this process may open them. None is opened, because that wakes some of them.
 */
final class DeviceExamination implements Examination
{
    private static final List<Kind> KINDS = List.of(
        new Kind("device.nvidia", "NVIDIA GPU", "/dev", "nvidia(\\d+|ctl|-uvm)", List.of(Library.CUDA, Library.NVML)),
        new Kind("device.amd", "AMD compute", "/dev", "kfd", List.of(Library.OPENCL)),
        new Kind("device.render", "GPU (DRM)", "/dev/dri", "renderD\\d+", List.of(Library.OPENCL)),
        new Kind("device.accel", "NPU (accel)", "/dev/accel", "accel\\d+", List.of(Library.ONNXRUNTIME)),
        new Kind("device.tpm", "TPM", "/dev", "tpmrm\\d+", List.of(Library.TSS2)),
        new Kind("device.uio", "FPGA (UIO)", "/dev", "uio\\d+", List.of()));

    @Override
    public List<Finding> examine(final Host host)
    {
        return KINDS.stream().map((kind) -> finding(kind, host)).toList();
    }

    /**
     * The devices that a library serves.
     *
     * @return their paths; empty if there are none.
     */
    static List<String> devicesFor(final Library library, final Host host)
    {
        return KINDS.stream()
            .filter((kind) -> kind.libraries.contains(library))
            .flatMap((kind) -> kind.nodes(host).stream())
            .toList();
    }

    private static Finding finding(final Kind kind, final Host host)
    {
        final Subject subject = new Subject(kind.id, Topic.DEVICES, kind.title);
        final List<String> nodes = kind.nodes(host);
        if (nodes.isEmpty())
        {
            return subject.info("none in " + kind.folder, "");
        }
        final List<String> refused = nodes.stream().filter((node) -> !host.isAccessible(node)).toList();
        return refused.isEmpty() ? subject.ok(String.join(", ", nodes)) : subject.note(
            refused.stream()
                .map((node) -> node + " may not be read and written by this user (" + host.ownership(node) + ")")
                .collect(Collectors.joining("; ")),
            advice(host, refused));
    }

    private static String advice(final Host host, final List<String> refused)
    {
        if (host.isContainer())
        {
            return "start the container with " + refused.stream()
                .map((node) -> "--device " + node)
                .collect(Collectors.joining(" ")) + " and as a user, or with a --group-add, that may open them";
        }
        final String groups = refused.stream()
            .map(host::group)
            .flatMap(Optional::stream)
            .filter((group) -> !group.equals("root"))
            .distinct()
            .collect(Collectors.joining(","));
        return groups.isEmpty() ?
            "give them to a group with a udev rule: KERNEL==\"" + refused.getFirst().replaceAll(".*/", "") +
                "\", GROUP=\"zetatron\", MODE=\"0660\" in /etc/udev/rules.d/60-zetatron.rules" :
            "usermod -aG " + groups + " USER, then log in again";
    }

    /**
     * A kind of device.
     *
     * @param id        of its finding.
     * @param title     for people.
     * @param folder    in which its nodes lie.
     * @param pattern   of their names.
     * @param libraries that use it.
     */
    private record Kind(String id, String title, String folder, Pattern pattern, List<Library> libraries)
    {
        Kind(
            final String id,
            final String title,
            final String folder,
            final String pattern,
            final List<Library> libraries)
        {
            this(id, title, folder, Pattern.compile(pattern), libraries);
        }

        List<String> nodes(final Host host)
        {
            return host.names(folder).stream()
                .filter((name) -> pattern.matcher(name).matches())
                .map((name) -> folder + "/" + name)
                .toList();
        }
    }
}
