package io.atasker.docs.recipes;

import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;
import io.atasker.docs.recipes.Before.Message;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.TaskOptions;
import io.atasker.worker.BackgroundQueueWorker;

import org.springframework.stereotype.Component;

@Component
class After {

	private final BackgroundQueueWorker<Message> messages;

	private final Supervisor supervisor;

	After(BackgroundQueueWorker<Message> messages, Supervisor supervisor) {
		this.messages = messages;
		this.supervisor = supervisor;
	}

	@Worker(interval = "5s", initialDelay = "1s")
	void refresh() {
	}

	@Worker(delay = "${sweep.pause:30s}")
	void sweep() {
	}

	@Worker(cron = "0 0 3 * * *", zone = "Europe/Prague")
	void nightly() {
	}

	@QueueWorker(name = "messages", concurrency = "8")
	void deliver(Message message) {
	}

	void send(Message message) {
		this.messages.put(message);
	}

	void once(Message message) {
		this.supervisor.submit(() -> deliver(message), TaskOptions.of(Priority.LOW));
	}

}
