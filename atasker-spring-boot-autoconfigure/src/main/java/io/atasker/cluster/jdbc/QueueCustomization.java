package io.atasker.cluster.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.shaded.jdbc.ResultSetMapper;
import org.jspecify.annotations.Nullable;

/**
 * How db-scheduler looks for the messages of one queue. Left to itself it would look for
 * those of all, and leave out what it does not know: a long queue beside would be gone
 * through at each look.
 */
final class QueueCustomization extends DefaultJdbcCustomization {

	private static final int LONGEST_NODE = 50;

	/**
	 * For the rest of the transaction, which are the statements that are sent together.
	 * While there are no statistics of a table the planner takes few rows to be due, and
	 * would rather read and sort all of them than follow the index.
	 */
	private static final String FOLLOW_THE_INDEX = "select "
			+ Stream.of("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin")
				.map("set_config('enable_%s', 'off', true)"::formatted)
				.collect(Collectors.joining(", "))
			+ "; ";

	/** The name of a queue needs no quoting, see the pattern of its specification. */
	private final String queue;

	private final boolean skipLocked;

	private final FetchLimit limit;

	/**
	 * Creates it.
	 * @param queue the queue
	 * @param skipLocked whether the database can lock rows and leave out those that
	 * others have locked, in one statement
	 * @param limit asked, if it can, how much may be fetched
	 */
	QueueCustomization(String queue, boolean skipLocked, FetchLimit limit) {
		super(true);
		this.queue = queue;
		this.skipLocked = skipLocked;
		this.limit = limit;
	}

	@Override
	public String getName() {
		return "queue " + this.queue;
	}

	@Override
	public void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
		statement.setObject(index, (value != null) ? time(value) : null);
	}

	static OffsetDateTime time(Instant value) {
		return value.atOffset(ZoneOffset.UTC);
	}

	@Override
	@SuppressWarnings("NullAway") // Null stands for null there, too.
	public @Nullable Instant getInstant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	@Override
	public boolean supportsSingleStatementLockAndFetch() {
		return this.skipLocked;
	}

	@Override
	public List<Execution> lockAndFetchSingleStatement(JdbcTaskRepositoryContext context, Instant now, int idle,
			boolean orderByPriority) {
		int most = this.limit.begin(idle);
		if (most <= 0) {
			return List.of();
		}
		List<Execution> fetched = lockAndFetch(context, now, most);
		this.limit.end(most, fetched.size());
		return fetched;
	}

	private List<Execution> lockAndFetch(JdbcTaskRepositoryContext context, Instant now, int limit) {
		String sql = FOLLOW_THE_INDEX
				+ ("with due as (select task_name, task_instance from %1$s where task_name = '%2$s'"
						+ " and picked = false and execution_time <= greatest(?, now()) order by priority desc, execution_time limit %3$d"
						+ " for update skip locked)"
						+ " update %1$s as taken set picked = true, picked_by = ?, last_heartbeat = ?, version = version + 1"
						+ " from due where taken.task_name = due.task_name and taken.task_instance = due.task_instance"
						+ " returning taken.*")
					.formatted(context.tableName, this.queue, limit);
		String node = context.schedulerName.getName();
		List<Execution> taken = context.jdbcRunner.query(sql, (statement) -> {
			setInstant(statement, 1, now);
			statement.setString(2, (node.length() > LONGEST_NODE) ? node.substring(0, LONGEST_NODE) : node);
			setInstant(statement, 3, now);
		}, ofSecond(context.resultSetMapper.get()));
		// They are returned as they come.
		return taken.stream()
			.sorted(Comparator.comparingInt((Execution execution) -> -execution.taskInstance.getPriority())
				.thenComparing(Execution::getExecutionTime))
			.toList();
	}

	private static <T> ResultSetMapper<T> ofSecond(ResultSetMapper<T> mapper) {
		return (first) -> {
			Statement statement = first.getStatement();
			statement.getMoreResults();
			try (ResultSet second = statement.getResultSet()) {
				return mapper.map(second);
			}
		};
	}

	@Override
	public String createSelectDueQuery(String table, int limit, String andCondition, boolean orderByPriority) {
		return "select * from %s where picked = ? and execution_time <= ? %s and task_name = '%s' order by priority desc, execution_time %s"
			.formatted(table, andCondition, this.queue, getQueryLimitPart(limit));
	}

}
