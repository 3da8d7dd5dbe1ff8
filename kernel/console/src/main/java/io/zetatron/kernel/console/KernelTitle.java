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

/**
 * The first line of a screen that looks at a kernel from outside.
 *
 * @param figures of the kernel.
 * @param look    of the terminal.
 * @param grid    of the screen.
 */
record KernelTitle(KernelRates figures, Look look, ScreenRows grid)
{
    Row row()
    {
        final Row right = new Row(look)
            .dim("pid ").strong(Long.toString(figures.now().kernel().pid())).dim("  ")
            .accent(figures.now().isEnding() ? "stopping" : "running")
            .strong(" " + Figures.clock(figures.elapsedNs()));
        return grid.title(figures.now().source(), figures.now().rows().columns(), right, "");
    }
}
