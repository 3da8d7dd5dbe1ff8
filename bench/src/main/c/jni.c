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
 * The same work behind JNI, written as one would for speed: inlined into the native method, ids looked up once.
 */
#include "calls.h"

#include <jni.h>
#include <stdint.h>

#define METHOD(type, name) JNIEXPORT type JNICALL Java_io_zetatron_bench_calls_JniCalls_##name

enum
{
    CHUNK_LENGTH = 256
};

static jclass class_of_callback;
static jmethodID callback;

METHOD(void, link)(JNIEnv *const env, const jclass type)
{
    class_of_callback = (*env)->NewGlobalRef(env, type);
    callback = (*env)->GetStaticMethodID(env, type, "increment", "(I)I");
}

METHOD(jint, add)(JNIEnv *const env, const jclass type, const jint left, const jint right)
{
    (void)env;
    (void)type;
    return add(left, right);
}

/* Answers the error code negated, as Linux itself does. */
METHOD(jint, fail)(JNIEnv *const env, const jclass type, const jint code)
{
    (void)env;
    (void)type;
    return fail(code) < 0 ? -errno : 0;
}

METHOD(jint, sumPinned)(JNIEnv *const env, const jclass type, const jintArray array)
{
    (void)type;
    const jsize length = (*env)->GetArrayLength(env, array);
    jint *const values = (*env)->GetPrimitiveArrayCritical(env, array, NULL);
    if (values == NULL)
    {
        return 0;
    }
    const int total = sum(values, length);
    (*env)->ReleasePrimitiveArrayCritical(env, array, values, JNI_ABORT);
    return total;
}

METHOD(jint, sumCopied)(JNIEnv *const env, const jclass type, const jintArray array)
{
    (void)type;
    jint values[CHUNK_LENGTH];
    const jsize length = (*env)->GetArrayLength(env, array);
    int total = 0;
    for (jsize start = 0; start < length; start += CHUNK_LENGTH)
    {
        const jsize count = length - start < CHUNK_LENGTH ? length - start : CHUNK_LENGTH;
        (*env)->GetIntArrayRegion(env, array, start, count, values);
        total += sum(values, count);
    }
    return total;
}

METHOD(jint, sumAt)(JNIEnv *const env, const jclass type, const jlong address, const jint length)
{
    (void)env;
    (void)type;
    return sum((const int *)(intptr_t)address, length);
}

METHOD(jint, call)(JNIEnv *const env, const jclass type, const jint value)
{
    (void)type;
    return (*env)->CallStaticIntMethod(env, class_of_callback, callback, value);
}

METHOD(jlong, parentProcess)(JNIEnv *const env, const jclass type)
{
    (void)env;
    (void)type;
    return syscall(SYS_getppid);
}
