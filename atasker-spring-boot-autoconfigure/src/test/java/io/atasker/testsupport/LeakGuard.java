package io.atasker.testsupport;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test that leaves threads of the engine behind: those that were not there before
 * it, whose names begin with "atasker", and that do not end within half a minute.
 */
public final class LeakGuard implements BeforeEachCallback, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(LeakGuard.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Override
	public void beforeEach(ExtensionContext context) {
		context.getStore(NAMESPACE).put(Thread.class, engineThreads());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Set<?> before = context.getStore(NAMESPACE).get(Thread.class, Set.class);
		try {
			Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> left(before).isEmpty());
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("threads are left: " + describe(left(before)), ex);
		}
	}

	/**
	 * Returns the threads of the engine that are alive.
	 * @return the platform threads whose names begin with "atasker"
	 */
	public static Set<Thread> engineThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("atasker"))
			.collect(Collectors.toSet());
	}

	private static Set<Thread> left(Set<?> before) {
		Set<Thread> left = new HashSet<>(engineThreads());
		left.removeAll(before);
		return left;
	}

	private static String describe(Set<Thread> threads) {
		return threads.stream()
			.map((thread) -> thread.getName() + " " + java.util.Arrays.toString(thread.getStackTrace()))
			.collect(Collectors.joining("\n"));
	}

}
