package io.atasker.actuate;

import io.atasker.worker.ExecutionRecord;
import org.jspecify.annotations.Nullable;

/**
 * What an execution threw.
 *
 * @param type the class
 * @param message the message, bounded and safe to show
 */
public record ExceptionDescriptor(String type, @Nullable String message) {

	static @Nullable ExceptionDescriptor of(ExecutionRecord execution) {
		String type = execution.errorType();
		return (type != null) ? new ExceptionDescriptor(type, SafeText.orNull(execution.errorMessage())) : null;
	}

}
