package io.atasker.annotation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerHooks;
import io.atasker.worker.WorkerType;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for annotated classes.
 */
@ExtendWith(LeakGuard.class)
class ClassWorkerTests {

	private static final List<String> seen = new CopyOnWriteArrayList<>();

	@BeforeEach
	void reset() {
		seen.clear();
	}

	@Test
	void methodRunIsExecutedAndProcessResultGivenItsResult() {
		WorkerContexts.started(WorkerContexts.with().withBean("lengths", Lengths.class, Lengths::new), (context) -> {
			BackgroundQueueWorker<?> worker = context.getBean(BackgroundQueueWorker.class);
			assertThat(worker.name()).isEqualTo("lengths");
			assertThat(worker.definition().origin().target()).isEqualTo(Lengths.class.getName() + ".run(String)");
			context.getBean(Workers.class).queue("lengths", String.class).put("four");
			await().until(() -> seen.contains("four=4"));
		});
	}

	@Test
	void runnableClassIsAContinuousWorker() {
		WorkerContexts.started(WorkerContexts.with().withBean("job", Job.class, Job::new), (context) -> {
			BackgroundWorker worker = context.getBean(Workers.class).get("job");
			assertThat(worker.type()).isEqualTo(WorkerType.BACKGROUND);
			await().until(() -> seen.contains("run"));
			await().until(worker::isStopped);
		});
	}

	@Test
	void classHasItsOwnHooksAndNoOtherWorkerHasThem() {
		WorkerContexts.started(WorkerContexts.with().withBean("hooked", Hooked.class, Hooked::new), (context) -> {
			assertThat(context.getBean(BackgroundIntervalWorker.class).stop()).isTrue();
			assertThat(seen).containsSubsequence("before hooked", "after hooked");
			assertThat(seen).doesNotContain("before other", "after other");
		});
	}

	@Test
	void attributesOfTheAnnotationApply() {
		WorkerContexts.with(Named.class)
			.run((context) -> assertThat(context.getBean(Workers.class).find("renamed")).isNotNull());
	}

	@Test
	void subclassOfAnAnnotatedClassIsAWorkerToo() {
		WorkerContexts.with()
			.withBean("first", Job.class, Job::new)
			.withBean("second", SpecialJob.class, SpecialJob::new)
			.run((context) -> assertThat(context.getBean(Workers.class).stream()).extracting(BackgroundWorker::name)
				.containsExactlyInAnyOrder("first", "second"));
	}

	@Test
	void classWithoutMethodRunIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(Idle.class);
		assertThat(failure.subject()).endsWith(Idle.class.getName());
		assertThat(failure.problem()).isEqualTo("the class is annotated as a worker, but has no method 'run'");
		assertThat(failure.remedy())
			.isEqualTo("Give it one method 'run', or annotate the method that shall be executed");
	}

	@Test
	void classWithSeveralMethodsRunIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(Ambiguous.class);
		assertThat(failure.problem()).isEqualTo("the class is annotated as a worker, but has several methods 'run'");
	}

	@Test
	void classAndItsMethodRunCannotBothBeWorkers() {
		InvalidWorkerException failure = WorkerContexts.failure(Both.class);
		assertThat(failure.problem()).isEqualTo("both the class and its method 'run' are annotated as workers");
	}

	@Test
	void beanWhoseNameIsNoneOfAWorkerNeedsAnotherOne() {
		InvalidWorkerException failure = WorkerContexts.failure(Job.class);
		assertThat(failure.attribute()).isEqualTo("name");
		assertThat(failure.problem())
			.isEqualTo("it is unset, and the name of the bean, 'classWorkerTests.Job', is no name of a worker");
	}

	@QueueWorker
	static class Lengths {

		int run(String item) {
			return item.length();
		}

		void processResult(String item, int length) {
			seen.add(item + "=" + length);
		}

	}

	@Worker
	static class Job implements Runnable {

		@Override
		public void run() {
			seen.add("run");
		}

		boolean processResult(WorkContext context) {
			return false;
		}

	}

	static class SpecialJob extends Job {

	}

	@IntervalWorker("1h")
	static class Hooked implements WorkerHooks {

		void run() {
		}

		@Worker(autoStart = false)
		void other() {
		}

		@Override
		public void beforeStart(BackgroundWorker worker) {
			seen.add("before " + worker.name());
		}

		@Override
		public void afterStop(BackgroundWorker worker) {
			seen.add("after " + worker.name());
		}

	}

	@EventWorker("renamed")
	static class Named {

		void run() {
		}

	}

	@EventWorker
	static class Idle {

	}

	@Worker
	static class Ambiguous {

		void run() {
		}

		void run(WorkContext context) {
		}

	}

	@Worker("both")
	static class Both {

		@Worker
		void run() {
		}

	}

}
