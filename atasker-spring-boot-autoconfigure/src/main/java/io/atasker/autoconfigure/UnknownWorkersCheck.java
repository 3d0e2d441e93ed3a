package io.atasker.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.atasker.autoconfigure.AtaskerProperties.UnknownWorkers;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.WorkerName;
import io.atasker.worker.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for properties of workers that there are not, which mostly are misspelled. Made
 * once, when all workers of the application are defined. A name that will only be the
 * template of workers defined later is not known then, which is why this is a warning
 * unless it is configured otherwise.
 */
final class UnknownWorkersCheck {

	private static final Logger logger = LoggerFactory.getLogger(UnknownWorkersCheck.class);

	private final AtaskerProperties properties;

	private final Workers workers;

	private final AtomicBoolean done = new AtomicBoolean();

	UnknownWorkersCheck(AtaskerProperties properties, Workers workers) {
		this.properties = properties;
		this.workers = workers;
	}

	/**
	 * Looks for them, at the first call only.
	 * @throws InvalidWorkerException if there are any and this is to stop the startup
	 */
	void runOnce() {
		if (this.properties.unknownWorkers() != UnknownWorkers.IGNORE && !this.properties.workers().isEmpty()
				&& this.done.compareAndSet(false, true)) {
			unknownNames().forEach(this::tell);
		}
	}

	private List<String> unknownNames() {
		Set<String> known = new HashSet<>();
		this.workers.stream().map(BackgroundWorker::definition).forEach((definition) -> {
			known.add(WorkerName.uniform(definition.name()));
			if (definition.origin().template() != null) {
				known.add(WorkerName.uniform(definition.origin().template()));
			}
		});
		return new NamedSettings<>(this.properties.workers()).names()
			.stream()
			.filter((name) -> !known.contains(WorkerName.uniform(name)))
			.toList();
	}

	private void tell(String name) {
		String nearest = String.join(", ",
				WorkerName.nearest(name, this.workers.stream().map(BackgroundWorker::name).toList()));
		String problem = nearest.isEmpty() ? "there are no workers"
				: "no worker has this name; the nearest names are " + nearest;
		if (this.properties.unknownWorkers() == UnknownWorkers.FAIL) {
			throw new InvalidWorkerException("property group 'atasker.workers." + name + "'", null, null, problem,
					"Correct the name, or set atasker.unknown-workers=warn if workers of this name are defined later");
		}
		logger.warn("The properties atasker.workers.{}.* are not used: {}. Correct the name, or set "
				+ "atasker.unknown-workers=ignore if workers of this name are defined later", name, problem);
	}

}
