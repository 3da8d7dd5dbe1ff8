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
#include "standin.h"

/* Above every address that a program can have, so that a handle taken for a pointer faults at once. */
#define HANDLE_BASE ((uintptr_t)0x5a54 << 48)

static struct object *objects[OBJECT_KINDS];
static uintptr_t last_serial;

void object_open(
    struct object *const object, const enum object_kind kind, struct context *const context,
    void (*const free)(struct object *))
{
    object->kind = kind;
    object->handle = HANDLE_BASE | (uintptr_t)kind << 40 | ++last_serial << 4;
    object->references = 1;
    object->context = context;
    object->free = free;
    object->next = objects[kind];
    objects[kind] = object;
}

void *object_find(const enum object_kind kind, const void *const handle)
{
    struct object *object = objects[kind];
    while (object != NULL && object->handle != (uintptr_t)handle)
    {
        object = object->next;
    }
    return object;
}

struct object *object_first(const enum object_kind kind)
{
    return objects[kind];
}

void *object_handle(const struct object *const object)
{
    return (void *)object->handle;
}

void object_keep(struct object *const object)
{
    object->references++;
}

void object_release(struct object *const object)
{
    if (--object->references == 0 && object->free != NULL)
    {
        object->free(object);
    }
}

void object_close(struct object *const object)
{
    struct object **link = &objects[object->kind];
    while (*link != NULL && *link != object)
    {
        link = &(*link)->next;
    }
    if (*link != NULL)
    {
        *link = object->next;
    }
    object_release(object);
}
