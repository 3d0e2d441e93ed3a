package io.atasker.docs.start;

import io.atasker.supervisor.Priority;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.Workers;

import org.springframework.stereotype.Component;

@Component
class CustomerSync {

	private final Workers workers;

	CustomerSync(Workers workers) {
		this.workers = workers;
	}

	void add(String customer) {
		BackgroundQueueWorker<Mail> sync = this.workers.define("sync-" + customer)
			.queue(Mail.class)
			.priority(Priority.HIGH)
			.template("sync")
			.executor((mail, context) -> send(customer, mail))
			.register();
		sync.put(new Mail(customer, "welcome"));
	}

	void remove(String customer) {
		this.workers.remove("sync-" + customer);
	}

	private void send(String customer, Mail mail) {
	}

}
