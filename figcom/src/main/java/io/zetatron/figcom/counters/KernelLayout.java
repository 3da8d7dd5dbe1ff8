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
package io.zetatron.figcom.counters;

/**
 * What a kernel says of its counters as a whole, in {@link Metric#KERNEL_STATE}.
 */
public final class KernelLayout
{
    /** Of types, metrics and keys. It changes when a reader of an older one would misunderstand. */
    public static final int VERSION = 1;

    /** State of a kernel whose counters are not all there yet. */
    public static final long BOOTING = 0;
    /** State of a kernel that runs. */
    public static final long RUNNING = 1;
    /** State of a kernel that ends in order. */
    public static final long ENDING = 2;

    private KernelLayout()
    {
    }
}
