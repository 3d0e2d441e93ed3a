package io.atasker.annotation;

import java.util.PriorityQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.stream.Stream;

import io.atasker.worker.InvalidWorkerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for values that are refused.
 */
class InvalidValueTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			5                       | it has no unit
			-3                      | it has no unit
			0s                      | it is zero
			PT0S                    | it is zero
			-1s                     | it is negative
			-PT1S                   | it is negative
			9223372036854775807     | it has no unit
			9223372036854775807s    | it is longer than 100 years
			9223372036854775807d    | it is no duration
			P106752D                | it is longer than 100 years
			NaN                     | it is no duration
			1.5s                    | it is no duration
			1m30s                   | it is no duration
			soon                    | it is no duration
			""")
	void intervalIsRefused(String interval, String problem) {
		InvalidWorkerException failure = WorkerContexts.failure(every(interval));
		assertThat(failure.subject()).endsWith("Polling.poll()").startsWith("bean '");
		assertThat(failure.attribute()).isEqualTo("interval");
		assertThat(failure.value()).isEqualTo(interval + " (from ${every})");
		assertThat(failure.problem()).isEqualTo(problem);
		assertThat(failure.remedy()).isEqualTo(DurationText.REMEDY);
	}

	@Test
	void placeholderWithoutValueIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(Polling.class);
		assertThat(failure.attribute()).isEqualTo("interval");
		assertThat(failure.value()).isEqualTo("${every}");
		assertThat(failure.problem())
			.isEqualTo("it cannot be resolved: Could not resolve placeholder 'every'" + " in value \"${every}\"");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("invalid")
	void isRefused(Class<?> bean, String attribute, String value, String problem, String remedy) {
		InvalidWorkerException failure = WorkerContexts.failure(bean);
		assertThat(failure.subject()).contains(bean.getName());
		assertThat(failure.attribute()).isEqualTo(attribute);
		assertThat(failure.value()).isEqualTo(value);
		assertThat(failure.problem()).isEqualTo(problem);
		assertThat(failure.remedy()).isEqualTo(remedy);
	}

	static Stream<Arguments> invalid() {
		String exclusive = "; interval, delay and cron exclude each other, cron excludes delayBefore";
		return Stream.of(
				arguments(IntervalAndDelay.class, "delay", "2s", "it excludes interval, which is \"1s\"" + exclusive,
						"Leave out interval or delay"),
				arguments(CronAndInterval.class, "interval", "1s", "it excludes cron, which is \"@daily\"" + exclusive,
						"Leave out cron or interval"),
				arguments(CronAndDelayBefore.class, "delayBefore", "1s", "it excludes cron, which is \"-\"" + exclusive,
						"Leave out cron or delayBefore"),
				arguments(LongDelayBefore.class, "delayBefore", "5s",
						"it is not shorter than interval, which is \"5s\"",
						"Make it shorter, or use delay for a pause after each run"),
				arguments(FiveFields.class, "cron", "*/5 * * * *",
						"it has five fields; six are needed, beginning with the seconds, as in \"0 */5 * * * *\"",
						"Correct the value"),
				arguments(NeverTrue.class, "cron", "0 0 0 30 2 *", "there is no time that it matches",
						"Correct the value"),
				arguments(UnknownZone.class, "zone", "Mars/Base", "there is no such time zone",
						"Use the id of a time zone, such as Europe/Paris or UTC"),
				arguments(NoConcurrency.class, "concurrency", "0", "it is not from 1 to 2147483647",
						"Write a whole number from 1, or 'processors' for as many as the JVM has"),
				arguments(Many.class, "concurrency", "many", "it is no whole number",
						"Write a whole number from 1, or 'processors' for as many as the JVM has"),
				arguments(NegativeCapacity.class, "capacity", "-1", "it is not from 1 to 9223372036854775807",
						"Write a whole number from 1"),
				arguments(ShrinkingPauses.class, "retry.multiplier", "0.5", "it is less than 1",
						"Write a number from 1"),
				arguments(RetryWithoutUnit.class, "retry.delay", "5", "it has no unit", DurationText.REMEDY),
				arguments(TimeoutWithoutUnit.class, "timeout", "30", "it has no unit", DurationText.REMEDY),
				arguments(NoStopTimeout.class, "stopTimeout", "0s", "it is zero", DurationText.REMEDY),
				arguments(UnknownSupervisor.class, "supervisor", "night", "there is no such supervisor",
						"Use one of [default], or configure it as atasker.supervisors.night"),
				arguments(UnknownProvider.class, "provider", "jdbc", "there is no such queue provider",
						"Use memory, which is the only one there is"),
				arguments(UnknownLoop.class, "loop", "nowhere", "supervisor 'default' has no such event loop",
						"Use one of [default, io], create it before the worker, or in Spring set"
								+ " atasker.supervisor.loops.nowhere= or name an Executor or Scheduler bean"),
				arguments(LongJitter.class, "jitter", "PT2S", "it is not shorter than the interval of PT2S",
						"Make it shorter than the interval"),
				arguments(Unordered.class, "queueType", "PriorityQueue",
						"it orders its items, but Plain is not Comparable and there is not exactly one bean of type"
								+ " Comparator<Plain>",
						"Let Plain implement Comparable, or define one bean of type Comparator<Plain>"),
				arguments(UnorderedBlocking.class, "queueType", "PriorityBlockingQueue",
						"it orders its items, but Plain is not Comparable and there is not exactly one bean of type"
								+ " Comparator<Plain>",
						"Let Plain implement Comparable, or define one bean of type Comparator<Plain>"),
				arguments(BadExpression.class, "timeout", "#{nobody.here}",
						"it cannot be resolved: EL1008E: Property or field 'nobody' cannot be found on object of type"
								+ " 'org.springframework.beans.factory.config.BeanExpressionContext' - maybe not public"
								+ " or not valid?",
						"Set the property, or correct the expression"));
	}

	private static ApplicationContextRunner every(String interval) {
		return WorkerContexts.with(Polling.class).withPropertyValues("every=" + interval);
	}

	static class Polling {

		@IntervalWorker("${every}")
		void poll() {
		}

	}

	static class LongJitter {

		@Worker(interval = "2s", jitter = "2s")
		void run() {
		}

	}

	record Plain(String name) {

	}

	static class Unordered {

		@QueueWorker(queueType = PriorityQueue.class)
		void run(Plain item) {
		}

	}

	static class UnorderedBlocking {

		@QueueWorker(queueType = PriorityBlockingQueue.class)
		void run(Plain item) {
		}

	}

	static class IntervalAndDelay {

		@Worker(interval = "1s", delay = "2s")
		void run() {
		}

	}

	static class CronAndInterval {

		@Worker(interval = "1s", cron = "@daily")
		void run() {
		}

	}

	static class CronAndDelayBefore {

		@Worker(delayBefore = "1s", cron = "-")
		void run() {
		}

	}

	static class LongDelayBefore {

		@Worker(delayBefore = "5s", interval = "5s")
		void run() {
		}

	}

	static class FiveFields {

		@Worker(cron = "*/5 * * * *")
		void run() {
		}

	}

	static class NeverTrue {

		@Worker(cron = "0 0 0 30 2 *")
		void run() {
		}

	}

	static class UnknownZone {

		@Worker(cron = "@daily", zone = "Mars/Base")
		void run() {
		}

	}

	static class NoConcurrency {

		@Worker(concurrency = "0")
		void run() {
		}

	}

	static class Many {

		@Worker(concurrency = "many")
		void run() {
		}

	}

	static class NegativeCapacity {

		@QueueWorker(capacity = "-1")
		void run(String item) {
		}

	}

	static class ShrinkingPauses {

		@QueueWorker(retry = @Retry(multiplier = "0.5"))
		void run(String item) {
		}

	}

	static class RetryWithoutUnit {

		@QueueWorker(retry = @Retry(delay = "5"))
		void run(String item) {
		}

	}

	static class TimeoutWithoutUnit {

		@Worker(timeout = "30")
		void run() {
		}

	}

	static class NoStopTimeout {

		@Worker(stopTimeout = "0s")
		void run() {
		}

	}

	static class UnknownSupervisor {

		@Worker(supervisor = "night")
		void run() {
		}

	}

	static class UnknownProvider {

		@QueueWorker(provider = "jdbc")
		void run(String item) {
		}

	}

	static class UnknownLoop {

		@Worker(loop = "nowhere")
		Mono<Void> run() {
			return Mono.empty();
		}

	}

	static class BadExpression {

		@Worker(timeout = "#{nobody.here}")
		void run() {
		}

	}

}
