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
/*
 * Matrix multiplication, float, row-major.
 */
#include "kernel.h"

#define TILE 16

/*
 * c[m][n] = a[m][k] * b[k][n], each element summed in the order of k and rounded once a step. Blocks of 16 x 16 threads;
 * the grid covers n in x and m in y. Each block walks k in tiles that it keeps in shared memory.
 */
KERNEL gemm_f32(
    const float *a, const float *b, float *c, unsigned int m, unsigned int n, unsigned int k)
{
    __shared__ float tile_a[TILE][TILE];
    __shared__ float tile_b[TILE][TILE];
    const unsigned int x = threadIdx.x;
    const unsigned int y = threadIdx.y;
    const unsigned int row = blockIdx.y * TILE + y;
    const unsigned int column = blockIdx.x * TILE + x;
    float sum = 0.0f;

    for (unsigned int first = 0; first < k; first += TILE)
    {
        tile_a[y][x] = row < m && first + x < k ? a[(size_t)row * k + first + x] : 0.0f;
        tile_b[y][x] = first + y < k && column < n ? b[(size_t)(first + y) * n + column] : 0.0f;
        __syncthreads();

        const unsigned int end = k - first < TILE ? k - first : TILE;
        for (unsigned int i = 0; i < end; i++)
        {
            sum = fmaf(tile_a[y][i], tile_b[i][x], sum);
        }
        __syncthreads();
    }

    if (row < m && column < n)
    {
        c[(size_t)row * n + column] = sum;
    }
}
