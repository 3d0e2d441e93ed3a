package io.atasker.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How executions are traced.
 *
 * @param enabled Whether each execution is observed, and the context of those who put,
 * trigger and submit is restored in it; when not set, if there is a tracer.
 * @param mdc Whether the log has the worker and the task of each execution, as
 * "atasker.worker" and "atasker.task".
 */
record TracingProperties(@Nullable Boolean enabled, @DefaultValue("false") boolean mdc) {

}
