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
#include <stdlib.h>
#include <string.h>

#include "standin.h"

/* A graph that can be launched. */
struct exec
{
    struct object object;
    struct plan *plan;
    struct marker *last_launch;
};

static void *need(void *const memory)
{
    if (memory == NULL)
    {
        abort();
    }
    return memory;
}

static void free_node(struct object *const object)
{
    struct node *const node = (struct node *)object;
    work_release(&node->work);
    free(node->needs);
    free(node);
}

static void free_graph(struct object *const object)
{
    struct graph *const graph = (struct graph *)object;
    for (size_t i = 0; i < graph->node_count; i++)
    {
        object_close(&graph->nodes[i]->object);
    }
    free(graph->nodes);
    free(graph);
}

struct graph *graph_make(void)
{
    struct graph *const graph = need(calloc(1, sizeof(*graph)));
    object_open(&graph->object, OBJECT_GRAPH, NULL, free_graph);
    return graph;
}

struct node *graph_add(
    struct graph *const graph, const struct work *const work, struct node *const *const needs, const size_t need_count)
{
    struct node *const node = need(calloc(1, sizeof(*node)));
    node->graph = graph;
    node->work = *work;
    node->need_count = need_count;
    node->needs = need(calloc(need_count + 1, sizeof(*node->needs)));
    for (size_t i = 0; i < need_count; i++)
    {
        node->needs[i] = needs[i];
    }
    object_open(&node->object, OBJECT_NODE, NULL, free_node);
    graph->nodes = need(realloc(graph->nodes, (graph->node_count + 1) * sizeof(*graph->nodes)));
    graph->nodes[graph->node_count++] = node;
    return node;
}

void plan_release(struct plan *const plan)
{
    if (--plan->references == 0)
    {
        for (size_t i = 0; i < plan->count; i++)
        {
            work_release(&plan->steps[i].work);
        }
        free(plan);
    }
}

static struct plan *plan_make(const size_t count)
{
    struct plan *const plan = need(calloc(1, sizeof(*plan) + count * sizeof(plan->steps[0])));
    plan->references = 1;
    plan->count = count;
    return plan;
}

static void free_exec(struct object *const object)
{
    struct exec *const exec = (struct exec *)object;
    plan_release(exec->plan);
    marker_release(exec->last_launch);
    free(exec);
}

static struct graph *graph_of(const CUgraph handle, CUresult *const result)
{
    struct graph *const graph = object_find(OBJECT_GRAPH, handle);
    if (graph == NULL)
    {
        *result = call_says(CUDA_ERROR_INVALID_VALUE, "%p is no graph", (void *)handle);
    }
    return graph;
}

static struct exec *exec_of(const CUgraphExec handle, CUresult *const result)
{
    struct exec *const exec = object_find(OBJECT_EXEC, handle);
    if (exec == NULL)
    {
        *result = call_says(CUDA_ERROR_INVALID_VALUE, "%p is no executable graph", (void *)handle);
    }
    return exec;
}

CUresult cuGraphCreate(CUgraph *const handle, const unsigned int flags)
{
    BEGIN(cuGraphCreate);
    CHECK_GIVEN(handle);
    CHECK(flags == 0, CUDA_ERROR_INVALID_VALUE, "flags are %u, not 0", flags);
    *handle = object_handle(&graph_make()->object);
    return call_end(CUDA_SUCCESS);
}

CUresult cuGraphDestroy(const CUgraph handle)
{
    BEGIN(cuGraphDestroy);
    CUresult result = CUDA_SUCCESS;
    struct graph *const graph = graph_of(handle, &result);
    if (graph != NULL)
    {
        object_close(&graph->object);
    }
    return call_end(result);
}

CUresult cuGraphGetNodes(const CUgraph handle, CUgraphNode *const nodes, size_t *const count)
{
    BEGIN(cuGraphGetNodes);
    CHECK_GIVEN(count);
    CUresult result = CUDA_SUCCESS;
    const struct graph *const graph = graph_of(handle, &result);
    if (graph == NULL)
    {
        return call_end(result);
    }
    for (size_t i = 0; nodes != NULL && i < *count; i++)
    {
        nodes[i] = i < graph->node_count ? object_handle(&graph->nodes[i]->object) : NULL;
    }
    if (nodes == NULL || *count > graph->node_count)
    {
        *count = graph->node_count;
    }
    return call_end(CUDA_SUCCESS);
}

/* The launch that a node asks for; like launch_make, but with what only nodes have. */
static struct launch *launch_of(const CUDA_KERNEL_NODE_PARAMS *const node, CUresult *const result)
{
    if (node->func == NULL && node->kern != NULL)
    {
        *result = call_says(CUDA_ERROR_NOT_SUPPORTED, "the stand-in has no kernels without a context: set func");
        return NULL;
    }
    if (node->ctx != NULL && node->ctx != object_handle(&call_context()->object))
    {
        *result = call_says(CUDA_ERROR_INVALID_VALUE, "%p is not the function's context", (void *)node->ctx);
        return NULL;
    }
    struct launch *const launch = launch_make(node, result);
    if (launch == NULL && *result == CUDA_ERROR_INVALID_HANDLE)
    {
        *result = CUDA_ERROR_INVALID_VALUE;
    }
    return launch;
}

/* The nodes of handles, all different and of one graph; NULL, having said why, if they are not. */
static struct node **nodes_of(
    const struct graph *const graph, const CUgraphNode *const handles, const size_t count, CUresult *const result)
{
    struct node **const nodes = need(calloc(count + 1, sizeof(*nodes)));
    for (size_t i = 0; i < count; i++)
    {
        nodes[i] = object_find(OBJECT_NODE, handles[i]);
        bool sound = nodes[i] != NULL && nodes[i]->graph == graph;
        for (size_t j = 0; j < i; j++)
        {
            sound &= nodes[j] != nodes[i];
        }
        if (!sound)
        {
            *result = call_says(
                CUDA_ERROR_INVALID_VALUE, "dependency %zu, %p, is no node of the graph, or there twice", i,
                (void *)handles[i]);
            free(nodes);
            return NULL;
        }
    }
    return nodes;
}

CUresult cuGraphAddKernelNode_v2(
    CUgraphNode *const handle, const CUgraph graph_handle, const CUgraphNode *const dependencies, const size_t count,
    const CUDA_KERNEL_NODE_PARAMS *const parameters)
{
    BEGIN(cuGraphAddKernelNode_v2);
    CHECK_GIVEN(handle);
    CHECK_GIVEN(parameters);
    CHECK(count == 0 || dependencies != NULL, CUDA_ERROR_INVALID_VALUE, "%zu dependencies at NULL", count);
    CUresult result = CUDA_SUCCESS;
    struct graph *const graph = graph_of(graph_handle, &result);
    struct node **const needs = graph == NULL ? NULL : nodes_of(graph, dependencies, count, &result);
    struct launch *const launch = needs == NULL ? NULL : launch_of(parameters, &result);
    if (launch != NULL)
    {
        const struct work work = {.kind = WORK_KERNEL, .launch = launch};
        *handle = object_handle(&graph_add(graph, &work, needs, count)->object);
    }
    free(needs);
    return call_end(result);
}

CUresult cuGraphInstantiateWithFlags(
    CUgraphExec *const handle, const CUgraph graph_handle, const unsigned long long flags)
{
    BEGIN(cuGraphInstantiateWithFlags);
    CHECK_GIVEN(handle);
    CHECK(
        (flags & CUDA_GRAPH_INSTANTIATE_FLAG_DEVICE_LAUNCH) == 0, CUDA_ERROR_NOT_SUPPORTED,
        "the stand-in launches no graphs from the device");
    CHECK(
        (flags & ~(unsigned long long)(CUDA_GRAPH_INSTANTIATE_FLAG_AUTO_FREE_ON_LAUNCH |
            CUDA_GRAPH_INSTANTIATE_FLAG_USE_NODE_PRIORITY)) == 0,
        CUDA_ERROR_INVALID_VALUE, "flags 0x%llx", flags);
    CUresult result = CUDA_SUCCESS;
    const struct graph *const graph = graph_of(graph_handle, &result);
    if (graph == NULL)
    {
        return call_end(result);
    }
    struct exec *const exec = need(calloc(1, sizeof(*exec)));
    /* A node can only need nodes that were there before it, so that the order in which they came will do. */
    exec->plan = plan_make(graph->node_count);
    for (size_t i = 0; i < graph->node_count; i++)
    {
        exec->plan->steps[i].node = graph->nodes[i]->object.handle;
        exec->plan->steps[i].work = work_keep(&graph->nodes[i]->work);
    }
    object_open(&exec->object, OBJECT_EXEC, NULL, free_exec);
    *handle = object_handle(&exec->object);
    return call_end(CUDA_SUCCESS);
}

CUresult cuGraphExecDestroy(const CUgraphExec handle)
{
    BEGIN(cuGraphExecDestroy);
    CUresult result = CUDA_SUCCESS;
    struct exec *const exec = exec_of(handle, &result);
    if (exec != NULL)
    {
        object_close(&exec->object);
    }
    return call_end(result);
}

CUresult cuGraphExecKernelNodeSetParams_v2(
    const CUgraphExec handle, const CUgraphNode node_handle, const CUDA_KERNEL_NODE_PARAMS *const parameters)
{
    BEGIN(cuGraphExecKernelNodeSetParams_v2);
    CHECK_GIVEN(parameters);
    CUresult result = CUDA_SUCCESS;
    struct exec *const exec = exec_of(handle, &result);
    if (exec == NULL)
    {
        return call_end(result);
    }
    const struct plan *const old = exec->plan;
    size_t step = 0;
    while (step < old->count && old->steps[step].node != (uintptr_t)node_handle)
    {
        step++;
    }
    CHECK(
        step < old->count && object_find(OBJECT_NODE, node_handle) != NULL, CUDA_ERROR_INVALID_VALUE,
        "%p is no node of the graph that this was made from", (void *)node_handle);
    CHECK(
        old->steps[step].work.kind == WORK_KERNEL, CUDA_ERROR_INVALID_VALUE, "%p is no kernel node",
        (void *)node_handle);
    struct launch *const launch = launch_of(parameters, &result);
    if (launch == NULL)
    {
        return call_end(result);
    }
    /* A new plan, because launches that wait in streams keep the old one. */
    struct plan *const plan = plan_make(old->count);
    for (size_t i = 0; i < old->count; i++)
    {
        plan->steps[i].node = old->steps[i].node;
        plan->steps[i].work = i == step ?
            (struct work){.kind = WORK_KERNEL, .launch = launch} : work_keep(&old->steps[i].work);
    }
    plan_release(exec->plan);
    exec->plan = plan;
    return call_end(CUDA_SUCCESS);
}

CUresult cuGraphUpload(const CUgraphExec handle, const CUstream stream_handle)
{
    BEGIN(cuGraphUpload);
    CUresult result = CUDA_SUCCESS;
    const struct exec *const exec = exec_of(handle, &result);
    struct stream *const stream = exec == NULL ? NULL : stream_of(stream_handle, &result);
    result = stream == NULL ? result : capture_forbids_stream(stream, "an upload");
    if (stream != NULL && result == CUDA_SUCCESS)
    {
        const struct work nothing = {.kind = WORK_NOTHING};
        result = stream_submit(stream, &nothing);
    }
    return call_end(result);
}

CUresult cuGraphLaunch(const CUgraphExec handle, const CUstream stream_handle)
{
    BEGIN(cuGraphLaunch);
    CUresult result = CUDA_SUCCESS;
    struct exec *const exec = exec_of(handle, &result);
    struct stream *const stream = exec == NULL ? NULL : stream_of(stream_handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    /* One launch of an executable graph follows the other, also in different streams. */
    if (stream->capture == NULL && exec->last_launch != NULL && !exec->last_launch->done)
    {
        stream_wait_marker(stream, exec->last_launch);
    }
    const struct work work = {.kind = WORK_PLAN, .plan = exec->plan};
    exec->plan->references++;
    result = stream_submit(stream, &work);
    if (result == CUDA_SUCCESS)
    {
        marker_release(exec->last_launch);
        exec->last_launch = stream_mark(stream);
    }
    return call_end(result);
}
