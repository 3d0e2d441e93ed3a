package io.atasker.supervisor;

import java.util.concurrent.ThreadFactory;

import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Carriers} with threads that never wake up.
 */
class CarriersTests {

	private final ThreadFactory noThreads = (work) -> new Thread(() -> {
	});

	private final Timers timers = TimeSource.system().openTimers(Thread::new);

	private Carriers carriers;

	private Carrier asleep;

	private Carrier atWork;

	@BeforeEach
	void open() {
		SupervisorBuilder settings = Supervisor.builder();
		this.timers.suspend();
		this.carriers = new Carriers(settings, this.noThreads, null, new Inside(), this.timers);
		this.carriers.open(0);
		this.asleep = new Carrier(this.carriers, false, 1, null);
		this.atWork = new Carrier(this.carriers, false, 1, null);
		this.carriers.rest(this.asleep);
	}

	@AfterEach
	void close() {
		this.carriers.close();
		this.timers.close();
	}

	@Test
	void criticalTaskIsBegunByAThreadThatEndsAnotherBeforeItsOwnIsAwake() {
		PoolTask critical = task("critical", Priority.CRITICAL);
		PoolTask next = task("next", Priority.HIGH);
		this.carriers.start(critical);
		assertThat(this.carriers.isCalling()).isTrue();
		assertThat(this.carriers.overtake(this.atWork, next)).isSameAs(critical);
		assertThat(this.asleep.take()).isSameAs(next);
		assertThat(this.carriers.isCalling()).isFalse();
	}

	@Test
	void criticalTaskIsNotTakenFromAThreadThatHasBegunIt() {
		PoolTask critical = task("critical", Priority.CRITICAL);
		PoolTask next = task("next", Priority.LOW);
		this.carriers.start(critical);
		assertThat(this.asleep.take()).isSameAs(critical);
		assertThat(this.carriers.overtake(this.atWork, next)).isSameAs(next);
		assertThat(this.asleep.take()).isNull();
	}

	@Test
	void nobodyIsCalledOnceItsThreadIsAwake() {
		this.carriers.start(task("critical", Priority.CRITICAL));
		this.carriers.awake(this.asleep);
		assertThat(this.carriers.isCalling()).isFalse();
	}

	@Test
	void oneCriticalTaskDoesNotTakeTheThreadOfAnother() {
		this.carriers.start(task("critical", Priority.CRITICAL));
		PoolTask next = task("next", Priority.CRITICAL);
		assertThat(this.carriers.overtake(this.atWork, next)).isSameAs(next);
		assertThat(this.carriers.isCalling()).isTrue();
	}

	@Test
	void taskThatIsNotCriticalIsWaitedFor() {
		this.carriers.rest(this.atWork);
		this.carriers.start(task("normal", Priority.NORMAL));
		assertThat(this.carriers.isCalling()).isFalse();
	}

	private static PoolTask task(String name, Priority priority) {
		PoolTask task = new NamedTask(name);
		task.admittedAs = priority;
		return task;
	}

}
