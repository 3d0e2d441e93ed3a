package io.atasker.annotation;

import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.atasker.supervisor.Priority;
import io.atasker.worker.InvalidWorkerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for what must not stand together.
 */
class WorkerRulesTests {

	private static final String EXCLUSIVE = "these exclude each other: a queue worker (queue, queueType), "
			+ "an event worker (event, on, settle, runOnStart), "
			+ "an interval worker (interval, delay, delayBefore, initialDelay, cron, zone, jitter)";

	@ParameterizedTest(name = "{0}")
	@MethodSource("illegal")
	void isRefused(Class<?> bean, String attribute, String value, String problem, String remedy) {
		InvalidWorkerException failure = WorkerContexts.failure(bean);
		assertThat(failure).isInstanceOf(InvalidWorkerMethodException.class);
		assertThat(failure.subject())
			.isEqualTo("bean '%s', %s.".formatted(((InvalidWorkerMethodException) failure).bean(), bean.getName())
					+ method(bean));
		assertThat(failure.attribute()).isEqualTo(attribute);
		assertThat(failure.value()).isEqualTo(value);
		assertThat(failure.problem()).isEqualTo(problem);
		assertThat(failure.remedy()).isEqualTo(remedy);
	}

	private static String method(Class<?> bean) {
		return Stream.of(bean.getDeclaredMethods())
			.filter((method) -> !method.isSynthetic())
			.map((method) -> method.getName() + "("
					+ String.join(",", Stream.of(method.getParameterTypes()).map(Class::getSimpleName).toList()) + ")")
			.findFirst()
			.orElseThrow();
	}

	static Stream<Arguments> illegal() {
		return Stream.of(
				arguments(QueueAndInterval.class, "interval", "5s",
						"it makes an interval worker, but queue makes a queue worker; " + EXCLUSIVE,
						"Leave out queue or interval"),
				arguments(QueueAndEvent.class, "event", "true",
						"it makes an event worker, but queueType makes a queue worker; " + EXCLUSIVE,
						"Leave out queueType or event"),
				arguments(EventAndCron.class, "cron", "@daily",
						"it makes an interval worker, but runOnStart makes an event worker; " + EXCLUSIVE,
						"Leave out runOnStart or cron"),
				arguments(CapacityOfContinuous.class, "capacity", "5", "only a queue worker has it",
						"Leave it out, or use @QueueWorker"),
				arguments(RetryOfInterval.class, "retry", "@Retry", "only a queue worker has it",
						"Leave it out, or use @QueueWorker"),
				arguments(ProviderOfEvent.class, "provider", "jdbc", "only a queue worker has it",
						"Leave it out, or use @QueueWorker"),
				arguments(ConcurrencyOfEvent.class, "concurrency", "2", "the runs of an event worker never overlap",
						"Leave it out"),
				arguments(ZoneOfInterval.class, "zone", "UTC", "only a cron expression has a zone",
						"Leave it out, or set cron"),
				arguments(AlsoScheduled.class, null, null, "it is annotated with @Scheduled too",
						"Remove @Scheduled; a worker has a schedule of its own, such as interval or cron"),
				arguments(AlsoAsync.class, null, null, "it is annotated with @Async too",
						"Remove @Async; a worker runs in the background by itself and has to know when its method ends"),
				arguments(AsyncClass.class, null, null, "it is annotated with @Async too",
						"Remove @Async; a worker runs in the background by itself and has to know when its method ends"),
				arguments(AlsoBean.class, null, null, "it is annotated with @Bean too",
						"Annotate a method of the bean's class instead of the method that makes the bean"),
				arguments(QueueWithoutItem.class, null, null, "it is a queue worker, but takes no item",
						"Add a parameter of the type of the items"),
				arguments(QueueWithTwoItems.class, null, null, "it takes more than one item: 'Integer number'",
						"Put what belongs together into one item, or annotate the parameter with @Argument"),
				arguments(EventWithItem.class, null, null,
						"it takes 'String text', but only a queue worker is given items",
						"Remove the parameter, annotate it with @Argument, or make it a queue worker with @QueueWorker"),
				arguments(ReturnsFuture.class, null, null, "it returns a Future, of which nobody is told when it ends",
						"Return a CompletionStage such as CompletableFuture, or wait for the end in the method"),
				arguments(ProcessOfInstance.class, "executor", "PROCESS",
						"only a static method can run in a child process",
						"Make the method static, or leave the attribute out"),
				arguments(ProcessWithoutPool.class, "executor", "PROCESS", "supervisor 'default' has no process pool",
						"Give it one by its size, process-pool.size, or let the worker run on a thread"),
				arguments(ThreadOfAsynchronous.class, "executor", "THREAD",
						"an asynchronous method runs on an event loop",
						"Leave it out, or wait for the result in the method and return that"),
				arguments(LoopOfThread.class, "loop", "io", "only an asynchronous method runs on an event loop",
						"Leave it out, or return a CompletionStage or a reactive type"),
				arguments(TwoPriorities.class, "priority", "LOW, HIGH", "it has 2 values", "Keep one of them"));
	}

	@Test
	void textThatComesToNothingStillSaysWhichTypeItIs() {
		InvalidWorkerException failure = WorkerContexts.failure(NoSchedule.class);
		assertThat(failure.problem())
			.isEqualTo("it is an interval worker, but has no interval, delay, delayBefore or cron");
		assertThat(failure.remedy())
			.isEqualTo("Set one of them, here or under atasker.workers.poll; cron = \"-\" is for by trigger only");
	}

	static class QueueAndInterval {

		@Worker(queue = true, interval = "5s")
		void mixed(String item) {
		}

	}

	static class QueueAndEvent {

		@Worker(queueType = PriorityQueue.class, event = true)
		void mixed(String item) {
		}

	}

	static class EventAndCron {

		@Worker(runOnStart = false, cron = "@daily")
		void mixed() {
		}

	}

	static class CapacityOfContinuous {

		@Worker(capacity = "5")
		void run() {
		}

	}

	static class RetryOfInterval {

		@Worker(interval = "5s", retry = @Retry(maxRetries = "5"))
		void run() {
		}

	}

	static class ProviderOfEvent {

		@Worker(event = true, provider = "jdbc")
		void run() {
		}

	}

	static class ConcurrencyOfEvent {

		@Worker(event = true, concurrency = "2")
		void run() {
		}

	}

	static class ZoneOfInterval {

		@IntervalWorker(value = "5s", zone = "UTC")
		void run() {
		}

	}

	static class AlsoScheduled {

		@Worker
		@Scheduled(fixedRate = 1000)
		void run() {
		}

	}

	static class AlsoAsync {

		@Worker
		@Async
		void run() {
		}

	}

	@Async
	static class AsyncClass {

		@Worker
		void run() {
		}

	}

	static class AlsoBean {

		@Worker
		@Bean
		String text() {
			return "";
		}

	}

	static class QueueWithoutItem {

		@QueueWorker
		void run(io.atasker.worker.WorkContext context, @Argument String region) {
		}

	}

	static class QueueWithTwoItems {

		@QueueWorker
		void run(String text, Integer number) {
		}

	}

	static class EventWithItem {

		@EventWorker
		void run(String text) {
		}

	}

	static class ReturnsFuture {

		@Worker
		Future<String> run() {
			return CompletableFuture.completedFuture("");
		}

	}

	static class ProcessOfInstance {

		@Worker(executor = ExecutorChoice.PROCESS)
		void run() {
		}

	}

	static class ProcessWithoutPool {

		@Worker(executor = ExecutorChoice.PROCESS)
		static void run() {
		}

	}

	static class ThreadOfAsynchronous {

		@Worker(executor = ExecutorChoice.THREAD)
		CompletableFuture<String> run() {
			return CompletableFuture.completedFuture("");
		}

	}

	static class LoopOfThread {

		@Worker(loop = "io")
		void run() {
		}

	}

	static class TwoPriorities {

		@Worker(priority = { Priority.LOW, Priority.HIGH })
		void run() {
		}

	}

	static class NoSchedule {

		@Worker(interval = "${poll.every:}")
		void poll() {
		}

	}

}
