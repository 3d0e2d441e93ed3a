package io.atasker.benchmarks;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;

/**
 * Five workers again, with names that many beans of one class can have.
 */
class FiveWorkersByBean {

	@IntervalWorker(value = "1h", name = "#{beanName}-scan", initialDelay = "1h")
	void scan() {
	}

	@IntervalWorker(name = "#{beanName}-report", cron = "0 0 3 * * *", zone = "UTC")
	void report() {
	}

	@QueueWorker("#{beanName}-mails")
	void mails(String mail) {
	}

	@EventWorker("#{beanName}-gallery")
	void gallery() {
	}

	@Worker(name = "#{beanName}-poll", pollDelay = "1h")
	void poll() {
	}

}
