package io.atasker.cluster.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.ClusterSnapshot;
import io.atasker.cluster.ClusterSnapshot.Node;
import io.atasker.cluster.NodeId;
import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node knows of the others, and whether that is what the database says now.
 * They are read only while somebody looks.
 */
final class KnownNodes {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseCluster.class);

	/** For how long after a look the next one is expected. */
	private static final Duration INTEREST = Duration.ofSeconds(30);

	/** How old what is shown may be. */
	private static final Duration FRESH = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int LONGEST_TEXT = 300;

	private final ViewSettings settings;

	private final NodeId node;

	private final TimeSource time;

	private final Instant made;

	@GuardedBy("this")
	private List<Node> nodes = List.of();

	/** When they were read, monotonic. */
	@GuardedBy("this")
	private long readAt;

	@GuardedBy("this")
	private boolean read;

	@GuardedBy("this")
	private long wantedUntil;

	@GuardedBy("this")
	private boolean wanted;

	/** When the database has answered last, monotonic. */
	@GuardedBy("this")
	private long answeredAt;

	@GuardedBy("this")
	private Instant answered;

	/** Why it does not, {@code null} if it does as far as is known. */
	@GuardedBy("this")
	private @Nullable String error;

	KnownNodes(ViewSettings settings, NodeId node, TimeSource time) {
		this.settings = settings;
		this.node = node;
		this.time = time;
		this.made = time.instant();
		this.answeredAt = time.nanoTime();
		this.answered = this.made;
	}

	/**
	 * Somebody looks.
	 * @return whether it is worth waiting for something newer than what is known
	 */
	synchronized boolean want() {
		long now = this.time.nanoTime();
		this.wanted = true;
		this.wantedUntil = now + INTEREST.toNanos();
		long fresh = Math.max(FRESH.toNanos(), this.settings.pollInterval().toNanos());
		return error() == null && (!this.read || now - this.readAt > fresh);
	}

	synchronized boolean isWanted() {
		this.wanted = this.wanted && this.wantedUntil - this.time.nanoTime() > 0;
		return this.wanted;
	}

	synchronized void known(List<NodeRow> rows) {
		List<Node> known = new ArrayList<>(rows.stream().map(this::node).toList());
		known.sort(Comparator.comparing(Node::self).reversed().thenComparing(Node::name));
		this.nodes = List.copyOf(known);
		this.read = true;
		this.readAt = this.time.nanoTime();
	}

	private Node node(NodeRow row) {
		boolean self = row.name().equals(this.node.name());
		boolean alive = self || Duration.between(row.seen(), row.now()).compareTo(this.settings.nodeTimeout()) <= 0;
		return new Node(row.name(), self, alive, row.seen(), row.started(),
				self ? Map.of() : Reports.read(row.report()));
	}

	/** The database has answered. */
	synchronized void succeeded() {
		if (this.error != null) {
			logger.info("The database of the cluster answers again; node '{}' goes on with what it was told meanwhile",
					this.node.name());
		}
		this.error = null;
		this.answeredAt = this.time.nanoTime();
		this.answered = this.time.instant();
	}

	/** It has not: told once until it does. */
	synchronized void failed(Throwable ex) {
		if (this.error == null) {
			logger.warn("The database of the cluster does not answer node '{}', which goes on as it is and tries again",
					this.node.name(), ex);
		}
		String text = ex.getClass().getSimpleName() + ": " + ex.getMessage();
		this.error = (text.length() <= LONGEST_TEXT) ? text : text.substring(0, LONGEST_TEXT);
	}

	/** Returns why what is known may be old, {@code null} if it is not. */
	@GuardedBy("this")
	private @Nullable String error() {
		long patience = Math.max(PATIENCE.toNanos(), this.settings.pollInterval().toNanos() * 3);
		boolean late = this.time.nanoTime() - this.answeredAt > patience;
		if (this.error == null && !late) {
			return null;
		}
		String text = "the database has not answered since " + this.answered.truncatedTo(ChronoUnit.SECONDS);
		return (this.error != null) ? text + ": " + this.error : text;
	}

	synchronized ClusterSnapshot snapshot() {
		List<Node> known = this.nodes;
		if (known.isEmpty() || !known.get(0).self()) {
			// This node is there, whether the database knows or not.
			known = new ArrayList<>(known);
			known.add(0, new Node(this.node.name(), true, true, this.answered, this.made, Map.of()));
		}
		String problem = error();
		return new ClusterSnapshot(this.settings.cluster(), this.node.name(), List.copyOf(known), problem != null,
				problem);
	}

}
