package io.atasker.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are told what happens to workers. None of them keeps the others from being
 * told.
 */
final class Listeners {

	private static final Logger logger = LoggerFactory.getLogger(WorkerListener.class);

	private final List<WorkerListener> all = new CopyOnWriteArrayList<>();

	void add(WorkerListener listener) {
		this.all.add(listener);
	}

	void remove(WorkerListener listener) {
		this.all.remove(listener);
	}

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	void registered(BackgroundWorker worker) {
		this.all.forEach((listener) -> tell(listener, (each) -> each.registered(worker)));
	}

	void removed(BackgroundWorker worker) {
		this.all.forEach((listener) -> tell(listener, (each) -> each.removed(worker)));
	}

	void happened(WorkerEvent event) {
		this.all.forEach((listener) -> tell(listener, (each) -> each.happened(event)));
	}

	static void tell(WorkerListener listener, Consumer<WorkerListener> call) {
		try {
			call.accept(listener);
		}
		catch (Throwable ex) {
			logger.warn("Listener of workers '{}' failed; the others are told all the same",
					listener.getClass().getName(), ErrorText.loggable(ex));
		}
	}

}
