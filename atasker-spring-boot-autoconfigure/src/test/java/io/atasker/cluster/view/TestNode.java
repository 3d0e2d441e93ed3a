package io.atasker.cluster.view;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.atasker.cluster.NodeId;
import io.atasker.cluster.lease.LeaseKeeper;
import io.atasker.cluster.lease.LeaseSettings;
import io.atasker.cluster.lease.LeaseTable;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.RunOn;
import io.atasker.worker.Workers;

/**
 * A node within this JVM: a supervisor, workers, leases and its part in the cluster.
 */
final class TestNode implements AutoCloseable {

	static final Duration POLL = Duration.ofMillis(50);

	final NodeId id;

	final Supervisor supervisor = Supervisor.builder().build();

	final LeaseKeeper leases;

	final Workers workers;

	final DatabaseCluster cluster;

	TestNode(DataSource dataSource, String cluster, String name) {
		this(dataSource, new ViewSettings(cluster, POLL, Duration.ofSeconds(2), Duration.ofHours(1)), name);
	}

	TestNode(DataSource dataSource, ViewSettings settings, String name) {
		this.id = NodeId.of(name);
		LeaseTable table = new LeaseTable(dataSource, "atasker_lease");
		this.leases = new LeaseKeeper(table.store(this.id, Duration.ofSeconds(1)),
				new LeaseSettings(settings.cluster() + "/", Duration.ofMinutes(1), Duration.ofMillis(50)), this.id);
		this.workers = Workers.builder().supervisors(List.of(this.supervisor)).leases(this.leases).build();
		this.cluster = new DatabaseCluster(dataSource, new ViewSchema(ViewSchema.Creation.ALWAYS), settings, this.id,
				this.workers);
	}

	/** Starts what is defined, as an application does. */
	TestNode start() {
		this.cluster.start();
		this.supervisor.start();
		this.cluster.ready();
		return this;
	}

	BackgroundEventWorker event(String name, AtomicInteger runs) {
		return this.workers.define(name)
			.event()
			.executor((ContextExecutor) (context) -> runs.incrementAndGet())
			.register();
	}

	BackgroundEventWorker single(String name, ContextExecutor executor) {
		return this.workers.define(name).event().runOn(RunOn.ONE_NODE).executor(executor).register();
	}

	BackgroundWorker worker(String name) {
		return this.workers.get(name);
	}

	/** Long enough for it to have followed what was told before. */
	void awaitLooks() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(POLL.toMillis() * 6);
	}

	@Override
	public void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
		this.cluster.close();
		this.leases.close();
		this.supervisor.close();
	}

}
