package io.atasker.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells who did what, as events that Actuator's audit support collects. A listener that
 * throws changes nothing.
 */
final class AuditTrail {

	static final String WORKER = "ATASKER_WORKER";

	static final String SUPERVISOR = "ATASKER_SUPERVISOR";

	private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

	private final ApplicationEventPublisher events;

	AuditTrail(ApplicationEventPublisher events) {
		this.events = events;
	}

	/**
	 * Begins an entry.
	 * @param type the type of the event
	 * @param caller who acts
	 * @param reason why, or {@code null}
	 * @return the entry
	 */
	Entry entry(String type, Caller caller, @Nullable String reason) {
		return new Entry(type, caller, reason);
	}

	private void publish(String type, Caller caller, Map<String, Object> data) {
		try {
			this.events.publishEvent(event(caller, type, data));
		}
		catch (RuntimeException ex) {
			logger.warn("a listener of audit events failed; what was audited is done: {} {}", type, data, ex);
		}
	}

	/**
	 * Compilers on JDK 17 and 25 do not see the same nullness of Spring Boot's parameter.
	 */
	@SuppressWarnings("NullAway")
	private static AuditApplicationEvent event(Caller caller, String type, Map<String, Object> data) {
		return new AuditApplicationEvent(caller.name(), type, data);
	}

	/**
	 * What was done, while it is collected.
	 */
	final class Entry {

		private final String type;

		private final Caller caller;

		private final @Nullable String reason;

		private final Map<String, Object> data = new LinkedHashMap<>();

		private Entry(String type, Caller caller, @Nullable String reason) {
			this.type = type;
			this.caller = caller;
			this.reason = reason;
		}

		Entry with(String key, Object value) {
			this.data.put(key, (value instanceof Number) ? value : value.toString());
			return this;
		}

		Entry withArguments(Arguments arguments) {
			Map<String, String> shown = arguments.shown();
			if (!shown.isEmpty()) {
				this.data.put("arguments", shown);
			}
			return this;
		}

		void publish() {
			if (this.reason != null) {
				this.data.put("reason", this.reason);
			}
			AuditTrail.this.publish(this.type, this.caller, this.data);
		}

	}

}
