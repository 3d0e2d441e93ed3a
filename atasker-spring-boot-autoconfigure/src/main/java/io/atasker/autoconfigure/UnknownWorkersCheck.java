package io.atasker.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.atasker.autoconfigure.AtaskerProperties.UnknownWorkers;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.UnknownWorkerException;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;
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
		if (this.properties.unknownWorkers() != UnknownWorkers.IGNORE && this.done.compareAndSet(false, true)) {
			unknownNames().forEach(this::tell);
		}
	}

	private List<String> unknownNames() {
		Set<String> templates = new HashSet<>();
		this.workers.stream()
			.map((worker) -> worker.definition().origin().template())
			.filter(Objects::nonNull)
			.map(NamedSettings::uniform)
			.forEach(templates::add);
		return new NamedSettings<>(this.properties.workers()).names()
			.stream()
			.filter((name) -> this.workers.find(name) == null && !templates.contains(NamedSettings.uniform(name)))
			.toList();
	}

	private void tell(String name) {
		String problem = "no worker has this name: " + nearest(name);
		if (this.properties.unknownWorkers() == UnknownWorkers.FAIL) {
			throw new InvalidWorkerException("properties atasker.workers." + name, null, null, problem,
					"Correct the name, or set atasker.unknown-workers=warn");
		}
		logger.warn("Properties atasker.workers.{} are not used, since {}. Set atasker.unknown-workers=ignore if that "
				+ "is meant", name, problem);
	}

	private @Nullable String nearest(String name) {
		try {
			return this.workers.get(name).name();
		}
		catch (UnknownWorkerException ex) {
			return ex.getMessage();
		}
	}

}
