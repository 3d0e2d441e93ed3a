package io.atasker.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Settings of an event loop. Without any the loop has a thread of its own.
 *
 * @param executor Name of a bean that runs what is put on the loop, an Executor or a
 * Scheduler of Reactor, in place of a thread of its own.
 */
record LoopProperties(@Nullable String executor) {

}
