package io.atasker.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * View of all nodes, and commands to all of them.
 *
 * @param enabled Whether this node tells the others of itself, in the database of the
 * application, and follows commands to all nodes.
 * @param pollInterval How often it says that it lives, and looks for commands.
 * @param nodeTimeout After which time a node that is not seen is taken for dead; at least
 * twice the poll interval.
 * @param forgetAfter After which time a dead node is forgotten.
 */
record ViewProperties(@DefaultValue("false") boolean enabled, @DefaultValue("1s") Duration pollInterval,
		@DefaultValue("10s") Duration nodeTimeout, @DefaultValue("1h") Duration forgetAfter) {

}
