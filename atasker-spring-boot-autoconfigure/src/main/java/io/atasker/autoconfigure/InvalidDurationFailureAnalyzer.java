package io.atasker.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports values that were refused while they were bound. Comes before Spring Boot's own
 * report of failed binding, which buries the reason.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidDurationFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!(cause.getCause() instanceof InvalidConfigurationPropertyValueException invalid)
				|| !invalid.getName().startsWith(AtaskerProperties.PREFIX + ".")) {
			return null;
		}
		String description = "Invalid value '%s' for configuration property '%s'%s. %s%n%n%s".formatted(
				invalid.getValue(), invalid.getName(), origin(cause.getProperty()),
				"Validation failed for the following reason:", invalid.getReason());
		return new FailureAnalysis(description, "Review the value of the property with the provided reason.", cause);
	}

	private static String origin(@Nullable ConfigurationProperty property) {
		return (property != null && property.getOrigin() != null) ? " (originating from '" + property.getOrigin() + "')"
				: "";
	}

}
