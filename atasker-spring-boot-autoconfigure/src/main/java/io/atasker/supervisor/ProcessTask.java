package io.atasker.supervisor;

import java.io.Serializable;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A task for a child process, written as a lambda or as a reference to a static method:
 * <pre class="code">
 * supervisor.submitToProcess(() -&gt; Thumbnails.make(path, 200))
 * </pre> What it captures travels as arguments: values of the JDK such as texts, numbers,
 * paths, dates and collections of them, arrays, enums, records, and what is Serializable.
 * It is never serialized itself.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface ProcessTask<T extends @Nullable Object> extends Callable<T>, Serializable {

}
