package io.atasker.test.shop;

import io.atasker.annotation.IntervalWorker;

/**
 * Not found by a scan.
 */
class Quotes {

	@IntervalWorker("1s")
	void quote() {
		throw new IllegalStateException("nobody asked for it");
	}

}
