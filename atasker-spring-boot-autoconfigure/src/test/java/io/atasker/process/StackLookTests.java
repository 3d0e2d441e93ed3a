package io.atasker.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of questions to a child that answers, answers late, or not at all.
 */
@Timeout(60)
class StackLookTests {

	private static final long LONG = TimeUnit.MINUTES.toNanos(1);

	private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(5);

	private final StackLook look = new StackLook();

	private final AtomicInteger questions = new AtomicInteger();

	private CompletableFuture<List<String>> ask(long run) {
		return CompletableFuture.supplyAsync(() -> this.look.ask(run, this.questions::incrementAndGet, LONG));
	}

	@Test
	void whileOneWaitsNoOtherQuestionIsSent() {
		CompletableFuture<List<String>> first = ask(1);
		await().until(() -> this.questions.get() == 1);
		assertThat(this.look.ask(1, this.questions::incrementAndGet, SHORT)).isEmpty();
		assertThat(this.questions).hasValue(1);
		this.look.answer(1, List.of("a", "b"));
		assertThat(first.join()).containsExactly("a", "b");
	}

	@Test
	void isAskedAgainAfterAnAnswer() {
		for (int i = 1; i <= 3; i++) {
			String frame = "frame " + i;
			assertThat(this.look.ask(1, () -> this.look.answer(1, List.of(frame)), LONG)).containsExactly(frame);
		}
	}

	@Test
	void childThatDoesNotAnswerIsNotFlooded() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.look.ask(1, this.questions::incrementAndGet, SHORT)).isEmpty();
		}
		assertThat(this.questions).hasValue(1);
	}

	/** The question came when the run was over: nobody will answer it. */
	@Test
	void nextRunIsAskedAlthoughTheLastOneHasNotAnswered() {
		assertThat(this.look.ask(1, this.questions::incrementAndGet, SHORT)).isEmpty();
		assertThat(this.look.ask(2, () -> this.look.answer(2, List.of("there")), LONG)).containsExactly("there");
	}

	@Test
	void answerOfAnotherRunIsNone() {
		CompletableFuture<List<String>> asked = ask(2);
		await().until(() -> this.questions.get() == 1);
		this.look.answer(1, List.of("of run 1"));
		assertThat(asked).isNotDone();
		this.look.answer(2, List.of());
		assertThat(asked.join()).isEmpty();
	}

}
