package io.atasker.annotation;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;

import io.atasker.supervisor.Priority;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Translates what is set on an annotated worker into calls of its builder. What is unset
 * is left alone.
 */
final class SettingsTranslator {

	private static final String A_NUMBER = "Write a whole number from 1";

	private final WorkerAttributes attributes;

	private final WorkerBuilder<?, ?> builder;

	SettingsTranslator(WorkerAttributes attributes, WorkerBuilder<?, ?> builder) {
		this.attributes = attributes;
		this.builder = builder;
	}

	/**
	 * Translates what every type has.
	 */
	void common() {
		where();
		times();
		operating();
	}

	/*
	 * Plain conditions: a method reference for each setter takes more of the start of an
	 * application than all that is read here.
	 */

	private void where() {
		Priority priority = this.attributes.one("priority", Priority.class);
		if (priority != null) {
			this.builder.priority(priority);
		}
		Integer concurrency = this.attributes.value("concurrency", SettingsTranslator::concurrency,
				A_NUMBER + ", or 'processors' for as many as the JVM has");
		if (concurrency != null) {
			this.builder.concurrency(concurrency);
		}
		String loop = this.attributes.text("loop");
		if (loop != null) {
			this.builder.loop(loop);
		}
		String supervisor = this.attributes.text("supervisor");
		if (supervisor != null) {
			this.builder.supervisor(supervisor);
		}
		RunOn runOn = this.attributes.one("runOn", RunOn.class);
		if (runOn != null) {
			this.builder.runOn(runOn);
		}
	}

	private void times() {
		Duration pollDelay = this.attributes.duration("pollDelay");
		if (pollDelay != null) {
			this.builder.pollDelay(pollDelay);
		}
		Duration timeout = this.attributes.duration("timeout");
		if (timeout != null) {
			this.builder.timeout(timeout);
		}
		Duration timeoutGrace = this.attributes.duration("timeoutGrace");
		if (timeoutGrace != null) {
			this.builder.timeoutGrace(timeoutGrace);
		}
		Duration stopTimeout = this.attributes.positiveDuration("stopTimeout");
		if (stopTimeout != null) {
			this.builder.stopTimeout(stopTimeout);
		}
		Boolean interruptOnStop = this.attributes.one("interruptOnStop", Boolean.class);
		if (interruptOnStop != null) {
			this.builder.interruptOnStop(interruptOnStop);
		}
	}

	private void operating() {
		ErrorPolicy errorPolicy = this.attributes.one("errorPolicy", ErrorPolicy.class);
		if (errorPolicy != null) {
			this.builder.errorPolicy(errorPolicy);
		}
		Boolean autoStart = this.attributes.one("autoStart", Boolean.class);
		if (autoStart != null) {
			this.builder.autoStart(autoStart);
		}
		Boolean critical = this.attributes.one("critical", Boolean.class);
		if (critical != null) {
			this.builder.critical(critical);
		}
		List<String> roles = this.attributes.texts("controlRoles");
		if (!roles.isEmpty()) {
			this.builder.controlRoles(roles.stream()
				.map(StringUtils::commaDelimitedListToSet)
				.flatMap(Collection::stream)
				.map(String::trim)
				.collect(Collectors.toCollection(LinkedHashSet::new)));
		}
	}

	/**
	 * Translates what queue workers have.
	 * @param comparator the order of the items, {@code null} for their own
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void queue(@Nullable Comparator<Object> comparator) {
		Class<?> type = this.attributes.type("queueType");
		if (type != null) {
			this.builder.queueType((Class<? extends Queue>) type);
			if (comparator != null) {
				((WorkerBuilder<Object, ?>) this.builder).comparator(comparator);
			}
		}
		Long capacity = this.attributes.value("capacity", (text) -> number(text, 1, Long.MAX_VALUE), A_NUMBER);
		if (capacity != null) {
			this.builder.capacity(capacity);
		}
		String provider = this.attributes.text("provider");
		if (provider != null) {
			this.builder.provider(provider);
		}
		WorkerAttributes retry = this.attributes.nested("retry", Retry.class);
		if (retry != null) {
			this.builder.retry(retry(retry));
		}
	}

	/**
	 * Translates what event workers have.
	 */
	void event() {
		Duration settle = this.attributes.duration("settle");
		if (settle != null) {
			this.builder.settle(settle);
		}
		Boolean runOnStart = this.attributes.one("runOnStart", Boolean.class);
		if (runOnStart != null) {
			this.builder.runOnStart(runOnStart);
		}
	}

	private static RetryPolicy retry(WorkerAttributes retry) {
		RetryPolicy defaults = RetryPolicy.of(3);
		Integer maxRetries = retry.value("maxRetries", (text) -> (int) number(text, 0, Integer.MAX_VALUE),
				"Write a whole number from 0");
		Double multiplier = retry.value("multiplier", SettingsTranslator::multiplier, "Write a number from 1");
		return new RetryPolicy(or(maxRetries, defaults.maxRetries()), or(retry.duration("delay"), defaults.delay()),
				or(multiplier, defaults.multiplier()), or(retry.duration("maxDelay"), defaults.maxDelay()),
				or(retry.duration("jitter"), defaults.jitter()), throwables(retry.types("includes")),
				throwables(retry.types("excludes")));
	}

	@SuppressWarnings("unchecked")
	private static List<Class<? extends Throwable>> throwables(List<Class<?>> types) {
		return (List<Class<? extends Throwable>>) (List<?>) types;
	}

	private static int concurrency(String text) {
		return text.equals("processors") ? Runtime.getRuntime().availableProcessors()
				: (int) number(text, 1, Integer.MAX_VALUE);
	}

	private static double multiplier(String text) {
		double multiplier = Double.parseDouble(text);
		if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
			throw new IllegalArgumentException("it is less than 1");
		}
		return multiplier;
	}

	private static long number(String text, long least, long most) {
		long number;
		try {
			number = Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("it is no whole number", ex);
		}
		if (number < least || number > most) {
			throw new IllegalArgumentException("it is not from " + least + " to " + most);
		}
		return number;
	}

	private static <V> V or(@Nullable V value, V otherwise) {
		return (value != null) ? value : otherwise;
	}

}
