package io.atasker.annotation;

import java.util.concurrent.atomic.AtomicReference;

import io.atasker.worker.InvalidWorkerException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidWorkerFailureAnalyzer}.
 */
class InvalidWorkerFailureAnalyzerTests {

	@Test
	void annotatedWorkerIsReportedWithAllFacts() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		WorkerContexts.with(Inbox.class).run((context) -> failure.set(context.getStartupFailure()));
		FailureAnalysis analysis = analyze(failure.get());
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				A worker is not defined properly:

				    Bean: invalidWorkerFailureAnalyzerTests.Inbox
				    Method: io.atasker.annotation.InvalidWorkerFailureAnalyzerTests$Inbox.scan()
				    Attribute: interval
				    Value: "5"
				    Problem: it has no unit
				""");
		assertThat(analysis.getAction())
			.isEqualTo("Write a number and a unit, such as 500ms, 5s, 2m, 1h or 1d," + " or ISO-8601 such as PT1M30S.");
	}

	@Test
	void otherWorkerIsReportedByItsSubject() {
		FailureAnalysis analysis = analyze(new IllegalStateException(
				new InvalidWorkerException("worker 'sync'", null, null, "there is no executor", "Set one")));
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				A worker is not defined properly:

				    Worker: worker 'sync'
				    Problem: there is no executor
				""");
		assertThat(analysis.getAction()).isEqualTo("Set one.");
	}

	@Test
	void whatIsNoWorkerIsNotCalledOne() {
		FailureAnalysis analysis = analyze(
				new InvalidWorkerException("bean 'mine'", "name", "default", "there are two", "Rename one"));
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				Workers are not set up properly:

				    Where: bean 'mine'
				    Attribute: name
				    Value: "default"
				    Problem: there are two
				""");
	}

	private static FailureAnalysis analyze(Throwable failure) {
		FailureAnalyzer analyzer = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					SpringFactoriesLoader.FailureHandler
						.logging(org.apache.commons.logging.LogFactory.getLog(InvalidWorkerFailureAnalyzerTests.class)))
			.stream()
			.filter(InvalidWorkerFailureAnalyzer.class::isInstance)
			.findFirst()
			.orElseThrow();
		return analyzer.analyze(failure);
	}

	static class Inbox {

		Inbox(io.atasker.worker.BackgroundIntervalWorker worker) {
		}

		@IntervalWorker("5")
		void scan() {
		}

	}

}
