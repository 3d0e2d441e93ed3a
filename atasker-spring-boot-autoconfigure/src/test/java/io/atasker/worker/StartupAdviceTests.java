package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Level;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failure case 65: more continuous workers than slots.
 */
@ExtendWith(LeakGuard.class)
class StartupAdviceTests {

	private final Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(2, 1, 0)).build();

	private final Workers workers = Workers.of(this.supervisor);

	private final CountDownLatch free = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.free.countDown();
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	@Test
	@Timeout(60)
	void workersThatCanFillThePoolAreNamedOnceAndNoStartBlocks() {
		try (LogCapture log = LogCapture.of(BackgroundWorker.class)) {
			this.supervisor.start();
			define("a", Priority.LOW);
			assertThat(log.messages(Level.WARN)).isEmpty();
			define("b", Priority.NORMAL);
			assertThat(log.messages(Level.WARN)).isEmpty();
			define("c", Priority.LOW);
			assertThat(log.messages(Level.WARN)).containsExactly("Continuous workers of priority LOW and above take 3"
					+ " slots, but only 2 may run: some will wait for others for ever. Raise the pool size of"
					+ " supervisor 'default' or give some workers an interval: a, b, c");
			define("d", Priority.LOW);
			assertThat(log.messages(Level.WARN)).hasSize(1);
		}
	}

	@Test
	void removedWorkersTakeNoSlots() {
		try (LogCapture log = LogCapture.of(BackgroundWorker.class)) {
			define("a", Priority.LOW);
			this.workers.remove("a");
			define("b", Priority.LOW);
			assertThat(log.messages(Level.WARN)).isEmpty();
			define("c", Priority.CRITICAL);
			assertThat(log.messages(Level.WARN)).isEmpty();
		}
	}

	/** The supervisor has two slots up to NORMAL and one more from there on. */
	@Test
	void slotsOfHigherPrioritiesAndConcurrencyCount() {
		try (LogCapture log = LogCapture.of(BackgroundWorker.class)) {
			define("high", Priority.HIGH, 1);
			define("gone", Priority.NORMAL, 1);
			assertThat(this.workers.remove("gone")).isTrue();
			define("one", Priority.NORMAL, 1);
			assertThat(log.messages(Level.WARN)).isEmpty();
			define("other", Priority.NORMAL, 2);
			assertThat(log.messages(Level.WARN)).singleElement()
				.asString()
				.startsWith("Continuous workers of priority NORMAL and above take 4 slots, but only 3 may run")
				.endsWith("high, one, other");
		}
	}

	@Test
	void eachSupervisorIsWarnedOfWithItsOwnWorkers() {
		try (Supervisor other = Supervisor.builder().name("other").limits(new PoolLimits(1, 0, 0)).build();
				LogCapture log = LogCapture.of(BackgroundWorker.class)) {
			Workers both = Workers.builder().supervisors(List.of(this.supervisor, other)).build();
			for (String name : List.of("a", "b")) {
				both.define(name)
					.priority(Priority.LOW)
					.executor((ContextExecutor) (context) -> awaitFreedom())
					.register();
			}
			both.define("c")
				.supervisor("other")
				.priority(Priority.LOW)
				.executor((ContextExecutor) (context) -> awaitFreedom())
				.register();
			assertThat(log.messages(Level.WARN)).hasSize(2);
			assertThat(log.messages(Level.WARN)).first().asString().contains("supervisor 'default'").endsWith(": a, b");
			assertThat(log.messages(Level.WARN)).last().asString().contains("supervisor 'other'").endsWith(": c");
		}
	}

	private void define(String name, Priority priority) {
		define(name, priority, 1);
	}

	private void define(String name, Priority priority, int concurrency) {
		this.workers.define(name)
			.priority(priority)
			.concurrency(concurrency)
			.executor((ContextExecutor) (context) -> awaitFreedom())
			.register();
	}

	private void awaitFreedom() {
		try {
			this.free.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
