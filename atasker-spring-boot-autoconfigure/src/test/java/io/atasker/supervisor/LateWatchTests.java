package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(LeakGuard.class)
class LateWatchTests {

	private final ManualTime time = new ManualTime();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final LogCapture log = LogCapture.of(Supervisor.class);

	private final Supervisor supervisor = Supervisor.builder()
		.limits(new PoolLimits(1, 1, 0))
		.time(this.time)
		.lateTaskHandler(new FailingHandler())
		.lateTaskHandler(new TellingHandler())
		.build();

	private final List<Blocker> blockers = new ArrayList<>();

	@BeforeEach
	void start() {
		this.supervisor.start();
		submit(Priority.LOW).awaitBegin();
	}

	@AfterEach
	void stop() {
		this.blockers.forEach(Blocker::letGo);
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10)));
		this.log.close();
	}

	@Test
	void taskThatWaitsIsToldOnceForEachLevelWhileItWaits() {
		Blocker late = submit(Priority.LOW);
		advance(4_900);
		assertThat(this.told).isEmpty();
		advance(100);
		assertThat(this.told).containsExactly("warning LOW 1 after 5 s, 1 wait");
		assertThat(this.supervisor.pool().waitingSince(late)).isNotNull();
		advance(5_000);
		assertThat(this.told).hasSize(2).last().isEqualTo("critical LOW 1 after 10 s, 1 wait");
		advance(100_000);
		assertThat(this.told).hasSize(2);
		assertThat(this.supervisor.snapshot().late()).isEqualTo(2);
	}

	@Test
	void burstIsToldOnceHoweverManyWait() {
		for (int i = 0; i < 1000; i++) {
			submit(Priority.LOW);
		}
		advance(60_000);
		assertThat(this.told).containsExactly("warning LOW 1 after 5 s, 1000 wait",
				"critical LOW 1 after 10 s, 1000 wait");
		assertThat(this.log.messages(Level.WARN)).hasSize(1)
			.first()
			.isEqualTo(
					"'LOW 1' has been waiting for a slot for 5.0 s; 1000 wait at priority LOW of supervisor 'default'");
	}

	@Test
	void eachLaneIsWatched() {
		submit(Priority.LOW);
		submit(Priority.NORMAL).awaitBegin();
		advance(1_000);
		submit(Priority.NORMAL);
		advance(5_000);
		assertThat(this.told).containsExactly("warning LOW 1 after 5 s, 1 wait", "warning NORMAL 3 after 5 s, 1 wait");
	}

	@Test
	void headThatIsYoungerIsLookedAtLater() {
		Blocker second = submit(Priority.LOW);
		advance(3_000);
		submit(Priority.LOW);
		this.blockers.get(0).letGo();
		second.awaitBegin();
		advance(4_999);
		assertThat(this.told).isEmpty();
		advance(1);
		assertThat(this.told).containsExactly("warning LOW 2 after 5 s, 1 wait");
	}

	@Test
	void nextBurstIsToldAgain() {
		Blocker second = submit(Priority.LOW);
		advance(5_000);
		this.blockers.get(0).letGo();
		second.awaitBegin();
		advance(20_000);
		submit(Priority.LOW);
		advance(5_000);
		assertThat(this.told).containsExactly("warning LOW 1 after 5 s, 1 wait", "warning LOW 2 after 5 s, 1 wait");
	}

	@Test
	void timersAreNotArmedForEachTask() {
		for (int i = 0; i < 100; i++) {
			submit(Priority.LOW);
		}
		assertThat(this.time.armed()).isEqualTo(1);
	}

	@Test
	void oldestWaitingIsInTheSnapshot() {
		assertThat(this.supervisor.snapshot().oldestWaiting()).isNull();
		submit(Priority.LOW);
		advance(3_000);
		assertThat(this.supervisor.snapshot().oldestWaiting()).isEqualTo(Duration.ofSeconds(3));
	}

	private void advance(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	private Blocker submit(Priority priority) {
		Blocker blocker = new Blocker(priority + " " + this.blockers.size());
		this.blockers.add(blocker);
		this.supervisor.pool().submit(blocker, priority);
		return blocker;
	}

	private static final class FailingHandler implements LateTaskHandler {

		@Override
		public void warning(LateTask task) {
			throw new IllegalStateException("synthetic");
		}

	}

	private final class TellingHandler implements LateTaskHandler {

		@Override
		public void warning(LateTask task) {
			tell("warning", task);
		}

		@Override
		public void critical(LateTask task) {
			tell("critical", task);
		}

		private void tell(String level, LateTask task) {
			LateWatchTests.this.told.add("%s %s after %d s, %d wait".formatted(level, task.name(),
					task.waited().toSeconds(), task.waiting()));
		}

	}

}
