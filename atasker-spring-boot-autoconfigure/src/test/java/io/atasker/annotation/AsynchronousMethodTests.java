package io.atasker.annotation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundAsyncWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for methods that return something that completes later.
 */
@ExtendWith(LeakGuard.class)
class AsynchronousMethodTests {

	private static final Seen seen = new Seen();

	@BeforeEach
	void reset() {
		seen.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "stage", "mono", "flux", "flow" })
	void resultIsWhatItComesTo(String name) {
		WorkerContexts.started(WorkerContexts.with(Asynchronous.class), (context) -> {
			TriggerableWorker worker = context.getBean(Workers.class).get(name, TriggerableWorker.class);
			assertThat(worker.definition().code().kind()).isEqualTo(ExecutorKind.LOOP);
			worker.trigger();
			assertThat(seen.next()).containsExactly(3);
			await().until(() -> worker.snapshot().executions().succeeded() == 1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "error", "assembly", "overflow", "nothing" })
	void failureIsAFailureOfTheExecution(String name) {
		WorkerContexts.started(WorkerContexts.with(Failing.class), (context) -> {
			TriggerableWorker worker = context.getBean(Workers.class).get(name, TriggerableWorker.class);
			worker.trigger();
			await().until(() -> worker.snapshot().executions().failed() == 1);
			worker.trigger();
			await().until(() -> worker.snapshot().executions().failed() == 2);
		});
	}

	@Test
	void emptyMonoSucceeds() {
		WorkerContexts.started(WorkerContexts.with(Empty.class), (context) -> {
			BackgroundWorker worker = context.getBean(BackgroundAsyncWorker.class);
			await().until(() -> worker.snapshot().executions().succeeded() > 10);
		});
	}

	@Test
	void monoThatComesToFalseStopsItsWorker() {
		WorkerContexts.started(WorkerContexts.with(StopsItself.class),
				(context) -> await().until(context.getBean(BackgroundAsyncWorker.class)::isStopped));
	}

	@Test
	void fluxIsOneExecutionUntilItCompletes() {
		WorkerContexts.started(WorkerContexts.with(Streaming.class), (context) -> {
			Streaming bean = context.getBean(Streaming.class);
			BackgroundWorker worker = context.getBean(BackgroundAsyncWorker.class);
			await().until(() -> bean.sink.currentSubscriberCount() == 1);
			bean.sink.tryEmitNext(1);
			bean.sink.tryEmitNext(2);
			assertThat(worker.snapshot().executions().succeeded()).isZero();
			bean.sink.tryEmitComplete();
			await().until(() -> worker.snapshot().executions().succeeded() >= 1);
		});
	}

	@Test
	void cancelCancelsTheSubscriptionOnce() {
		WorkerContexts.started(WorkerContexts.with(Endless.class), (context) -> {
			Endless bean = context.getBean(Endless.class);
			TriggerableWorker worker = context.getBean(Workers.class).get("endless", TriggerableWorker.class);
			worker.trigger();
			await().until(() -> bean.subscribed.get() == 1);
			assertThat(worker.cancel("enough")).isEqualTo(1);
			await().until(() -> worker.snapshot().executions().cancelled() == 1);
			assertThat(bean.cancelled).hasValue(1);
		});
	}

	static class Asynchronous {

		@EventWorker(onResult = "#result")
		CompletionStage<Integer> stage() {
			return CompletableFuture.supplyAsync(() -> 3);
		}

		@EventWorker(onResult = "#result")
		Mono<Integer> mono() {
			return Mono.just(3).publishOn(reactor.core.scheduler.Schedulers.parallel());
		}

		@EventWorker(onResult = "#result")
		Flux<Integer> flux() {
			return Flux.just(1, 2, 3);
		}

		@EventWorker(onResult = "#result")
		Flow.Publisher<Integer> flow() {
			SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, 8);
			return (subscriber) -> {
				publisher.subscribe(subscriber);
				List.of(1, 2, 3).forEach(publisher::submit);
				publisher.close();
			};
		}

		void result(Integer result) {
			seen.add(result);
		}

	}

	static class Failing {

		@EventWorker
		Mono<Void> error() {
			return Mono.error(new IllegalStateException("as told"));
		}

		@EventWorker
		Mono<Void> assembly() {
			throw new IllegalStateException("as told");
		}

		@EventWorker
		Mono<Void> overflow() {
			return Mono.fromSupplier(() -> {
				throw new StackOverflowError("as told");
			});
		}

		@EventWorker
		Mono<Void> nothing() {
			return null;
		}

	}

	static class Empty {

		@Worker
		Mono<String> empty() {
			return Mono.empty();
		}

	}

	static class StopsItself {

		@Worker
		Mono<Boolean> once() {
			return Mono.just(false);
		}

	}

	static class Streaming {

		final Sinks.Many<Integer> sink = Sinks.many().replay().all();

		@Worker
		Flux<Integer> stream() {
			return this.sink.asFlux();
		}

	}

	static class Endless {

		final AtomicInteger subscribed = new AtomicInteger();

		final AtomicInteger cancelled = new AtomicInteger();

		@EventWorker
		Mono<Void> endless() {
			return Mono.<Void>never()
				.doOnSubscribe((subscription) -> this.subscribed.incrementAndGet())
				.doOnCancel(this.cancelled::incrementAndGet);
		}

	}

}
