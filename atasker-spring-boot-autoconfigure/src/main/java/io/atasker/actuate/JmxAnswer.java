package io.atasker.actuate;

import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Turns what an operation throws into something that every JMX client can read.
 */
final class JmxAnswer {

	private JmxAnswer() {
	}

	static <T> T of(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (Throwable ex) {
			throw readable(RefusedException.of(ex));
		}
	}

	private static RuntimeException readable(RefusedException refused) {
		String reason = SafeText.message(refused);
		return switch (refused.refusal()) {
			case INVALID, UNKNOWN -> new InvalidEndpointRequestException(reason, reason);
			default -> new IllegalStateException(reason);
		};
	}

}
