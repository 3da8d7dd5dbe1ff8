/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.engines.spector;

/**
 * What a verdict rests on. The kind names the piece of evidence that weighed most, not a cause.
 */
public enum AnomalyKind
{
    /** No verdict: the row is as the column's own past led to expect, or too little of it is known. */
    NONE,
    /** One row lies far from its expectation. The first row of a shift looks the same. */
    SPIKE,
    /** Several rows in succession lie on one side of their expectations. */
    SHIFT,
    /** The column fell to exactly zero where zero is rare, or repeats one value where repetition is rare. */
    DROPOUT,
    /** The recent deviations are wider than they used to be. */
    VARIANCE,
    /** The last rows together make a sequence that the forest has not seen, though none stands out alone. */
    PATTERN
}
