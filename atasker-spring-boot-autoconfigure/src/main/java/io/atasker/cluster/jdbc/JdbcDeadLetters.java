package io.atasker.cluster.jdbc;

import java.time.Instant;
import java.util.List;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.DeadLetters;
import io.atasker.queue.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of a queue in the table. They are not bounded.
 */
final class JdbcDeadLetters implements DeadLetters<Envelope> {

	private static final Logger logger = LoggerFactory.getLogger(JdbcDeadLetters.class);

	/** How many are read at a time when all are put back. */
	private static final int PAGE = 100;

	private final JdbcWorkerQueue queue;

	private final QueueTable table;

	JdbcDeadLetters(JdbcWorkerQueue queue, QueueTable table) {
		this.queue = queue;
		this.table = table;
	}

	private String name() {
		return this.queue.spec().name();
	}

	@Override
	public List<DeadLetter<Envelope>> list(int limit) {
		return this.queue.reaching(() -> this.table.deadLetters(name(), limit))
			.stream()
			.map((row) -> StoredMessage.readOrWrap(row.key(), row.data()).letter(row.key(), this.queue.codec()))
			.toList();
	}

	@Override
	public int size() {
		return (int) Math.min(Integer.MAX_VALUE, Math.max(0, this.queue.stats().dead()));
	}

	@Override
	public boolean redrive(String id) {
		List<QueueTable.Row> rows = this.queue.reaching(() -> this.table.deadLetter(name(), id));
		boolean redriven = !rows.isEmpty() && redrive(rows.get(0));
		this.queue.changed();
		return redriven;
	}

	private boolean redrive(QueueTable.Row row) {
		StoredMessage message = StoredMessage.readOrWrap(row.key(), row.data()).redriven();
		return this.queue.reaching(() -> this.table.redrive(name(), row.key(), this.queue.database().now(), message));
	}

	@Override
	public int redriveAll() {
		// Those that fail again meanwhile are not put back again.
		Instant start = this.queue.database().now();
		int redriven = 0;
		List<QueueTable.Row> rows;
		int moved;
		do {
			rows = this.queue.reaching(() -> this.table.deadLettersUntil(name(), PAGE, start));
			moved = 0;
			for (QueueTable.Row row : rows) {
				moved += redriveQuietly(row) ? 1 : 0;
			}
			redriven += moved;
		}
		while (moved > 0 && rows.size() == PAGE);
		this.queue.changed();
		return redriven;
	}

	private boolean redriveQuietly(QueueTable.Row row) {
		try {
			return redrive(row);
		}
		catch (IllegalArgumentException ex) {
			logger.debug("Dead letter '{}' of queue '{}' stays: it cannot be read", row.key(), name(), ex);
			return false;
		}
	}

	@Override
	public boolean purge(String id) {
		boolean purged = this.queue.reaching(() -> this.table.purge(name(), id));
		this.queue.changed();
		return purged;
	}

	@Override
	public int purgeAll() {
		int purged = this.queue.reaching(() -> this.table.purgeAll(name()));
		this.queue.changed();
		return purged;
	}

}
