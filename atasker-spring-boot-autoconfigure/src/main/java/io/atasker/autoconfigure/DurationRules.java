package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.PropertyResolver;

/**
 * Refuses durations of atasker without a unit, since Spring Boot reads "5" as 5 ms, which
 * is never what was meant; and those that are negative, too long to count in nanoseconds,
 * or zero where zero does not mean "none".
 */
final class DurationRules implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(AtaskerProperties.PREFIX);

	private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?\\d+");

	private static final Duration LONGEST = Duration.ofDays(36_525);

	private static final Set<String> ZERO_IS_NONE = Set.of("polldelay", "timeout", "initialdelay", "jitter", "settle");

	private static final String RETRY = "retry";

	private final PropertyResolver placeholders;

	DurationRules(PropertyResolver placeholders) {
		this.placeholders = placeholders;
	}

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new AbstractBindHandler(bindHandler) {

			@Override
			public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Object result) {
				if (result instanceof Duration duration && PREFIX.isAncestorOf(name)) {
					check(name, text(context.getConfigurationProperty()), duration);
				}
				return super.onSuccess(name, target, context, result);
			}

		};
	}

	private String text(@Nullable ConfigurationProperty property) {
		Object value = (property != null) ? property.getValue() : null;
		if (value instanceof CharSequence text) {
			return this.placeholders.resolvePlaceholders(text.toString()).trim();
		}
		// YAML and JSON have numbers that are no text.
		return (value instanceof Number) ? value.toString() : "";
	}

	private static void check(ConfigurationPropertyName name, String text, Duration duration) {
		String problem = problem(name, text, duration);
		if (problem != null) {
			throw new InvalidConfigurationPropertyValueException(name.toString(),
					text.isEmpty() ? duration.toString() : text, problem);
		}
	}

	private static @Nullable String problem(ConfigurationPropertyName name, String text, Duration duration) {
		if (BARE_NUMBER.matcher(text).matches()) {
			return "A duration needs a unit. Write one, such as '%ss' or '%sms'.".formatted(text, text);
		}
		if (duration.isNegative()) {
			return "A duration must not be negative. Write one such as '5s'.";
		}
		if (duration.isZero() && !isZeroAllowed(name)) {
			return "The duration must be longer than zero. Write one such as '5s', or leave the property out.";
		}
		if (duration.compareTo(LONGEST) > 0) {
			return "A duration must not be longer than 100 years. Write one such as '5s'.";
		}
		return null;
	}

	private static boolean isZeroAllowed(ConfigurationPropertyName name) {
		int last = name.getNumberOfElements() - 1;
		return ZERO_IS_NONE.contains(name.getElement(last, Form.UNIFORM))
				|| name.getElement(last - 1, Form.UNIFORM).equals(RETRY);
	}

}
