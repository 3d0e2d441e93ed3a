package io.atasker.cluster.jdbc;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many messages may be fetched, as db-scheduler counts its threads.
 */
class FetchLimitTests {

	private final FetchLimit limit = new FetchLimit(4, true);

	private int fetch(int idle, int available) {
		int most = this.limit.begin(idle);
		int fetched = Math.min(most, available);
		this.limit.end(most, fetched);
		return fetched;
	}

	@Test
	void allOfTheCreditWhileNothingIsInHand() {
		assertThat(this.limit.threads()).isEqualTo(8);
		assertThat(this.limit.begin(8)).isEqualTo(4);
	}

	@Test
	void whatIsInHandNeedsCreditAndWhatIsFinishedDoesNot() {
		assertThat(fetch(8, 3)).isEqualTo(3);
		assertThat(this.limit.begin(5)).isOne();
		this.limit.finished();
		// Its thread writes what became of it.
		assertThat(this.limit.begin(5)).isEqualTo(2);
		assertThat(this.limit.begin(6)).isEqualTo(2);
	}

	@Test
	void whatComesAgainNeedsCreditUntilItIsBack() {
		assertThat(fetch(8, 9)).isEqualTo(4);
		assertThat(this.limit.begin(4)).isZero();
		assertThat(this.limit.isStarving()).isFalse();
		this.limit.returned();
		assertThat(this.limit.isStarving()).isTrue();
		assertThat(this.limit.begin(5)).isOne();
	}

	@Test
	void neverMoreThanThereAreThreads() {
		assertThat(fetch(8, 4)).isEqualTo(4);
		for (int i = 0; i < 4; i++) {
			this.limit.finished();
		}
		assertThat(fetch(4, 4)).isEqualTo(4);
		for (int i = 0; i < 4; i++) {
			this.limit.finished();
		}
		assertThat(this.limit.begin(0)).isZero();
		assertThat(this.limit.begin(1)).isOne();
		// A thread is free, and the last look had no other.
		assertThat(this.limit.isStarving()).isTrue();
	}

	@Test
	void looksAgainIfTheLastLookTookAllItMight() {
		fetch(8, 4);
		assertThat(this.limit.finished()).isTrue();
		fetch(4, 0);
		assertThat(this.limit.finished()).isFalse();
		assertThat(this.limit.isStarving()).isFalse();
	}

	@Test
	void looksAgainWhenSomethingIsFinishedDuringALook() {
		fetch(8, 2);
		this.limit.begin(6);
		assertThat(this.limit.finished()).isTrue();
	}

	/**
	 * The look comes between the end of the writing and db-scheduler's count of threads.
	 */
	@Test
	void looksAgainWhenTheThreadOfTheLastOneWasNotCountedYet() {
		FetchLimit one = new FetchLimit(1, true);
		one.end(one.begin(2), 1);
		assertThat(one.finished()).isTrue();
		assertThat(one.begin(1)).isOne();
		one.end(1, 1);
		assertThat(one.finished()).isTrue();
		// Both threads are still counted: db-scheduler does not even ask.
		assertThat(one.isStarving()).isTrue();
	}

	@Test
	void whatWentWrongIsForgottenAsSoonAsItsThreadIsFree() {
		fetch(8, 4);
		assertThat(this.limit.begin(8 - 3)).isOne();
		assertThat(this.limit.begin(8)).isEqualTo(4);
	}

	@Test
	void onlyTheCreditWhereRowsAreLockedLater() {
		FetchLimit later = new FetchLimit(4, false);
		assertThat(later.threads()).isEqualTo(4);
		assertThat(later.finished()).isFalse();
		later.returned();
		assertThat(later.isStarving()).isFalse();
	}

}
