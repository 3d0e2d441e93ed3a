package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The process pool of a supervisor. What is {@code null} is not set.
 *
 * @param size Number of runs in child processes that may go on before one of low priority
 * has to wait. Without it there is no pool.
 * @param reserveNormal Number of runs of normal or higher priority beyond the size.
 * @param reserveHigh Number of runs of high priority beyond these.
 * @param spares Number of idle children that are kept warm beyond those at work.
 * @param idleTimeout Time after which an idle child ends that is not spare.
 * @param spawnTimeout Time that the start of a child may take.
 * @param maxHeap Most heap of a child; what the JVM chooses by default.
 * @param jvmArgs Further arguments of the JVM of a child.
 * @param maxRuns Number of runs after which a child is replaced; never by default.
 * @param maxMemory Memory of a child beyond which it is replaced after a run.
 * @param maxPayload Most bytes of arguments and results, once written.
 * @param allowedPackages Packages of classes that may come from a child, beside values of
 * the JDK and the package of what it runs.
 */
record ProcessPoolProperties(@Nullable Integer size, @Nullable Integer reserveNormal, @Nullable Integer reserveHigh,
		@Nullable Integer spares, @Nullable Duration idleTimeout, @Nullable Duration spawnTimeout,
		@Nullable DataSize maxHeap, @Nullable List<String> jvmArgs, @Nullable Long maxRuns,
		@Nullable DataSize maxMemory, @Nullable DataSize maxPayload, @Nullable List<String> allowedPackages) {

}
