package io.atasker.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TriggerWord} on one thread; for the others see the stress tests.
 */
class TriggerWordTests {

	private final TriggerWord word = new TriggerWord();

	@Test
	void triggersAreCountedUntilTheyAreTaken() {
		assertThat(this.word.isPending()).isFalse();
		assertThat(this.word.add()).isZero();
		assertThat(this.word.add()).isOne();
		assertThat(this.word.add()).isEqualTo(2);
		assertThat(this.word.isPending()).isTrue();
		assertThat(this.word.take()).isEqualTo(3);
		assertThat(this.word.isPending()).isFalse();
		assertThat(this.word.take()).isZero();
	}

	@Test
	void oneIsTakenBackAndTheOthersStay() {
		assertThat(this.word.takeOne()).isFalse();
		this.word.add();
		this.word.add();
		assertThat(this.word.takeOne()).isTrue();
		assertThat(this.word.take()).isOne();
		this.word.add();
		assertThat(this.word.takeOne()).isTrue();
		assertThat(this.word.isPending()).isFalse();
		assertThat(this.word.takeOne()).isFalse();
	}

}
