package io.atasker.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.TaskOptions;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.PutOptions;
import io.atasker.worker.WorkContext;
import io.atasker.worker.Workers;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for observations of executions, for the context that they are carried with, and
 * for the MDC.
 */
@ExtendWith(LeakGuard.class)
class WorkerObservationsTests {

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ContextCarrier carrier = carrier();

	private final Supervisor supervisor = Supervisor.builder().taskDecorator(this.carrier::decorate).build();

	private final Workers workers = Workers.builder()
		.supervisors(List.of(this.supervisor))
		.observer(ExecutionObserver.of(List.of(this.carrier,
				new WorkerObservations(this.registry, new DefaultWorkerObservationConvention()), new MdcKeys())))
		.build();

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private ContextCarrier carrier() {
		ContextRegistry contexts = new ContextRegistry();
		contexts.registerThreadLocalAccessor("tenant", TENANT);
		contexts.registerThreadLocalAccessor(new ObservationThreadLocalAccessor(this.registry));
		return new ContextCarrier(ContextSnapshotFactory.builder().contextRegistry(contexts).build());
	}

	@AfterEach
	void stop() {
		TENANT.remove();
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	/** What the current thread knows. */
	private void see() {
		Observation current = this.registry.getCurrentObservation();
		ObservationView parent = (current != null) ? current.getContextView().getParentObservation() : null;
		this.seen.add("%s, %s in %s, %s".formatted(TENANT.get(),
				(current != null) ? current.getContextView().getName() : null,
				(parent != null) ? parent.getContextView().getName() : null, MDC.get(MdcKeys.WORKER)));
	}

	private String next() throws InterruptedException {
		return String.valueOf(this.seen.poll(1, TimeUnit.MINUTES));
	}

	private void inside(String name, Runnable action) {
		TENANT.set(name);
		Observation.createNotStarted(name, this.registry).observe(action);
		TENANT.remove();
	}

	private BackgroundQueueWorker<String> queue() {
		return this.workers.define("items").queue(String.class).executor((item, context) -> {
			see();
			if (item.equals("bad")) {
				throw new IllegalStateException("bad");
			}
		}).register();
	}

	@Test
	void itemIsExecutedInTheContextOfWhoPutIt() throws Exception {
		this.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		inside("one", () -> worker.put("item"));
		assertThat(next()).isEqualTo("one, atasker.execution in one, items");
		worker.put("item");
		assertThat(next()).isEqualTo("null, atasker.execution in null, items");
		inside("two", () -> worker.put("item", new PutOptions(Duration.ZERO, null, "id")));
		assertThat(next()).isEqualTo("two, atasker.execution in two, items");
		inside("three", () -> worker.put("item", PutOptions.delayed(Duration.ofMillis(1))));
		assertThat(next()).isEqualTo("three, atasker.execution in three, items");
	}

	@Test
	void itemThatBringsNothingStaysBare() {
		BackgroundQueueWorker<String> worker = queue();
		assertThat(this.carrier.capture(worker)).isNull();
		TENANT.set("one");
		assertThat(this.carrier.capture(worker)).isNotNull();
	}

	@Test
	void runBelongsToTheFirstOfItsTriggers() throws Exception {
		BackgroundEventWorker worker = this.workers.define("event").event().executor((context) -> see()).register();
		inside("one", worker::trigger);
		inside("two", worker::trigger);
		this.supervisor.start();
		assertThat(next()).isEqualTo("one, atasker.execution in one, event");
		worker.trigger();
		assertThat(next()).isEqualTo("null, atasker.execution in null, event");
	}

	@Test
	void taskIsExecutedInTheContextOfWhoSubmittedIt() throws Exception {
		this.supervisor.start();
		inside("one", () -> this.supervisor.submit(this::see, TaskOptions.of(Priority.NORMAL)));
		assertThat(next()).isEqualTo("one, one in null, null");
	}

	@Test
	void stageIsObservedUntilItIsComplete() throws Exception {
		this.supervisor.start();
		CompletableFuture<String> stage = new CompletableFuture<>();
		BackgroundQueueWorker<String> worker = this.workers.define("async")
			.queue(String.class)
			.onResult((result, item, context) -> {
				see();
				return null;
			})
			.asyncExecutor((item, context) -> {
				see();
				return item.equals("slow") ? stage : CompletableFuture.completedFuture("quick");
			})
			.register();
		inside("one", () -> worker.put("slow"));
		assertThat(next()).isEqualTo("one, atasker.execution in one, async");
		this.supervisor.loops().getDefault().execute(this::see);
		assertThat(next()).isEqualTo("null, null in null, null");
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("atasker.execution")
			.that()
			.isNotStopped();
		inside("elsewhere", () -> stage.complete("done"));
		assertThat(next()).isEqualTo("one, atasker.execution in one, async");
		await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("atasker.execution")
			.that()
			.hasBeenStopped());
		this.supervisor.loops().getDefault().execute(this::see);
		assertThat(next()).isEqualTo("null, null in null, null");
	}

	@Test
	void outcomeAndErrorAreTold() throws Exception {
		this.supervisor.start();
		BackgroundQueueWorker<String> worker = queue();
		worker.put("bad");
		next();
		await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("atasker.execution")
			.that()
			.hasBeenStopped()
			.hasContextualNameEqualTo("execute items")
			.hasLowCardinalityKeyValue("worker", "items")
			.hasLowCardinalityKeyValue("supervisor", "default")
			.hasLowCardinalityKeyValue("cause", "item")
			.hasLowCardinalityKeyValue("outcome", "failed")
			.hasHighCardinalityKeyValueWithKey("task")
			.thenError()
			.hasMessage("bad"));
	}

	@Test
	void observerThatThrowsChangesNothing() throws Exception {
		Workers broken = Workers.builder()
			.supervisors(List.of(this.supervisor))
			.observer(ExecutionObserver.of(List.of(new Broken(), new Broken())))
			.build();
		this.supervisor.start();
		BackgroundQueueWorker<String> worker = broken.define("broken").queue(String.class).executor((item, context) -> {
			this.seen.add(item);
		}).register();
		worker.put("one");
		worker.put("two");
		assertThat(List.of(next(), next())).containsExactly("one", "two");
		await().until(() -> worker.snapshot().executions().succeeded() == 2);
	}

	@Test
	void mdcIsLeftAsItWas() {
		MDC.setContextMap(Map.of(MdcKeys.WORKER, "before"));
		try {
			BackgroundQueueWorker<String> worker = queue();
			var context = mock(WorkContext.class);
			given(context.worker()).willReturn(worker);
			given(context.taskId()).willReturn("items-1");
			var execution = new MdcKeys().begin(context, null);
			assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of(MdcKeys.WORKER, "items", MdcKeys.TASK, "items-1"));
			execution.end(ExecutionStatus.SUCCEEDED, null);
			assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of(MdcKeys.WORKER, "before"));
		}
		finally {
			MDC.clear();
		}
	}

	/** Throws at every turn. */
	private static final class Broken implements ExecutionObserver {

		@Override
		public Object capture(BackgroundWorker worker) {
			throw new IllegalStateException("capture");
		}

		@Override
		public ObservedExecution begin(WorkContext context, Object captured) {
			throw new IllegalStateException("begin");
		}

	}

}
