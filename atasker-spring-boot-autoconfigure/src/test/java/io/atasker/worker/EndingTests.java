package io.atasker.worker;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Ending}.
 */
class EndingTests {

	private static final Exception OTHER = new IllegalStateException("other");

	private static final List<Exception> INTERRUPTED = List.of(new InterruptedException(), new InterruptedIOException(),
			new CancellationException(), new ClosedByInterruptException(), new ClosedChannelException());

	@Test
	void timeoutAndCancelDecideWhateverIsThrown() {
		for (Exception thrown : List.of(OTHER, new InterruptedException(), new CancellationException())) {
			for (boolean stop : new boolean[] { true, false }) {
				assertThat(Ending.of(thrown, Interruption.TIMEOUT, stop, stop)).isEqualTo(Ending.TIMED_OUT);
				assertThat(Ending.of(thrown, Interruption.CANCEL, stop, stop)).isEqualTo(Ending.CANCELLED);
			}
		}
	}

	@Test
	void whatAStopInterruptsGoesBackAndWhatFailsMeanwhileHasFailed() {
		for (Exception thrown : INTERRUPTED) {
			assertThat(Ending.of(thrown, Interruption.STOP, false, false)).isEqualTo(Ending.GIVEN_BACK);
			assertThat(Ending.of(thrown, null, true, false)).isEqualTo(Ending.GIVEN_BACK);
			assertThat(Ending.of(new IllegalStateException(thrown), null, true, false)).isEqualTo(Ending.GIVEN_BACK);
			assertThat(Ending.of(thrown, null, false, false)).isEqualTo(Ending.FAILED);
		}
		assertThat(Ending.of(OTHER, Interruption.STOP, true, false)).isEqualTo(Ending.FAILED);
	}

	@Test
	void onlyAStageIsCancelledFromOutside() {
		assertThat(Ending.of(new CancellationException(), null, false, true)).isEqualTo(Ending.CANCELLED);
		assertThat(Ending.of(new CancellationException(), null, false, false)).isEqualTo(Ending.FAILED);
		assertThat(Ending.of(OTHER, null, false, true)).isEqualTo(Ending.FAILED);
	}

	@Test
	void causesAreLookedThroughToADepthThatEnds() {
		assertThat(Ending.of(deep(9), null, true, false)).isEqualTo(Ending.GIVEN_BACK);
		assertThat(Ending.of(deep(10), null, true, false)).isEqualTo(Ending.FAILED);
	}

	private static Throwable deep(int depth) {
		Throwable thrown = new InterruptedException();
		for (int i = 0; i < depth; i++) {
			thrown = new IllegalStateException(thrown);
		}
		return thrown;
	}

	@ParameterizedTest
	@CsvSource({ "SUCCEEDED,SUCCEEDED,false", "FAILED,FAILED,true", "TIMED_OUT,TIMED_OUT,true",
			"CANCELLED,CANCELLED,false", "GIVEN_BACK,CANCELLED,false" })
	void endingsAreShownAndCounted(Ending ending, ExecutionStatus status, boolean failure) {
		assertThat(ending.status()).isEqualTo(status);
		assertThat(ending.isFailure()).isEqualTo(failure);
	}

}
