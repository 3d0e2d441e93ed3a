package io.atasker.autoconfigure;

import java.util.regex.Pattern;

import io.atasker.cluster.NodeId;
import io.atasker.cluster.lease.LeaseSettings;
import io.atasker.cluster.view.ViewSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Checks what is set for a cluster.
 */
final class ClusterSettings {

	private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

	private static final int LONGEST = 60;

	private static final String UNNAMED = "application";

	private final ClusterProperties properties;

	private final Environment environment;

	ClusterSettings(ClusterProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Makes the id of this node.
	 * @param properties all properties
	 * @return the id
	 */
	static NodeId node(AtaskerProperties properties) {
		try {
			return NodeId.of(properties.nodeId());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("atasker.node-id", properties.nodeId(),
					ex.getMessage() + ". Write such a name, or leave it out.");
		}
	}

	/**
	 * Returns how leases are kept.
	 * @return the settings
	 */
	LeaseSettings leases() {
		LeaseProperties lease = this.properties.lease();
		if (lease.ttl().compareTo(LeaseSettings.SHORTEST_TTL) < 0) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.lease.ttl", lease.ttl(),
					"It must be at least 1s. Write such a duration.");
		}
		if (lease.tryInterval().compareTo(lease.ttl()) > 0) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.lease.try-interval",
					lease.tryInterval(), "It must not be longer than the ttl of leases, %s. Write a shorter duration."
						.formatted(lease.ttl()));
		}
		return new LeaseSettings(name() + "/", lease.ttl(), lease.tryInterval());
	}

	/**
	 * Returns how this node takes part in the view of all nodes.
	 * @return the settings
	 */
	ViewSettings view() {
		ViewProperties view = this.properties.view();
		if (view.nodeTimeout().compareTo(view.pollInterval().multipliedBy(2)) < 0) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.view.node-timeout",
					view.nodeTimeout(), "It must be at least twice the poll interval of %s. Write a longer duration."
						.formatted(view.pollInterval()));
		}
		if (view.forgetAfter().compareTo(view.nodeTimeout()) < 0) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.view.forget-after",
					view.forgetAfter(), "It must not be shorter than the timeout of nodes, %s. Write a longer duration."
						.formatted(view.nodeTimeout()));
		}
		return new ViewSettings(name(), view.pollInterval(), view.nodeTimeout(), view.forgetAfter());
	}

	/**
	 * Returns the name of the cluster.
	 * @return the name, by default that of the application
	 */
	String name() {
		String name = this.properties.name();
		if (name == null) {
			return applicationName();
		}
		if (!LEGAL.matcher(name).matches()) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.name", name,
					"It is not a letter or digit and then up to 59 letters, digits, dots, underscores and hyphens. "
							+ "Write such a name.");
		}
		return name;
	}

	private String applicationName() {
		String name = this.environment.getProperty("spring.application.name");
		if (!StringUtils.hasText(name)) {
			return UNNAMED;
		}
		String legal = name.strip().replaceAll("[^A-Za-z0-9._-]+", "-");
		return (legal.length() > LONGEST) ? legal.substring(0, LONGEST) : legal;
	}

}
