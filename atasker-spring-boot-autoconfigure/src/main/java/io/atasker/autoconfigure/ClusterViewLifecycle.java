package io.atasker.autoconfigure;

import io.atasker.cluster.view.DatabaseCluster;
import io.atasker.cluster.view.ViewSchema.MissingTablesException;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Joins the cluster before workers start, so that those that are to be stopped on all
 * nodes do not, and leaves it after they have stopped.
 */
final class ClusterViewLifecycle implements SmartLifecycle, ApplicationListener<ContextRefreshedEvent> {

	/** Starts before the supervisors and what listens to them, and stops after them. */
	static final int PHASE = EventPublication.PHASE - 1;

	private final DatabaseCluster cluster;

	private final ApplicationContext context;

	private final boolean enabled;

	private volatile boolean running;

	ClusterViewLifecycle(DatabaseCluster cluster, ApplicationContext context, boolean enabled) {
		this.cluster = cluster;
		this.context = context;
		this.enabled = enabled;
	}

	@Override
	public void start() {
		try {
			this.cluster.start();
		}
		catch (MissingTablesException ex) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.view.enabled", "true",
					"It needs tables: " + ex.getMessage()
							+ ". Create them with the script for your database in classpath:io/atasker/cluster/view/, or "
							+ "set atasker.cluster.initialize-schema=always.");
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.cluster.close();
		this.running = false;
	}

	/** By then the supervisors have started. */
	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context && this.running) {
			this.cluster.ready();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.enabled;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
