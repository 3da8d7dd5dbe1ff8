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
package io.zetatron.figcom;

/**
 * What a subscriber does about frames that the writer has shed.
 */
@FunctionalInterface
public interface GapHandler
{
    /**
     * Frames of a lane are missing. Called once for each gap, before the frame that follows it is handed over.
     *
     * @param lane          that they are missing from.
     * @param firstSequence of them.
     * @param frames        how many there are.
     */
    void onGap(int lane, long firstSequence, long frames);
}
