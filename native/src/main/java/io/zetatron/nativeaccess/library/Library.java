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

import java.util.List;
import java.util.Locale;

/**
 * A library that is bound, and what has to be known to find and judge it. All but {@link #LINUX} are optional.
 */
public enum Library
{
    /** The C library of this process. */
    LINUX("C library", "", List.of(
        new LibraryPart(List.of("libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"), "")),
        "it comes with the operating system"),

    /** The CUDA driver; no toolkit is needed. */
    CUDA("CUDA driver", "libcuda.so.", List.of(new LibraryPart(List.of("libcuda.so.1"), "")),
        "with an NVIDIA GPU, install its driver: apt-get install libcuda1 (Debian, non-free), nvidia-driver-580 " +
            "(Ubuntu), dnf install xorg-x11-drv-nvidia-cuda-libs (RPM Fusion); in a container, start it with " +
            "--gpus all"),

    /** NVIDIA's management library, which comes with the driver. */
    NVML("NVML", "libnvidia-ml.so.", List.of(new LibraryPart(List.of("libnvidia-ml.so.1"), "")),
        "with an NVIDIA GPU, install its driver's management library: apt-get install libnvidia-ml1 (Debian, " +
            "non-free), libnvidia-compute-580 (Ubuntu), dnf install xorg-x11-drv-nvidia-cuda-libs (RPM Fusion); in a " +
            "container, start it with --gpus all"),

    /** The OpenCL loader, which finds the vendors' implementations. */
    OPENCL("OpenCL", "OPENCL_", List.of(new LibraryPart(List.of("libOpenCL.so.1"), "")),
        "for GPUs and FPGAs through OpenCL: apt-get install ocl-icd-libopencl1 and the vendor's ICD (pocl-opencl-icd " +
            "for the CPU), dnf install ocl-icd pocl, apk add opencl-icd-loader"),

    /** ONNX Runtime. */
    ONNXRUNTIME("ONNX Runtime", "VERS_", List.of(
        new LibraryPart(List.of("libonnxruntime.so", "libonnxruntime.so.1"), "")),
        "for NPUs and ONNX models: get release 1.24 or later (in Java's world com.microsoft.onnxruntime:onnxruntime) " +
            "and name its libonnxruntime.so or its jar with -Dzetatron.library.onnxruntime=PATH"),

    /** The TPM 2.0 software stack. */
    TSS2("TPM 2.0 stack", "libtss2-esys.so.", List.of(
        new LibraryPart(List.of("libtss2-mu.so.0"), "Tss2_MU_"),
        new LibraryPart(List.of("libtss2-rc.so.0"), "Tss2_RC_"),
        new LibraryPart(List.of("libtss2-tctildr.so.0"), "Tss2_TctiLdr_"),
        new LibraryPart(List.of("libtss2-esys.so.0"), "Esys_")),
        "with a TPM: apt-get install libtss2-esys-3.0.2-0 libtss2-tctildr0 libtss2-rc0 libtss2-mu0 (from Debian 13 " +
            "on with t64 at the end), dnf install tpm2-tss, apk add tpm2-tss-esys tpm2-tss-tctildr tpm2-tss-rc " +
            "tpm2-tss-mu");

    /** What the system properties begin with that name a library's path; the library's {@link #id()} follows. */
    public static final String PROPERTY_PREFIX = "zetatron.library.";

    private final String title;
    private final String versionPrefix;
    // All of them are made by List.of.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<LibraryPart> parts;
    private final String install;

    Library(final String title, final String versionPrefix, final List<LibraryPart> parts, final String install)
    {
        this.title = title;
        this.versionPrefix = versionPrefix;
        this.parts = parts;
        this.install = install;
    }

    /**
     * Its name in properties and in the package of its bindings.
     *
     * @return the name, in lower case.
     */
    public String id()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Its name for people.
     *
     * @return the name.
     */
    public String title()
    {
        return title;
    }

    /**
     * The system property that names the path of its file, or of the folder that holds its files if it has several.
     *
     * @return the property's name.
     */
    public String property()
    {
        return PROPERTY_PREFIX + id();
    }

    /**
     * What brings it, with the packages' names for several distributions, Debian first.
     *
     * @return the advice.
     */
    public String install()
    {
        return install;
    }

    /**
     * The names of all functions that are bound.
     *
     * @return the names, in alphabetical order.
     */
    public List<String> functions()
    {
        return BoundFunction.of(this).stream().map(BoundFunction::name).toList();
    }

    /**
     * The libraries that ZetaTron can do without.
     *
     * @return all but the C library.
     */
    public static List<Library> optional()
    {
        return List.of(CUDA, NVML, OPENCL, ONNXRUNTIME, TSS2);
    }

    List<LibraryPart> parts()
    {
        return parts;
    }

    /**
     * What stands before a version: in the file's name if it is the name's beginning, else in the file's strings.
     */
    String versionPrefix()
    {
        return versionPrefix;
    }

    /**
     * The part that has a function.
     */
    LibraryPart partOf(final String function)
    {
        return parts.stream().filter((part) -> function.startsWith(part.functionPrefix())).findFirst().orElseThrow();
    }
}
