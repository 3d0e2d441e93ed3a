package io.atasker.supervisor;

/**
 * The bits of {@link ExecutionPool#yieldMask()}, alone on their cache lines: they are
 * read at every boundary of every execution and written seldom.
 */
final class YieldMask {

	private YieldMask() {
	}

	/** The bits with room around them. */
	static final class Padded extends Value {

		long after0;

		long after1;

		long after2;

		long after3;

		long after4;

		long after5;

		long after6;

		long after7;

		int get() {
			return this.bits;
		}

		/**
		 * Writes only what differs, so that the readers keep their copies of the line.
		 */
		void set(int bits) {
			if (this.bits != bits) {
				this.bits = bits;
			}
		}

	}

	/** The bits; written under the lock of the gate. */
	private abstract static class Value extends Before {

		volatile int bits;

	}

	/** The room in front of them. */
	private abstract static class Before {

		long before0;

		long before1;

		long before2;

		long before3;

		long before4;

		long before5;

		long before6;

		long before7;

	}

}
