package io.atasker.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.atasker.cluster.Cluster;
import io.atasker.cluster.ClusterSnapshot;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Initiator;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.WorkerSnapshot;
import io.atasker.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * What operators see of all nodes and tell all of them.
 */
final class ClusterActions {

	static final String TARGET = "target";

	static final String ALL = "ALL";

	private static final String NODE = "NODE";

	private static final Set<WorkerAction> FOR_ALL = Set.of(WorkerAction.START, WorkerAction.STOP,
			WorkerAction.TRIGGER);

	private static final Set<String> KEYS = Set.of(TARGET, "reason");

	private final @Nullable Cluster cluster;

	ClusterActions(@Nullable Cluster cluster) {
		this.cluster = cluster;
	}

	/** Returns what is known of the nodes, {@code null} if there is no view of them. */
	@Nullable ClusterSnapshot snapshot() {
		return (this.cluster != null) ? this.cluster.snapshot() : null;
	}

	static WorkerDescriptor describe(WorkerSnapshot worker, @Nullable ClusterSnapshot cluster) {
		return WorkerDescriptor.of(worker, (cluster != null) ? NodeDescriptor.of(cluster, worker) : null);
	}

	/**
	 * Returns whether an action is for all nodes.
	 * @param arguments what came with it
	 * @return {@code false} if it is for this one
	 */
	static boolean isForAll(Arguments arguments) {
		String target = arguments.text(TARGET);
		if (target == null || target.equalsIgnoreCase(NODE)) {
			return false;
		}
		if (target.equalsIgnoreCase(ALL)) {
			return true;
		}
		throw RefusedException
			.invalid("target must be one of [%s, %s], but is %s".formatted(NODE, ALL, SafeText.quoted(target)));
	}

	static void requireForAll(WorkerAction action) {
		if (!FOR_ALL.contains(action)) {
			throw RefusedException.invalid(
					"%s is for one node; for all nodes there are start, stop and trigger".formatted(action.text()));
		}
	}

	/**
	 * Writes a command for all nodes.
	 * @param action what to do
	 * @param worker to which worker
	 * @param arguments what came with it
	 * @param initiator who asks
	 * @return the version of the command
	 */
	long act(WorkerAction action, BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		Cluster cluster = require(action, arguments);
		if (worker.state() == WorkerState.DISABLED) {
			throw new RefusedException(Refusal.CONFLICT,
					"worker '%s' is switched off by configuration on this node".formatted(worker.name()));
		}
		return switch (action) {
			case START -> cluster.start(worker.name(), initiator);
			case STOP -> cluster.stop(worker.name(), initiator);
			case TRIGGER -> trigger(cluster, worker, initiator);
			default -> throw new IllegalArgumentException("not for all nodes: " + action);
		};
	}

	private static long trigger(Cluster cluster, BackgroundWorker worker, Initiator initiator) {
		if (!(worker instanceof TriggerableWorker)) {
			throw RefusedException
				.invalid("worker '%s' is of type %s and cannot be triggered; event and interval workers can"
					.formatted(worker.name(), worker.type().name().toLowerCase(Locale.ROOT)));
		}
		return cluster.trigger(worker.name(), initiator);
	}

	private Cluster require(WorkerAction action, Arguments arguments) {
		Cluster cluster = this.cluster;
		if (cluster == null) {
			throw RefusedException
				.invalid("target ALL needs a view of the cluster: set atasker.cluster.view.enabled=true on all nodes, "
						+ "which must share a DataSource; or leave target out, for this node only");
		}
		List<String> others = action.keys()
			.stream()
			.filter((key) -> !KEYS.contains(key) && arguments.text(key) != null)
			.sorted()
			.toList();
		if (!others.isEmpty()) {
			throw RefusedException
				.invalid("%s cannot go to all nodes; leave them out, or target=ALL".formatted(others));
		}
		return cluster;
	}

}
