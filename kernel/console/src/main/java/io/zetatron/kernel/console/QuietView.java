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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.KernelStatus;

import java.io.PrintWriter;
import java.util.List;

/**
 * Shows notes only.
 */
final class QuietView implements RunView
{
    private static final long INTERVAL_MS = 1000;

    private final PrintWriter err;

    QuietView(final PrintWriter err)
    {
        this.err = err;
    }

    @Override
    public long intervalMs()
    {
        return INTERVAL_MS;
    }

    @Override
    public void update(final KernelStatus status, final double progress)
    {
    }

    @Override
    public void notes(final List<String> notes)
    {
        notes.forEach((note) -> err.println("note: " + note));
        err.flush();
    }

    @Override
    public void close()
    {
    }
}
