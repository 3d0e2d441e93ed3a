package io.atasker.benchmarks;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;

/**
 * A bean with five workers that have nothing to do yet.
 */
class FiveWorkers {

	@IntervalWorker(value = "1h", initialDelay = "1h")
	void scan() {
	}

	@IntervalWorker(cron = "0 0 3 * * *", zone = "UTC")
	void report() {
	}

	@QueueWorker
	void mails(String mail) {
	}

	@EventWorker
	void gallery() {
	}

	@Worker(pollDelay = "1h")
	void poll() {
	}

}
