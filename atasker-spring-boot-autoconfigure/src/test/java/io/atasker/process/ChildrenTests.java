package io.atasker.process;

import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link Children} at moments that tests of whole pools do not hit.
 */
@Timeout(60)
class ChildrenTests {

	private final TimeSource time = TimeSource.system();

	private final Timers timers = this.time.openTimers((work) -> TestPool.thread("timers", work));

	private final ProcessOptions options = ProcessOptions.builder().spares(0).build();

	private final ChildLauncher launcher = new ChildLauncher(this.options, this.time, this.timers, TestPool::thread,
			Secret::create);

	private final AtomicInteger launches = new AtomicInteger();

	private final CountDownLatch second = new CountDownLatch(1);

	private final Children children = new Children(this.options, this.time, this.timers, new ChildSource() {

		@Override
		public Child launch(BooleanSupplier wanted) throws Exception {
			if (ChildrenTests.this.launches.incrementAndGet() > 1) {
				ChildrenTests.this.second.await();
			}
			return ChildrenTests.this.launcher.launch(wanted);
		}

		@Override
		public void abandon() {
			ChildrenTests.this.launcher.abandon();
		}

		@Override
		public Thread thread(Runnable work) {
			return TestPool.thread("start", work);
		}

	});

	@BeforeEach
	void open() {
		this.children.open();
	}

	@AfterEach
	void close() {
		this.children.close();
		this.timers.close();
	}

	/** Of a child that is given, an interrupt and the end, all at once. */
	@Test
	void childThatComesWithAnInterruptWhenThePoolIsClosedIsGone() throws Exception {
		Child child = this.children.take(1);
		ReentrantLock lock = lock();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread waiter = TestPool.thread("waiter", () -> {
			try {
				this.children.take(1);
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		});
		lock.lock();
		try {
			waiter.start();
			await().until(() -> lock.hasQueuedThread(waiter));
		}
		finally {
			lock.unlock();
		}
		await().until(() -> waiter.getState() == Thread.State.WAITING && !lock.hasQueuedThread(waiter)
				&& this.children.statistics().starting() == 1);
		lock.lock();
		try {
			waiter.interrupt();
			await().until(() -> lock.hasQueuedThread(waiter));
			this.children.giveBack(child, null, true);
			this.children.close();
		}
		finally {
			lock.unlock();
		}
		waiter.join();
		this.second.countDown();
		assertThat(failure.get()).isInstanceOf(InterruptedException.class);
		await().until(() -> !child.isAlive());
		assertThat(this.children.all()).isEmpty();
		await().until(() -> this.children.statistics().starting() == 0);
		ProcessStatistics statistics = this.children.statistics();
		assertThat(statistics.busy() + statistics.idle()).isZero();
		assertThat(statistics.ended().get(ChildEnd.CLOSED)).isEqualTo(statistics.spawned());
	}

	private ReentrantLock lock() throws ReflectiveOperationException {
		Field field = Children.class.getDeclaredField("lock");
		field.setAccessible(true);
		return (ReentrantLock) field.get(this.children);
	}

}
