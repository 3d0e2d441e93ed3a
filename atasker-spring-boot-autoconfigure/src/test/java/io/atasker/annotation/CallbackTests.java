package io.atasker.annotation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerErrorHandler;
import io.atasker.worker.WorkerFailure;
import io.atasker.worker.WorkerResultHandler;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for what failures and results are handed to.
 */
@ExtendWith(LeakGuard.class)
class CallbackTests {

	private static final Seen told = new Seen();

	@BeforeEach
	void reset() {
		told.clear();
	}

	@Test
	void errorMethodIsGivenWhatItAsksFor() {
		WorkerContexts.started(WorkerContexts.with(Failing.class), (context) -> {
			put(context.getBean(Workers.class), "all", "x");
			List<Object> all = told.next();
			assertThat(all.get(0)).isEqualTo("x");
			assertThat(all.get(1)).isInstanceOf(FileNotFoundException.class);
			assertThat(all.get(2)).isEqualTo("all");
			assertThat(all.get(3)).isEqualTo(1);
		});
	}

	@Test
	void narrowErrorMethodIsNotGivenOtherExceptions() {
		WorkerContexts.started(WorkerContexts.with(Failing.class), (context) -> {
			BackgroundQueueWorker<String> worker = put(context.getBean(Workers.class), "narrow", "other", "match");
			assertThat(told.next()).isEqualTo(List.of("match"));
			await().until(() -> worker.snapshot().executions().failed() == 2);
			assertThat(told.isEmpty()).isTrue();
		});
	}

	@Test
	void errorBeanIsTold() {
		ApplicationContextRunner runner = WorkerContexts.with(Failing.class)
			.withBean("complaints", WorkerErrorHandler.class, () -> (failure) -> told.add(failure.item()));
		WorkerContexts.started(runner.withPropertyValues("handler=complaints"), (context) -> {
			put(context.getBean(Workers.class), "byBean", "x");
			assertThat(told.next()).isEqualTo(List.of("x"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "reversed", "async", "contextual" })
	void resultMethodIsGivenResultAndItem(String worker) {
		WorkerContexts.started(WorkerContexts.with(Resulting.class), (context) -> {
			put(context.getBean(Workers.class), worker, "four");
			assertThat(told.next()).isEqualTo(List.of(4, "four"));
		});
	}

	@Test
	void resultComesFirstWhereItCouldBeTheItem() {
		WorkerContexts.started(WorkerContexts.with(Resulting.class), (context) -> {
			put(context.getBean(Workers.class), "similar", "four");
			assertThat(told.next()).isEqualTo(List.of("FOUR", "four"));
		});
	}

	@Test
	void resultMethodThatAnswersFalseStopsTheWorker() {
		WorkerContexts.started(WorkerContexts.with(Resulting.class),
				(context) -> await().until(context.getBean(Workers.class).get("counting")::isStopped));
	}

	@Test
	void resultBeanIsGivenTheResult() {
		ApplicationContextRunner runner = WorkerContexts.with(ByBean.class)
			.withBean("results", Results.class, Results::new);
		WorkerContexts.started(runner, (context) -> assertThat(told.next()).isEqualTo(List.of("done")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("illegal")
	void isRefused(Class<?> bean, String attribute, String value, String problem, String remedy) {
		InvalidWorkerException failure = WorkerContexts
			.failure(WorkerContexts.with(bean).withBean("complaints", WorkerErrorHandler.class, () -> (ignored) -> {
			}).withBean("text", String.class, () -> ""));
		assertThat(failure.attribute()).isEqualTo(attribute);
		assertThat(failure.value()).isEqualTo(value);
		assertThat(failure.problem()).isEqualTo(problem);
		assertThat(failure.remedy()).isEqualTo(remedy);
	}

	static Stream<Arguments> illegal() {
		return Stream.of(
				arguments(UnknownMethod.class, "onError", "#faild", "the bean has no method 'faild'",
						"The nearest names are [failed]"),
				arguments(UnknownBean.class, "onError", "complaint", "there is no bean 'complaint'",
						"The nearest names are [complaints]"),
				arguments(ForgottenHash.class, "onError", "failed", "there is no bean 'failed'",
						"Write #failed to name the method"),
				arguments(BeanOfOtherType.class, "onError", "text", "the bean 'text' is no WorkerErrorHandler",
						"The nearest names are [complaints]"),
				arguments(Itself.class, "onError", "#run", "it names the worker's own method", "Name another method"),
				arguments(SeveralMethods.class, "onError", "#failed", "the bean has several methods 'failed'",
						"Rename all but one"),
				arguments(StrangeParameter.class, "onError", "#failed",
						"it takes a 'Integer', which it cannot be given",
						"Let it take the exception, the WorkerFailure, the WorkContext, or the item of a queue worker"),
				arguments(NoResult.class, "onResult", "#done",
						"its parameters do not fit a result of type void and items of type java.lang.String",
						"Let it take the result, the WorkContext, or the item of a queue worker, each once at most"),
				arguments(UnknownResultBean.class, "onResult", "nobody", "there is no bean 'nobody'",
						"There are none"));
	}

	@SafeVarargs
	private static <T> BackgroundQueueWorker<T> put(Workers workers, String name, T... items) {
		@SuppressWarnings("unchecked")
		BackgroundQueueWorker<T> worker = workers.get(name, BackgroundQueueWorker.class);
		for (T item : items) {
			worker.put(item);
		}
		return worker;
	}

	static class Failing {

		@QueueWorker(onError = "#tell")
		void all(String item) throws IOException {
			throw new FileNotFoundException(item);
		}

		private void tell(WorkContext context, String item, Exception ex, WorkerFailure failure) {
			told.add(item, ex, context.worker().name(), failure.attempt());
		}

		@QueueWorker(onError = "#tellNarrow")
		void narrow(String item) throws IOException {
			if (item.equals("match")) {
				throw new IOException(item);
			}
			throw new IllegalStateException(item);
		}

		void tellNarrow(IOException ex) {
			told.add(String.valueOf(ex.getMessage()));
		}

		@QueueWorker(onError = "${handler:#tell}")
		void byBean(String item) throws IOException {
			throw new IOException();
		}

	}

	static class Resulting {

		private int runs;

		@QueueWorker(onResult = "#lengthAndItem")
		int plain(String item) {
			return item.length();
		}

		@QueueWorker(onResult = "#itemAndLength")
		int reversed(String item) {
			return item.length();
		}

		@QueueWorker(onResult = "#lengthAndItem")
		CompletableFuture<Integer> async(String item) {
			return CompletableFuture.supplyAsync(item::length);
		}

		@QueueWorker(onResult = "#withContext")
		int contextual(String item) {
			return item.length();
		}

		@QueueWorker(onResult = "#texts")
		String similar(String item) {
			return item.toUpperCase(java.util.Locale.ROOT);
		}

		@Worker(onResult = "#fewerThanThree")
		int counting() {
			return ++this.runs;
		}

		void lengthAndItem(Integer length, String item) {
			told.add(length, item);
		}

		void itemAndLength(Object item, int length) {
			told.add(length, item);
		}

		void withContext(WorkContext context, int length) {
			told.add(length, String.valueOf(context.item()));
		}

		void texts(String result, String item) {
			told.add(result, item);
		}

		boolean fewerThanThree(int runs) {
			return runs < 3;
		}

	}

	static class Results implements WorkerResultHandler {

		@Override
		public @Nullable Object handle(@Nullable Object result, @Nullable Object item, WorkContext context) {
			told.add(String.valueOf(result));
			return false;
		}

	}

	static class ByBean {

		ByBean(BackgroundWorker worker) {
		}

		@Worker(onResult = "results")
		String once() {
			return "done";
		}

	}

	static class UnknownMethod {

		@Worker(onError = "#faild")
		void run() {
		}

		void failed() {
		}

	}

	static class UnknownBean {

		@Worker(onError = "complaint")
		void run() {
		}

	}

	static class ForgottenHash {

		@Worker(onError = "failed")
		void run() {
		}

		void failed() {
		}

	}

	static class BeanOfOtherType {

		@Worker(onError = "text")
		void run() {
		}

	}

	static class Itself {

		@QueueWorker(onError = "#run")
		void run(String item) {
		}

	}

	static class SeveralMethods {

		@Worker(onError = "#failed")
		void run() {
		}

		void failed() {
		}

		void failed(Exception ex) {
		}

	}

	static class StrangeParameter {

		@QueueWorker(onError = "#failed")
		void run(String item) {
		}

		void failed(Integer number) {
		}

	}

	static class NoResult {

		@QueueWorker(onResult = "#done")
		void run(String item) {
		}

		void done(int result) {
		}

	}

	static class UnknownResultBean {

		@Worker(onResult = "nobody")
		int run() {
			return 0;
		}

	}

}
