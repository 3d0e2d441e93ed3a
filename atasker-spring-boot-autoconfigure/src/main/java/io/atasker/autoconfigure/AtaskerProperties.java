package io.atasker.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All properties of atasker. What is not set is {@code null} and left to the engine,
 * which has the only copy of each default.
 *
 * @param enabled Whether workers and supervisors can run at all.
 * @param autoStart Whether workers start with the application, those that do not forbid
 * it themselves.
 * @param transactionAware Whether put and trigger take effect after the commit of the
 * active transaction.
 * @param unknownWorkers What happens when there are properties of a name that no worker
 * has.
 * @param historySize Number of executions that are remembered of each worker.
 * @param nodeId Name of this node among those that share the work. Of host, process id
 * and a random number by default.
 * @param supervisor Supervisor named "default", from which the others inherit.
 * @param supervisors Further supervisors by name.
 * @param defaults What applies to all workers that do not say otherwise.
 * @param workers Settings of single workers by name, which replace those of their
 * annotations.
 * @param metrics What is measured.
 * @param tracing How executions are traced.
 * @param health What the health of supervisors counts for.
 * @param events What is published as application events.
 * @param endpoints Who is answered by the endpoints.
 * @param cluster What the nodes of a cluster share.
 */
@ConfigurationProperties(prefix = AtaskerProperties.PREFIX, ignoreUnknownFields = false)
record AtaskerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStart,
		@DefaultValue("true") boolean transactionAware, @DefaultValue("warn") UnknownWorkers unknownWorkers,
		@Nullable Integer historySize, @Nullable String nodeId,
		@NestedConfigurationProperty @DefaultValue SupervisorProperties supervisor,
		@DefaultValue Map<String, SupervisorProperties> supervisors,
		@NestedConfigurationProperty @DefaultValue WorkerProperties defaults,
		@DefaultValue Map<String, WorkerProperties> workers,
		@NestedConfigurationProperty @DefaultValue MetricsProperties metrics,
		@NestedConfigurationProperty @DefaultValue TracingProperties tracing,
		@NestedConfigurationProperty @DefaultValue HealthProperties health,
		@NestedConfigurationProperty @DefaultValue EventsProperties events,
		@NestedConfigurationProperty @DefaultValue EndpointsProperties endpoints,
		@NestedConfigurationProperty @DefaultValue ClusterProperties cluster) {

	static final String PREFIX = "atasker";

	/**
	 * What happens when there are properties of a name that no worker has.
	 */
	enum UnknownWorkers {

		/** Log a warning with the nearest names. */
		WARN,

		/** Stop the startup. */
		FAIL,

		/** Do nothing. */
		IGNORE

	}

}
