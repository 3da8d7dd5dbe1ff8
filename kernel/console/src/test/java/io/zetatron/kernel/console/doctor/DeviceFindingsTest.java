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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeviceFindingsTest
{
    private static final Path FILE = Path.of("/usr/lib/libx.so.7");

    @TempDir
    private Path root;
    private RecordedHost host;

    @BeforeEach
    void setUp()
    {
        host = new RecordedHost(root).tunedServer();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "library.cuda | libcuda.so.1 was not found | apt-get install libcuda1",
        "library.nvml | libnvidia-ml.so.1 was not found | apt-get install libnvidia-ml1",
        "library.opencl | libOpenCL.so.1 was not found | apt-get install ocl-icd-libopencl1",
        "library.onnxruntime | libonnxruntime.so was not found | com.microsoft.onnxruntime:onnxruntime",
        "library.tss2 | libtss2-mu.so.0 was not found | apt-get install libtss2-esys-3.0.2-0",
    })
    void shouldNameMissingLibraryAndItsPackageWithoutAlarm(final String id, final String found, final String advice)
    {
        check(id, Level.INFO, "not installed: " + found, advice);
    }

    @Test
    void shouldMindMissingLibraryWhereItsDeviceIs()
    {
        host.device("/dev/nvidia0", true).device("/dev/tpmrm0", true);

        check("library.cuda", Level.NOTE, "though there is /dev/nvidia0", "apt-get install libcuda1");
        check("library.tss2", Level.NOTE, "though there is /dev/tpmrm0", "apt-get install libtss2-esys");
        check("library.opencl", Level.INFO, "not installed", "ocl-icd");
    }

    @Test
    void shouldSayVersionPathAndDevicesOfLibrary()
    {
        libraries(found(Map.of()), new VendorAnswer("CUDA 13.0", List.of("H100", "H200"), ""));

        check("library.cuda", Level.OK, "CUDA 13.0 in /usr/lib/libx.so.7; H100, H200", "");
    }

    @Test
    void shouldNoteLibraryThatFailedWhenAsked()
    {
        libraries(
            found(Map.of()), new VendorAnswer("CUDA 13.0", List.of(), "cuInit answered 100 (CUDA_ERROR_NO_DEVICE)"));

        check("library.cuda", Level.NOTE, "cuInit answered 100 (CUDA_ERROR_NO_DEVICE)", "nvidia-smi");
    }

    @Test
    void shouldNoteWhatOldLibraryLacks()
    {
        libraries(found(Map.of("cuGraphAddKernelNode_v2", "CUDA 12.0 (driver 525)")), null);

        check("library.cuda", Level.NOTE, "7 in /usr/lib/libx.so.7; lacks cuGraphAddKernelNode_v2",
            "there since CUDA 12.0 (driver 525): install a later release");
    }

    @Test
    void shouldWarnOfLibraryThatCannotBeUsed()
    {
        libraries(new LibraryProbe(Library.CUDA, LibraryProbe.State.UNUSABLE, List.of(), "", Map.of(), Map.of(),
            "/x is a text file", "correct the path", List.of()), null);

        check("library.cuda", Level.WARN, "/x is a text file", "correct the path");
    }

    @Test
    void shouldSayWhoMayOpenDevice()
    {
        host.device("/dev/dri/renderD128", false).device("/dev/uio0", true).device("/dev/accel/accel0", true);

        final Finding finding = check("device.render", Level.NOTE,
            "/dev/dri/renderD128 may not be read and written by this user (", "");
        assertTrue(finding.advice().contains("usermod -aG") || finding.advice().contains("udev"), finding.toString());
        check("device.uio", Level.OK, "/dev/uio0", "");
        check("device.accel", Level.OK, "/dev/accel/accel0", "");
        check("device.tpm", Level.INFO, "none in /dev", "");
    }

    @Test
    void shouldAdviseContainerToBringDevice()
    {
        host.smallContainer().device("/dev/tpmrm0", false);

        check("device.tpm", Level.NOTE, "/dev/tpmrm0 may not be", "--device /dev/tpmrm0");
    }

    @Test
    void shouldNotTakeOtherFilesForDevices()
    {
        host.device("/dev/nvidia-caps", true).device("/dev/tpm0", true).device("/dev/nvidia-uvm", true);

        check("device.nvidia", Level.OK, "/dev/nvidia-uvm", "");
        assertFalse(host.finding("device.nvidia").found().contains("caps"));
        check("device.tpm", Level.INFO, "none", "");
    }

    private void libraries(final LibraryProbe probe, final VendorAnswer answer)
    {
        host.libraries(new LibraryFacts(List.of(probe), answer == null ? Map.of() : Map.of(Library.CUDA, answer)));
    }

    private static LibraryProbe found(final Map<String, String> missing)
    {
        return new LibraryProbe(Library.CUDA, LibraryProbe.State.FOUND, List.of(FILE), "7", missing, Map.of(), "", "",
            List.of());
    }

    private Finding check(final String id, final Level level, final String found, final String advice)
    {
        final Finding finding = host.finding(id);
        assertEquals(level, finding.level(), finding.toString());
        assertTrue(finding.found().contains(found), finding.toString());
        assertTrue(finding.advice().contains(advice), finding.toString());
        return finding;
    }
}
