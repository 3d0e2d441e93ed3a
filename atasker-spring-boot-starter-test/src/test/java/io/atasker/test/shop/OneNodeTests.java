package io.atasker.test.shop;

import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.annotation.EventWorker;
import io.atasker.test.WorkerTest;
import io.atasker.test.WorkersTester;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.RunOn;
import io.atasker.worker.TriggerResult;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is to run on one node runs in a test, which needs neither a database nor another
 * place for leases.
 */
@WorkerTest(useDefaultFilters = false)
@Import(OneNodeTests.Closing.class)
class OneNodeTests {

	@Autowired
	WorkersTester tester;

	@Autowired
	BackgroundEventWorker closing;

	@Autowired
	Closing bean;

	@Test
	void itRunsHere() {
		this.closing.start();
		assertThat(this.closing.isStarted()).isTrue();
		assertThat(this.closing.trigger()).isEqualTo(TriggerResult.ACCEPTED);
		this.tester.drain();
		assertThat(this.bean.runs).hasValue(1);
	}

	static class Closing {

		private final AtomicInteger runs = new AtomicInteger();

		@EventWorker(runOn = RunOn.ONE_NODE)
		void closing() {
			this.runs.incrementAndGet();
		}

	}

}
