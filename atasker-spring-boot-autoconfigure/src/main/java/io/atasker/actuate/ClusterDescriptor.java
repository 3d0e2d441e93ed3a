package io.atasker.actuate;

import java.time.Instant;
import java.util.List;

import io.atasker.cluster.ClusterSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as operators see it.
 *
 * @param name its name
 * @param node the name of this node
 * @param nodes the nodes that are known, this one first
 * @param stale whether the database does not answer, so that this is what was known last
 * @param error why it is stale
 */
public record ClusterDescriptor(String name, String node, List<Node> nodes, boolean stale, @Nullable String error) {

	static ClusterDescriptor of(ClusterSnapshot cluster) {
		return new ClusterDescriptor(cluster.name(), cluster.node(), cluster.nodes().stream().map(Node::of).toList(),
				cluster.stale(), SafeText.orNull(cluster.error()));
	}

	/**
	 * A node.
	 *
	 * @param node its name
	 * @param self whether it is the one that answers
	 * @param alive whether it was seen lately
	 * @param seen when it was seen last
	 * @param started when it has joined
	 */
	public record Node(String node, boolean self, boolean alive, Instant seen, Instant started) {

		static Node of(ClusterSnapshot.Node node) {
			return new Node(SafeText.of(node.name()), node.self(), node.alive(), Moment.of(node.seen()),
					Moment.of(node.started()));
		}

	}

}
