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
	 * Publishes an event.
	 * @param type the type of the event
	 * @param caller who acted
	 * @param reason why, or {@code null}
	 * @param entry what was done
	 */
	void add(String type, Caller caller, @Nullable String reason, Map<String, Object> entry) {
		Map<String, Object> data = new LinkedHashMap<>(entry);
		if (reason != null) {
			data.put("reason", reason);
		}
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

}
