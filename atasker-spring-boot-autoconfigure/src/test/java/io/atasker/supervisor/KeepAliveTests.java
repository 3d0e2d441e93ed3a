package io.atasker.supervisor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.atasker.testsupport.LeakGuard;
import io.atasker.time.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(LeakGuard.class)
class KeepAliveTests {

	private static final ShutdownPolicy POLICY = ShutdownPolicy.graceful(Duration.ofSeconds(10));

	private final ManualTime time = new ManualTime();

	private final SupervisorBuilder builder = Supervisor.builder().name("night").time(this.time);

	private Supervisor supervisor = this.builder.build();

	@AfterEach
	void stop() {
		this.supervisor.stop(POLICY);
	}

	@Test
	void startedSupervisorWithoutWorkLetsTheJvmEnd() {
		this.supervisor.start();
		assertThat(LeakGuard.engineThreads()).allMatch(Thread::isDaemon);
	}

	@Test
	void reasonKeepsTheJvmAliveUntilItIsTakenBack() {
		this.supervisor.start();
		this.supervisor.pool().keepAlive();
		this.supervisor.pool().keepAlive();
		assertAlive(true);
		this.supervisor.pool().letGo();
		this.time.advance(Duration.ofSeconds(1));
		assertAlive(true);
		this.supervisor.pool().letGo();
		this.time.advance(Duration.ofSeconds(1));
		assertAlive(false);
	}

	@Test
	void reasonsWithShortPausesShareOneThread() {
		this.supervisor.start();
		this.supervisor.pool().keepAlive();
		Thread thread = keeper();
		for (int i = 0; i < 100; i++) {
			this.supervisor.pool().letGo();
			this.time.advance(Duration.ofMillis(5));
			this.supervisor.pool().keepAlive();
			this.time.advance(Duration.ofMillis(5));
		}
		assertThat(keeper()).isSameAs(thread);
		this.supervisor.pool().letGo();
	}

	@Test
	void reasonsCountFromBeforeTheStartAndEndWithTheStop() {
		this.supervisor.pool().keepAlive();
		assertAlive(false);
		this.supervisor.start();
		assertAlive(true);
		this.supervisor.stop(POLICY);
		assertAlive(false);
		this.supervisor.start();
		assertAlive(true);
		this.supervisor.pool().letGo();
	}

	@Test
	void pendingTaskIsAReason() throws Exception {
		this.supervisor.start();
		CountDownLatch end = new CountDownLatch(1);
		Task<?> delayed = this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withDelay(Duration.ofHours(1)));
		assertAlive(true);
		delayed.cancel();
		this.time.advance(Duration.ofSeconds(1));
		assertAlive(false);
		Task<?> running = this.supervisor.submit(() -> end.await(60, TimeUnit.SECONDS));
		assertAlive(true);
		end.countDown();
		running.result().get(60, TimeUnit.SECONDS);
		Awaitility.await().until(() -> {
			this.time.advance(Duration.ofSeconds(1));
			return keeper() == null;
		});
	}

	@Test
	void daemonKeepsNothingAlive() {
		this.supervisor = this.builder.daemon(true).build();
		this.supervisor.start();
		this.supervisor.pool().keepAlive();
		assertThat(LeakGuard.engineThreads()).allMatch(Thread::isDaemon);
	}

	private void assertAlive(boolean alive) {
		Awaitility.await().until(() -> (keeper() != null) == alive);
	}

	private static Thread keeper() {
		return LeakGuard.engineThreads()
			.stream()
			.filter((thread) -> thread.getName().equals("atasker-night-keep-alive") && !thread.isDaemon())
			.findAny()
			.orElse(null);
	}

}
