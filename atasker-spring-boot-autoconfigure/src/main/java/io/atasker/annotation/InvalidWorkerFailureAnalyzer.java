package io.atasker.annotation;

import io.atasker.worker.InvalidWorkerException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a worker that is not defined properly.
 */
final class InvalidWorkerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidWorkerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidWorkerException cause) {
		boolean ofWorker = cause instanceof InvalidWorkerMethodException || cause.subject().startsWith("worker");
		StringBuilder description = new StringBuilder(
				(ofWorker ? "A worker is not defined properly:%n%n" : "Workers are not set up properly:%n%n")
					.formatted());
		if (cause instanceof InvalidWorkerMethodException annotated) {
			append(description, "Bean", annotated.bean());
			append(description, "Method", annotated.method());
		}
		else {
			append(description, ofWorker ? "Worker" : "Where", cause.subject());
		}
		append(description, "Attribute", cause.attribute());
		append(description, "Value", (cause.value() != null) ? '"' + cause.value() + '"' : null);
		append(description, "Problem", cause.problem());
		return new FailureAnalysis(description.toString(), cause.remedy() + ".", cause);
	}

	private static void append(StringBuilder description, String label, @Nullable String text) {
		if (text != null) {
			description.append("    %s: %s%n".formatted(label, text));
		}
	}

}
