package io.atasker.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.atasker.cluster.ClusterSnapshot;
import io.atasker.worker.WorkerSnapshot;
import io.atasker.worker.WorkerState;

/**
 * A worker on one of the nodes that have it.
 *
 * @param node the name of the node
 * @param self whether it is the one that answers
 * @param alive whether the node was seen lately; if not, the rest is what it said last
 * @param seen when the node was seen last
 * @param state the state of the worker there
 * @param desired {@code STARTED} if it is meant to run there, else {@code STOPPED}
 * @param running how many executions are in progress there
 */
public record NodeDescriptor(String node, boolean self, boolean alive, Instant seen, String state, String desired,
		int running) {

	static List<NodeDescriptor> of(ClusterSnapshot cluster, WorkerSnapshot worker) {
		List<NodeDescriptor> nodes = new ArrayList<>();
		for (ClusterSnapshot.Node node : cluster.nodes()) {
			ClusterSnapshot.Report report = node.self() ? report(worker) : node.workers().get(worker.name());
			if (report != null) {
				nodes
					.add(new NodeDescriptor(SafeText.of(node.name()), node.self(), node.alive(), Moment.of(node.seen()),
							SafeText.of(report.state()), SafeText.of(report.desired()), report.running()));
			}
		}
		return nodes;
	}

	private static ClusterSnapshot.Report report(WorkerSnapshot worker) {
		WorkerState desired = worker.desired() ? WorkerState.STARTED : WorkerState.STOPPED;
		return new ClusterSnapshot.Report(worker.state().name(), desired.name(), worker.executions().running());
	}

}
