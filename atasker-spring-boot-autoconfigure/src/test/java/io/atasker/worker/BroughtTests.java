package io.atasker.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a trigger brings along.
 */
@ExtendWith(LeakGuard.class)
class BroughtTests {

	private final Supervisor supervisor = Supervisor.builder().build();

	private final AtomicReference<String> here = new AtomicReference<>("first");

	private final List<Object> brought = new CopyOnWriteArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.supervisor.close();
	}

	@Test
	void whatATriggerOfAnEarlierStartHasBroughtIsNotForALaterOne() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		this.supervisor.start();
		Workers workers = Workers.builder().supervisors(List.of(this.supervisor)).observer(new ExecutionObserver() {
			@Override
			public Object capture(BackgroundWorker worker) {
				return BroughtTests.this.here.get();
			}

			@Override
			public @Nullable ObservedExecution begin(WorkContext context, @Nullable Object captured) {
				BroughtTests.this.brought.add(String.valueOf(captured));
				return null;
			}
		}).build();
		BackgroundEventWorker worker = workers.define("event").event().executor((context) -> {
			entered.countDown();
			this.release.await();
		}).register();
		worker.trigger();
		assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
		this.here.set("given back");
		worker.trigger();
		worker.stopAsync();
		this.release.countDown();
		await().until(worker::isStopped);
		worker.start();
		this.here.set("last");
		worker.trigger();
		await().until(() -> this.brought.size() == 2);
		assertThat(this.brought).containsExactly("first", "last");
	}

}
