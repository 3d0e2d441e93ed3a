package io.atasker.cluster.jdbc;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many messages may be fetched, as db-scheduler counts its threads.
 */
class FetchLimitTests {

	private final FetchLimit limit = new FetchLimit(4, true);

	@Test
	void allOfTheCreditWhileNothingIsInHand() {
		assertThat(this.limit.threads()).isEqualTo(8);
		assertThat(this.limit.begin(8)).isEqualTo(4);
	}

	@Test
	void whatIsInHandNeedsCreditAndWhatIsFinishedDoesNot() {
		assertThat(this.limit.begin(8 - 3)).isOne();
		this.limit.finished();
		assertThat(this.limit.begin(8 - 3)).isEqualTo(2);
		this.limit.written(true);
		assertThat(this.limit.begin(8 - 2)).isEqualTo(2);
	}

	@Test
	void nothingWhileAllCreditIsInHand() {
		assertThat(this.limit.begin(8 - 4)).isZero();
		// Three of the old ones are being written, four new ones are in hand.
		for (int i = 0; i < 3; i++) {
			this.limit.finished();
		}
		assertThat(this.limit.begin(8 - 7)).isZero();
	}

	@Test
	void neverMoreThanThereAreThreads() {
		for (int i = 0; i < 7; i++) {
			this.limit.finished();
		}
		assertThat(this.limit.begin(1)).isOne();
		assertThat(this.limit.begin(0)).isZero();
	}

	@Test
	void looksAgainIfTheLastLookTookAllItMight() {
		this.limit.end(2, 2);
		assertThat(this.limit.finished()).isTrue();
		this.limit.end(2, 1);
		assertThat(this.limit.finished()).isFalse();
		assertThat(this.limit.written(true)).isFalse();
	}

	@Test
	void looksAgainWhenSomethingIsFinishedDuringALook() {
		this.limit.end(2, 1);
		this.limit.begin(8 - 3);
		assertThat(this.limit.finished()).isTrue();
	}

	@Test
	void looksAgainWhenAThreadIsFreeOnlyIfThatWasMissing() {
		this.limit.begin(4);
		for (int i = 0; i < 5; i++) {
			this.limit.finished();
		}
		assertThat(this.limit.written(true)).isTrue();
		assertThat(this.limit.written(true)).isFalse();
	}

	@Test
	void looksAgainWhenOneThatComesAgainIsBackInItsPlace() {
		this.limit.begin(4);
		assertThat(this.limit.begin(4)).isZero();
		assertThat(this.limit.written(false)).isTrue();
	}

	@Test
	void whatWentWrongIsForgottenWhenNothingIsInHand() {
		this.limit.finished();
		assertThat(this.limit.begin(8)).isEqualTo(4);
		assertThat(this.limit.begin(7)).isEqualTo(3);
	}

	@Test
	void onlyTheCreditWhereRowsAreLockedLater() {
		FetchLimit later = new FetchLimit(4, false);
		assertThat(later.threads()).isEqualTo(4);
		assertThat(later.finished()).isFalse();
		assertThat(later.written(true)).isFalse();
	}

}
