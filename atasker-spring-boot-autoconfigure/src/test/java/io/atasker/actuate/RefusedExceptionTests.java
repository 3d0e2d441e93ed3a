package io.atasker.actuate;

import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

import io.atasker.cluster.ClusterUnavailableException;
import io.atasker.queue.QueueClosedException;
import io.atasker.queue.QueueUnavailableException;
import io.atasker.worker.UnknownWorkerException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the status that an exception of the engine becomes.
 */
class RefusedExceptionTests {

	static Stream<Arguments> exceptions() {
		return Stream.of(Arguments.of(new QueueUnavailableException("mails", "the broker is away", null), 503),
				Arguments.of(new ClusterUnavailableException("the database is away", null), 503),
				Arguments.of(new RejectedExecutionException("stopped"), 503),
				Arguments.of(new UnknownWorkerException("nobody"), 404),
				Arguments.of(new IllegalArgumentException("too small"), 400),
				Arguments.of(new IllegalStateException("too late"), 409),
				Arguments.of(new QueueClosedException("mails"), 409),
				Arguments.of(new ArithmeticException("/ by zero"), 500));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void hasTheStatusThatSaysWhoseFaultItIs(Throwable thrown, int status) {
		assertThat(RefusedException.of(thrown).status()).isEqualTo(status);
	}

}
