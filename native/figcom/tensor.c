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
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "figcom.h"
#include "shared_file.h"

struct figcom_domain
{
    struct shared_file file;
    int32_t number;
};

size_t figcom_element_bytes(const int element_type)
{
    static const unsigned char bytes[] = {0, 8, 4, 2, 2, 8, 4, 2, 1, 1};
    return element_type < 0 || element_type > FIGCOM_U8 ? 0 : bytes[element_type];
}

/* Whether the last element lies in the memory, with every product and sum checked. */
static bool is_whole(const struct figcom_tensor_ref *const ref)
{
    const int64_t bytes = (int64_t)figcom_element_bytes(ref->element_type);
    if (bytes == 0 || ref->rank > FIGCOM_MAX_RANK || ref->offset_bytes < 0 || ref->offset_bytes % bytes != 0 ||
        ref->length_bytes < 0)
    {
        return false;
    }

    int64_t last = 0;
    bool is_empty = false;
    for (int i = 0; i < ref->rank; i++)
    {
        if (ref->shape[i] < 0 || ref->strides[i] < 0)
        {
            return false;
        }
        is_empty |= ref->shape[i] == 0;
        const int64_t steps = ref->shape[i] == 0 ? 0 : ref->shape[i] - 1;
        if (steps != 0 && ref->strides[i] > INT64_MAX / steps)
        {
            return false;
        }
        const int64_t reach = steps * ref->strides[i];
        if (reach > INT64_MAX - last)
        {
            return false;
        }
        last += reach;
    }
    return is_empty || last < ref->length_bytes / bytes;
}

int figcom_tensor_read(struct figcom_tensor_ref *const ref, const void *const bytes, const size_t length)
{
    if (ref == NULL || bytes == NULL)
    {
        return FIGCOM_INVALID;
    }
    if (length < sizeof(*ref))
    {
        return FIGCOM_NOT_A_TENSOR;
    }
    memcpy(ref, bytes, sizeof(*ref));
    return is_whole(ref) ? FIGCOM_OK : FIGCOM_NOT_A_TENSOR;
}

int figcom_domain_open(
    figcom_domain **const domain, const char *const path, const int32_t number, const int writable)
{
    if (domain == NULL)
    {
        return FIGCOM_INVALID;
    }
    *domain = NULL;
    if (path == NULL)
    {
        return FIGCOM_INVALID;
    }
    figcom_domain *const opened = malloc(sizeof(*opened));
    if (opened == NULL)
    {
        return FIGCOM_SYSTEM;
    }
    const int result = shared_file_map(&opened->file, path, writable != 0);
    if (result != FIGCOM_OK)
    {
        free(opened);
        return result == FIGCOM_NOT_A_RING ? FIGCOM_INVALID : result;
    }
    opened->number = number;
    *domain = opened;
    return FIGCOM_OK;
}

int figcom_domain_tensor(
    const figcom_domain *const domain, const struct figcom_tensor_ref *const ref, void **const bytes)
{
    if (domain == NULL || ref == NULL || bytes == NULL)
    {
        return FIGCOM_INVALID;
    }
    *bytes = NULL;
    if (!is_whole(ref))
    {
        return FIGCOM_NOT_A_TENSOR;
    }
    const int64_t length = (int64_t)domain->file.length;
    if (ref->domain != domain->number || ref->offset_bytes > length || ref->length_bytes > length - ref->offset_bytes)
    {
        return FIGCOM_OUTSIDE;
    }
    *bytes = domain->file.bytes + ref->offset_bytes;
    return FIGCOM_OK;
}

void figcom_domain_close(figcom_domain *const domain)
{
    if (domain != NULL)
    {
        shared_file_unmap(&domain->file);
        free(domain);
    }
}
