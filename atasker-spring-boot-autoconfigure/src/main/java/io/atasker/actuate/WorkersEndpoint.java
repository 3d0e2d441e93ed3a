package io.atasker.actuate;

import io.atasker.cluster.Cluster;
import io.atasker.worker.CronParser;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Actuator endpoint of workers: what every technology can read. Once exposed it can be
 * read; writing needs {@code management.endpoint.workers.access=unrestricted}.
 *
 * @see WorkersEndpointWebExtension
 * @see WorkersEndpointJmxExtension
 */
@Endpoint(id = "workers", defaultAccess = Access.READ_ONLY)
public class WorkersEndpoint {

	private final WorkerActions actions;

	/**
	 * Makes the endpoint.
	 * @param workers the workers
	 * @param cronParser reads cron expressions
	 * @param items reads items that are put
	 * @param events is told of each write
	 */
	public WorkersEndpoint(Workers workers, CronParser cronParser, ItemReader items, ApplicationEventPublisher events) {
		this(workers, cronParser, items, events, null);
	}

	/**
	 * Makes the endpoint of one of several nodes.
	 * @param workers the workers
	 * @param cronParser reads cron expressions
	 * @param items reads items that are put
	 * @param events is told of each write
	 * @param cluster all nodes, {@code null} if there is no view of them
	 */
	public WorkersEndpoint(Workers workers, CronParser cronParser, ItemReader items, ApplicationEventPublisher events,
			@Nullable Cluster cluster) {
		this.actions = new WorkerActions(workers, cronParser, items, events, cluster);
	}

	/**
	 * Describes all workers.
	 * @return the workers by name
	 */
	@ReadOperation
	public WorkersDescriptor workers() {
		return this.actions.all();
	}

	/**
	 * Describes a worker.
	 * @param worker its exact name
	 * @return the worker, {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable WorkerDescriptor worker(@Selector String worker) {
		return this.actions.find(worker);
	}

	WorkerActions actions() {
		return this.actions;
	}

}
