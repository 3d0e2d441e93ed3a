package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import io.atasker.worker.WorkerBuilder;
import io.atasker.worker.WorkerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The pauses that workers have from their supervisors. Which supervisor a worker has is
 * only known at the end, when it has the pause of the default one already unless it set
 * its own: so a pause that is equal to that one gives way to the supervisor's.
 */
final class PollDelays {

	private final @Nullable Duration shared;

	private final NamedSettings<SupervisorProperties> supervisors;

	private final boolean different;

	PollDelays(AtaskerProperties properties) {
		this.shared = properties.supervisor().pollDelay();
		this.supervisors = new NamedSettings<>(properties.supervisors());
		this.different = properties.defaults().pollDelay() == null
				&& properties.supervisors().values().stream().anyMatch((one) -> one.pollDelay() != null);
	}

	/**
	 * Returns the pause of the default supervisor, from which the others inherit.
	 * @return the pause, {@code null} if it is not set
	 */
	@Nullable Duration shared() {
		return this.shared;
	}

	/**
	 * Returns whether some supervisor has a pause of its own that matters.
	 * @return whether {@link #applyTo(WorkerBuilder)} may do anything
	 */
	boolean areDifferent() {
		return this.different;
	}

	/**
	 * Gives a worker the pause of its supervisor.
	 * @param builder a builder on which everything else was set
	 */
	void applyTo(WorkerBuilder<?, ?> builder) {
		WorkerDefinition.Running running = builder.definition().running();
		if (running.times().pollDelay().equals((this.shared != null) ? this.shared : Duration.ZERO)) {
			this.supervisors.find(running.supervisor())
				.stream()
				.map((entry) -> entry.value().pollDelay())
				.filter(Objects::nonNull)
				.forEach(builder::pollDelay);
		}
	}

}
