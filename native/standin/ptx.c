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
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "standin.h"

/*
 * Reads of a PTX text what the driver needs to know: version, target, entries with their parameters, shared memory and
 * use of barriers, and global variables. Instructions are not looked at, but braces must match and statements end.
 */
struct reader
{
    const char *at;
    int line;
    char token[NAME_BYTES];
    struct ptx *ptx;
    CUresult result;
};

__attribute__((format(printf, 3, 4)))
static void refuse(struct reader *const reader, const CUresult result, const char *const format, ...)
{
    if (reader->result == CUDA_SUCCESS)
    {
        char *const log = reader->ptx->log;
        va_list arguments;
        va_start(arguments, format);
        const int length = snprintf(log, PTX_LOG_BYTES, "ptx input, line %d: ", reader->line);
        vsnprintf(log + length, PTX_LOG_BYTES - (size_t)length, format, arguments);
        va_end(arguments);
        reader->result = result;
    }
}

static void skip_blank(struct reader *const reader)
{
    for (;;)
    {
        const char *const at = reader->at;
        if (isspace((unsigned char)*at))
        {
            reader->line += *at == '\n';
            reader->at++;
        }
        else if (at[0] == '/' && at[1] == '/')
        {
            reader->at += strcspn(at, "\n");
        }
        else if (at[0] == '/' && at[1] == '*')
        {
            const char *const end = strstr(at + 2, "*/");
            reader->at = end == NULL ? at + strlen(at) : end + 2;
            for (const char *passed = at; passed < reader->at; passed++)
            {
                reader->line += *passed == '\n';
            }
        }
        else
        {
            return;
        }
    }
}

static bool is_word(const char c)
{
    return isalnum((unsigned char)c) || strchr("_$.%", c) != NULL;
}

/* Reads the next token; an empty one at the end of the text. */
static const char *next(struct reader *const reader)
{
    skip_blank(reader);
    const char *const start = reader->at;
    size_t length = 0;
    if (*start == '"')
    {
        const char *const end = strchr(start + 1, '"');
        length = end == NULL ? strlen(start) : (size_t)(end - start) + 1;
    }
    else if (*start != '\0')
    {
        while (start[length] != '\0' && is_word(start[length]))
        {
            length++;
        }
        length += length == 0;
    }
    reader->at += length;
    const size_t kept = length < NAME_BYTES ? length : NAME_BYTES - 1;
    memcpy(reader->token, start, kept);
    reader->token[kept] = '\0';
    if (reader->result != CUDA_SUCCESS)
    {
        reader->token[0] = '\0';
    }
    return reader->token;
}

static bool is(const struct reader *const reader, const char *const token)
{
    return strcmp(reader->token, token) == 0;
}

static bool ended(const struct reader *const reader)
{
    return reader->token[0] == '\0';
}

static void expect(struct reader *const reader, const char *const token)
{
    if (!is(reader, token))
    {
        refuse(reader, CUDA_ERROR_INVALID_PTX, "expected '%s', found '%s'", token, reader->token);
    }
}

static int greatest_version(void)
{
    const int driver = standin_driver.driver_version;
    static const int of_12[] = {80, 81, 82, 83, 84, 85, 85, 86, 87, 88};
    const int major = driver / 1000;
    const int minor = driver % 1000 / 10;
    switch (major)
    {
        case 10:
            return 63 + (minor > 0) + (minor > 1);
        case 11:
            return 70 + minor;
        case 12:
            return of_12[minor > 9 ? 9 : minor];
        default:
            return major < 10 ? 60 : 90 + minor;
    }
}

static void read_header(struct reader *const reader)
{
    int major = 0;
    int minor = 0;
    next(reader);
    expect(reader, ".version");
    if (sscanf(next(reader), "%d.%d", &major, &minor) != 2)
    {
        refuse(reader, CUDA_ERROR_INVALID_PTX, "'%s' is no version", reader->token);
    }
    reader->ptx->version = major * 10 + minor;
    if (reader->ptx->version > greatest_version())
    {
        refuse(
            reader, CUDA_ERROR_UNSUPPORTED_PTX_VERSION, "version %d.%d, the driver knows %d.%d", major, minor,
            greatest_version() / 10, greatest_version() % 10);
    }
    next(reader);
    expect(reader, ".target");
    if (sscanf(next(reader), "sm_%d", &reader->ptx->target) != 1)
    {
        refuse(reader, CUDA_ERROR_INVALID_PTX, "'%s' is no target", reader->token);
    }
    if (reader->ptx->target > standin_driver.capability)
    {
        refuse(
            reader, CUDA_ERROR_INVALID_PTX, "target sm_%d, the device is sm_%d", reader->ptx->target,
            standin_driver.capability);
    }
}

static char parameter_kind(const char *const type)
{
    static const struct
    {
        const char *type;
        char kind;
    } kinds[] = {
        {".u64", 'p'}, {".b64", 'p'}, {".s64", 'p'}, {".f32", 'f'}, {".u32", 'u'}, {".b32", 'u'}, {".s32", 'u'}};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
    {
        if (strcmp(type, kinds[i].type) == 0)
        {
            return kinds[i].kind;
        }
    }
    return '?';
}

static void read_parameters(struct reader *const reader, struct ptx_entry *const entry)
{
    while (next(reader), !is(reader, ")") && !ended(reader))
    {
        expect(reader, ".param");
        const char kind = parameter_kind(next(reader));
        bool array = false;
        while (next(reader), !is(reader, ",") && !is(reader, ")") && !ended(reader))
        {
            array |= is(reader, "[");
        }
        if (entry->parameters == PARAMETERS)
        {
            refuse(reader, CUDA_ERROR_NOT_SUPPORTED, "the stand-in takes %d parameters at most", PARAMETERS);
            return;
        }
        entry->kinds[entry->parameters++] = array ? '?' : kind;
        if (is(reader, ")"))
        {
            return;
        }
    }
}

/* Reads what follows .shared in an entry's body, up to the semicolon, and returns the bytes. */
static size_t read_shared(struct reader *const reader)
{
    size_t bytes = 1;
    bool number = false;
    while (next(reader), !is(reader, ";") && !ended(reader))
    {
        int bits;
        if (number)
        {
            bytes *= strtoul(reader->token, NULL, 0);
        }
        else if (sscanf(reader->token, ".%*1[bsuf]%d", &bits) == 1)
        {
            bytes *= (size_t)bits / 8;
        }
        number = is(reader, "[");
    }
    return bytes;
}

static void read_body(struct reader *const reader, struct ptx_entry *const entry)
{
    int depth = 1;
    while (depth > 0 && reader->result == CUDA_SUCCESS)
    {
        next(reader);
        depth += is(reader, "{") - is(reader, "}");
        if (ended(reader))
        {
            refuse(reader, CUDA_ERROR_INVALID_PTX, "the text ends inside a body");
        }
        else if (entry != NULL && is(reader, ".shared"))
        {
            entry->shared_bytes += read_shared(reader);
        }
        else if (entry != NULL)
        {
            entry->barriers |= strncmp(reader->token, "bar.", 4) == 0 || strncmp(reader->token, "barrier.", 8) == 0;
        }
    }
}

static void read_entry(struct reader *const reader)
{
    struct ptx_entry *const entry = calloc(1, sizeof(*entry));
    if (entry == NULL)
    {
        refuse(reader, CUDA_ERROR_OUT_OF_MEMORY, "no memory for an entry");
        return;
    }
    entry->next = reader->ptx->entries;
    reader->ptx->entries = entry;
    snprintf(entry->name, sizeof(entry->name), "%s", next(reader));
    if (!isalpha((unsigned char)entry->name[0]) && entry->name[0] != '_' && entry->name[0] != '$')
    {
        refuse(reader, CUDA_ERROR_INVALID_PTX, "'%s' is no name of an entry", entry->name);
    }
    if (*next(reader) == '(')
    {
        read_parameters(reader, entry);
        next(reader);
    }
    while (!is(reader, "{") && !is(reader, ";") && !ended(reader))
    {
        next(reader);
    }
    if (is(reader, "{"))
    {
        read_body(reader, entry);
    }
    else
    {
        expect(reader, ";");
    }
}

/* Reads a declaration up to its semicolon, and notes the variable's name if it is in global or constant memory. */
static void read_variable(struct reader *const reader, const bool noted)
{
    char name[NAME_BYTES] = "";
    while (next(reader), !is(reader, ";") && !is(reader, "=") && !is(reader, "[") && !ended(reader))
    {
        memcpy(name, reader->token, sizeof(name));
    }
    while (!is(reader, ";") && !ended(reader))
    {
        next(reader);
    }
    expect(reader, ";");
    struct ptx_global *const global = noted && reader->result == CUDA_SUCCESS ? calloc(1, sizeof(*global)) : NULL;
    if (global != NULL)
    {
        memcpy(global->name, name, sizeof(name));
        global->next = reader->ptx->globals;
        reader->ptx->globals = global;
    }
}

static void read_function(struct reader *const reader)
{
    while (next(reader), !is(reader, "{") && !is(reader, ";") && !ended(reader))
    {
    }
    if (is(reader, "{"))
    {
        read_body(reader, NULL);
    }
}

CUresult ptx_parse(const char *const text, struct ptx *const ptx)
{
    struct reader reader = {.at = text, .line = 1, .ptx = ptx, .result = CUDA_SUCCESS};
    read_header(&reader);
    while (next(&reader), !ended(&reader))
    {
        if (is(&reader, ".entry"))
        {
            read_entry(&reader);
        }
        else if (is(&reader, ".func"))
        {
            read_function(&reader);
        }
        else if (is(&reader, ".global") || is(&reader, ".const"))
        {
            read_variable(&reader, true);
        }
        else if (is(&reader, ".shared") || is(&reader, ".pragma"))
        {
            read_variable(&reader, false);
        }
        else if (is(&reader, ".section"))
        {
            read_function(&reader);
        }
        else if (is(&reader, ".file") || is(&reader, ".address_size") || is(&reader, ","))
        {
            next(&reader);
        }
        else if (!is(&reader, ".visible") && !is(&reader, ".extern") && !is(&reader, ".weak"))
        {
            refuse(&reader, CUDA_ERROR_INVALID_PTX, "'%s' begins no statement", reader.token);
        }
    }
    return reader.result;
}

void ptx_free(struct ptx *const ptx)
{
    while (ptx->entries != NULL)
    {
        struct ptx_entry *const entry = ptx->entries;
        ptx->entries = entry->next;
        free(entry);
    }
    while (ptx->globals != NULL)
    {
        struct ptx_global *const global = ptx->globals;
        ptx->globals = global->next;
        free(global);
    }
}
