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

import com.amazon.randomcutforest.RandomCutForest;

/**
 * A random cut forest over the last few standardised deviations: it judges the sequence, not the row alone. The
 * library's classes are loaded when the forest is made, which is on the first row given here. Not thread-safe. Runs on
 * the calling thread only; the same seed and rows give the same scores.
 */
final class ForestDetector
{
    private static final double HELD_SIGMAS = 12;
    private static final float GRID = 256;

    private final int treesCount;
    private final int sampleRows;
    private final long seed;
    private final float[] shingle;
    private RandomCutForest forest;
    private int filled;

    /**
     * @param treesCount  number of trees.
     * @param sampleRows  shingles kept by each tree.
     * @param shingleRows rows in a shingle.
     * @param seed        of the random cuts.
     */
    ForestDetector(final int treesCount, final int sampleRows, final int shingleRows, final long seed)
    {
        this.treesCount = treesCount;
        this.sampleRows = sampleRows;
        this.seed = seed;
        shingle = new float[shingleRows];
    }

    /**
     * Judge the sequence that ends with a row, then learn it.
     *
     * @param deviation of the row from its expectation in standard deviations.
     * @return the score of the forest: near 1 for the usual, larger for what is easily cut off; 0 while it fills.
     */
    double score(final double deviation)
    {
        System.arraycopy(shingle, 1, shingle, 0, shingle.length - 1);
        // on a grid, and never -0.0: the library's boxes refuse points that differ by less than they can hold
        shingle[shingle.length - 1] = Math.round(Math.clamp(deviation, -HELD_SIGMAS, HELD_SIGMAS) * GRID) / GRID;
        if (++filled < shingle.length)
        {
            return 0;
        }
        filled = shingle.length;
        if (forest == null)
        {
            forest = create();
        }
        final double score = forest.getAnomalyScore(shingle);
        forest.update(shingle);
        return score;
    }

    private RandomCutForest create()
    {
        return RandomCutForest.builder()
            .dimensions(shingle.length)
            .shingleSize(1)
            .numberOfTrees(treesCount)
            .sampleSize(sampleRows)
            .outputAfter(Math.max(8, sampleRows / 8))
            .initialPointStoreSize(sampleRows * 2)
            .boundingBoxCacheFraction(1.0)
            .parallelExecutionEnabled(false)
            .randomSeed(seed)
            .build();
    }
}
