package io.atasker.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a node knows of its cluster at one moment.
 *
 * @param name the name of the cluster
 * @param node the name of this node
 * @param nodes the nodes: this one first, the others by name
 * @param stale whether the database does not answer, so that the others may be different
 * by now
 * @param error why, and since when; {@code null} if it is not stale
 */
public record ClusterSnapshot(String name, String node, List<Node> nodes, boolean stale, @Nullable String error) {

	/**
	 * A node.
	 *
	 * @param name its name
	 * @param self whether it is this one
	 * @param alive whether it has been seen lately
	 * @param seen when it was seen last, by the clock of the database
	 * @param started when it has joined, by the same clock
	 * @param workers its workers by name; none of this node, which knows its own
	 */
	public record Node(String name, boolean self, boolean alive, Instant seen, Instant started,
			Map<String, Report> workers) {

	}

	/**
	 * What a node reports of a worker.
	 *
	 * @param state its state, which may be one that this version does not know
	 * @param desired {@code STARTED} if it is meant to run on that node, else
	 * {@code STOPPED}
	 * @param running how many executions are in progress
	 */
	public record Report(String state, String desired, int running) {

	}

}
