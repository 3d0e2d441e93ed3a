package io.atasker.autoconfigure;

import io.atasker.supervisor.SupervisorBuilder;

/**
 * Fine-tunes the supervisors of the application. Beans of this type are called for each
 * supervisor, in their order, after all properties were applied. Such a bean must not
 * need a worker or a supervisor itself.
 */
@FunctionalInterface
public interface SupervisorCustomizer {

	/**
	 * Customizes a supervisor.
	 * @param builder what it is built of, its name included
	 */
	void customize(SupervisorBuilder builder);

}
