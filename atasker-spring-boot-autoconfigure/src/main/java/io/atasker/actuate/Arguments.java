package io.atasker.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.StringUtils;

/**
 * What came with an operation: flat texts by key. Whatever cannot be read is refused with
 * the reason. An empty text counts as absent, but for {@link #item}.
 */
final class Arguments {

	private static final JsonParser PARSER = JsonParserFactory.getJsonParser();

	private static final Set<String> HIDDEN = Set.of("reason", "item", "arguments");

	static final Arguments NONE = new Arguments(Map.of());

	private final Map<String, @Nullable Object> values;

	private Arguments(Map<String, @Nullable Object> values) {
		this.values = values;
	}

	/**
	 * Takes over what Actuator collected from path, body and query.
	 * @param collected texts by key, lists of texts for keys that came more than once
	 * @param selectors the keys that the path stands for
	 * @return the arguments
	 */
	static Arguments of(Map<String, ? extends @Nullable Object> collected, Set<String> selectors) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>(collected);
		values.keySet().removeAll(selectors);
		return new Arguments(values);
	}

	static Arguments of(String key, @Nullable String value) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put(key, value);
		return new Arguments(values);
	}

	/**
	 * Reads arguments from a JSON object.
	 * @param what what it is, for messages
	 * @param json the object, as text
	 * @return the arguments
	 */
	static Arguments ofJson(String what, @Nullable String json) {
		return (json != null && StringUtils.hasText(json)) ? new Arguments(parse(what, json)) : NONE;
	}

	/**
	 * Returns what may be written down: no reason, which has a place of its own, and
	 * nothing of the application's data.
	 * @return texts by key, safe to be shown
	 */
	Map<String, String> shown() {
		Map<String, String> shown = new LinkedHashMap<>();
		this.values.forEach((key, value) -> {
			if (value != null && !HIDDEN.contains(key)) {
				shown.put(SafeText.of(key), SafeText.of(value.toString()));
			}
		});
		return shown;
	}

	/**
	 * Refuses keys that mean nothing.
	 * @param known the keys that mean something
	 */
	void requireOnly(Collection<String> known) {
		for (String key : this.values.keySet()) {
			if (!known.contains(key)) {
				throw RefusedException
					.invalid("unknown key " + SafeText.quoted(key) + "; known are " + new TreeSet<>(known));
			}
		}
	}

	boolean hasAny(Collection<String> keys) {
		return keys.stream().anyMatch((key) -> text(key) != null);
	}

	@Nullable String text(String key) {
		String text = item(key);
		return StringUtils.hasText(text) ? text : null;
	}

	/**
	 * Returns a text as it came, even an empty one.
	 * @param key the key
	 * @return the text, {@code null} if there is none
	 */
	@Nullable String item(String key) {
		Object value = this.values.get(key);
		if (value instanceof Collection || value instanceof Map) {
			throw RefusedException.invalid(key + " must be given once, as plain text");
		}
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Reads a duration.
	 * @param key the key
	 * @return a positive duration, {@code null} if there is none
	 */
	@Nullable Duration duration(String key) {
		Duration duration = durationOrZero(key);
		if (duration != null && duration.isZero()) {
			throw RefusedException
				.invalid(key + " must be positive, but is " + SafeText.quoted(String.valueOf(text(key))));
		}
		return duration;
	}

	/**
	 * Reads a duration that may be zero.
	 * @param key the key
	 * @return the duration, {@code null} if there is none
	 */
	@Nullable Duration durationOrZero(String key) {
		String text = text(key);
		return (text != null) ? DurationArgument.parse(key, text) : null;
	}

	@Nullable Priority priority(String key) {
		String text = text(key);
		if (text == null) {
			return null;
		}
		try {
			return Priority.valueOf(text.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw RefusedException.invalid(key + " must be one of " + Arrays.toString(Priority.values()) + ", but is "
					+ SafeText.quoted(text));
		}
	}

	@Nullable Integer integer(String key) {
		Long number = number(key);
		if (number != null && number > Integer.MAX_VALUE) {
			throw RefusedException.invalid(key + " must not be greater than " + Integer.MAX_VALUE);
		}
		return (number != null) ? number.intValue() : null;
	}

	/**
	 * Reads a number.
	 * @param key the key
	 * @return a number that is not negative, {@code null} if there is none
	 */
	@Nullable Long number(String key) {
		String text = text(key);
		if (text == null) {
			return null;
		}
		if (!text.matches("\\d{1,18}")) {
			throw RefusedException
				.invalid(key + " must be a whole number from 0, of 18 digits at most, but is " + SafeText.quoted(text));
		}
		return Long.valueOf(text);
	}

	boolean flag(String key) {
		String text = text(key);
		if (text == null || text.equalsIgnoreCase("false")) {
			return false;
		}
		if (text.equalsIgnoreCase("true")) {
			return true;
		}
		throw RefusedException.invalid(key + " must be true or false, but is " + SafeText.quoted(text));
	}

	/**
	 * Reads a JSON object.
	 * @param key the key
	 * @return its members, none of them null; empty if there is none
	 */
	Map<String, Object> object(String key) {
		Object value = this.values.get(key);
		Map<String, Object> members = new LinkedHashMap<>();
		objectOrEmpty(key, value).forEach((name, member) -> {
			if (member == null) {
				throw RefusedException.invalid(key + ": " + SafeText.quoted(name) + " must not be null");
			}
			members.put(name, member);
		});
		return members;
	}

	@SuppressWarnings("unchecked")
	private Map<String, @Nullable Object> objectOrEmpty(String key, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return (Map<String, @Nullable Object>) map;
		}
		String text = text(key);
		return (text != null) ? parse(key, text) : new LinkedHashMap<>();
	}

	private static Map<String, @Nullable Object> parse(String key, String json) {
		try {
			return new LinkedHashMap<>(PARSER.parseMap(json));
		}
		catch (JsonParseException | NullPointerException ex) {
			throw RefusedException.invalid(key + " must be a JSON object, but is " + SafeText.quoted(json));
		}
	}

}
