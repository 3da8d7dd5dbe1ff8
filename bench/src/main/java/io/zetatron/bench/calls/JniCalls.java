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
package io.zetatron.bench.calls;

import io.zetatron.bench.rounds.NativePeers;

/**
 * The functions through JNI.
 */
final class JniCalls
{
    static
    {
        load();
        link();
    }

    private JniCalls()
    {
    }

    @SuppressWarnings("restricted")
    private static void load()
    {
        System.load(NativePeers.path(NativeCallCosts.LIBRARY).toString());
    }

    /** Looks up what {@link #call} needs. */
    private static native void link();

    static native int add(int left, int right);

    /**
     * A call that fails.
     *
     * @param code that it leaves in errno.
     * @return the code read from errno, negated.
     */
    static native int fail(int code);

    /**
     * The sum of an array that is read in place ({@code GetPrimitiveArrayCritical}).
     *
     * @param values to add up.
     * @return their sum.
     */
    static native int sumPinned(int[] values);

    /**
     * The sum of an array that is copied first ({@code GetIntArrayRegion}).
     *
     * @param values to add up.
     * @return their sum.
     */
    static native int sumCopied(int[] values);

    static native int sumAt(long address, int length);

    /**
     * Calls {@link #increment} from C ({@code CallStaticIntMethod}).
     *
     * @param value to pass.
     * @return what the callback answered.
     */
    static native int call(int value);

    static native long parentProcess();

    /**
     * What C calls back.
     *
     * @param value that C passes.
     * @return one more.
     */
    static int increment(final int value)
    {
        return value + 1;
    }
}
