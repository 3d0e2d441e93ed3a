package io.atasker.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the nodes of a cluster share.
 *
 * @param enabled Whether there may be other nodes. If not, workers that are to run on one
 * node run here.
 * @param name Name of the cluster: applications with the same one share their leases. The
 * name of the application by default.
 * @param initializeSchema When the tables are created that nodes share.
 * @param lease Leases of workers that are to run on one node.
 * @param view View of all nodes, and commands to all of them.
 * @param jdbc Queues in the database, of workers whose provider is "jdbc".
 * @param rabbit Queues in RabbitMQ, of workers whose provider is "rabbit".
 */
record ClusterProperties(@DefaultValue("true") boolean enabled, @Nullable String name,
		@DefaultValue("embedded") InitializeSchema initializeSchema,
		@NestedConfigurationProperty @DefaultValue LeaseProperties lease,
		@NestedConfigurationProperty @DefaultValue ViewProperties view,
		@NestedConfigurationProperty @DefaultValue JdbcQueueProperties jdbc,
		@NestedConfigurationProperty @DefaultValue RabbitQueueProperties rabbit) {

	/**
	 * When tables are created.
	 */
	enum InitializeSchema {

		/** At each start, where they are missing. */
		ALWAYS,

		/** In databases that live in this JVM. */
		EMBEDDED,

		/** Somebody else sees to it. */
		NEVER

	}

}
