package io.atasker.cluster.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.queue.WorkerQueue;
import io.atasker.queue.WorkerQueueProvider;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Workers on a queue in a database, as they come and go.
 */
@ExtendWith(LeakGuard.class)
class JdbcQueueWorkerTests {

	private final HikariDataSource database = JdbcQueueContract
		.pool("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

	private final JdbcQueueProvider provider = new JdbcQueueProvider(this.database, JdbcQueueContract.QUICK);

	/** Completed with the thread that closes a queue. */
	private final CompletableFuture<String> closedBy = new CompletableFuture<>();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final Supervisor supervisor = Supervisor.builder().build();

	private final Workers workers = Workers.builder()
		.supervisors(List.of(this.supervisor))
		.queueProviders((id) -> told(WorkerQueueProvider.class, this.provider))
		.payloadCodecs(new JsonPayloadCodecs(JsonMapper.builder().build()))
		.build();

	@BeforeEach
	void start() {
		QueueSchema.create(this.database);
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.goOn.countDown();
		this.supervisor.close();
		this.provider.close();
		this.database.close();
	}

	/** Notes who closes a queue. */
	private <T> T told(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (me, method, arguments) -> {
				if (type == WorkerQueue.class && method.getName().equals("close")) {
					this.closedBy.complete(Thread.currentThread().getName());
				}
				try {
					Object result = method.invoke(target, arguments);
					return (result instanceof WorkerQueue queue) ? told(WorkerQueue.class, queue) : result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	private BackgroundQueueWorker<String> worker(int concurrency) {
		return this.workers.define("jobs")
			.queue(String.class)
			.provider("jdbc")
			.concurrency(concurrency)
			.stopTimeout(Duration.ofMillis(300))
			.executor((item, context) -> awaitStubbornly())
			.register();
	}

	private void awaitStubbornly() {
		this.begun.countDown();
		boolean ended = false;
		while (!ended) {
			try {
				ended = this.goOn.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				// It does not heed it.
			}
		}
	}

	/** The queue of that name is open with another concurrency. */
	@Test
	void secondWorkerOfANameIsRefusedAsTheSecondOfItsName() {
		worker(1);
		assertThatExceptionOfType(InvalidWorkerException.class).isThrownBy(() -> worker(2))
			.withMessageContaining("there is a worker 'jobs' already")
			.withMessageContaining("Give one of the two another name");
	}

	@Test
	void queueOfARemovedWorkerThatDoesNotStopIsClosedAside() throws Exception {
		BackgroundQueueWorker<String> worker = worker(1);
		worker.put("item");
		assertThat(this.begun.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.workers.remove("jobs")).isTrue();
		assertThat(this.closedBy.get(20, TimeUnit.SECONDS)).contains("remove-jobs");
	}

	@Test
	void nameOfARemovedWorkerThatHasStoppedIsFree() throws Exception {
		worker(1);
		assertThat(this.workers.remove("jobs")).isTrue();
		this.closedBy.get(20, TimeUnit.SECONDS);
		this.goOn.countDown();
		BackgroundQueueWorker<String> worker = worker(2);
		worker.put("item");
		assertThat(this.begun.await(20, TimeUnit.SECONDS)).isTrue();
	}

}
