package io.atasker.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * What operators may see of supervisors and do to them, whatever way they come by.
 */
final class SupervisorActions {

	private static final String RESIZE = "resize";

	private static final List<String> LIMITS = List.of("poolSize", "reserveNormal", "reserveHigh");

	private static final List<String> KEYS = List.of("poolSize", "reserveNormal", "reserveHigh", "reason");

	private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();

	private final AuditTrail audit;

	SupervisorActions(Iterable<Supervisor> supervisors, ApplicationEventPublisher events) {
		supervisors.forEach((supervisor) -> this.supervisors.put(supervisor.name(), supervisor));
		this.audit = new AuditTrail(events);
	}

	SupervisorsDescriptor all() {
		Map<String, SupervisorDescriptor> descriptors = new LinkedHashMap<>();
		this.supervisors
			.forEach((name, supervisor) -> descriptors.put(name, SupervisorDescriptor.of(supervisor.snapshot())));
		return new SupervisorsDescriptor(descriptors);
	}

	@Nullable SupervisorDescriptor find(String name) {
		Supervisor supervisor = this.supervisors.get(name);
		return (supervisor != null) ? SupervisorDescriptor.of(supervisor.snapshot()) : null;
	}

	SupervisorDescriptor describe(String name) {
		return SupervisorDescriptor.of(get(name).snapshot());
	}

	ResizeResult resize(String name, Arguments arguments, Caller caller) {
		Supervisor supervisor = get(name);
		PoolLimits before = supervisor.limits();
		PoolLimits after = limits(arguments, before);
		boolean changes = !after.equals(before);
		if (changes) {
			supervisor.resize(after);
		}
		String result = changes ? ActionResult.CHANGED : ActionResult.UNCHANGED;
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("supervisor", name);
		entry.put("action", RESIZE);
		entry.put("oldLimits", before.toString());
		entry.put("newLimits", after.toString());
		entry.put("result", result);
		this.audit.add(AuditTrail.SUPERVISOR, caller, SafeText.orNull(arguments.text("reason")), entry);
		return new ResizeResult(name, RESIZE, result, supervisor.state());
	}

	private static PoolLimits limits(Arguments arguments, PoolLimits current) {
		arguments.requireOnly(KEYS);
		if (!arguments.hasAny(LIMITS)) {
			throw RefusedException.invalid("nothing to change; limits are " + LIMITS);
		}
		Integer poolSize = arguments.integer("poolSize");
		Integer reserveNormal = arguments.integer("reserveNormal");
		Integer reserveHigh = arguments.integer("reserveHigh");
		return new PoolLimits((poolSize != null) ? poolSize : current.poolSize(),
				(reserveNormal != null) ? reserveNormal : current.reserveNormal(),
				(reserveHigh != null) ? reserveHigh : current.reserveHigh());
	}

	private Supervisor get(String name) {
		Supervisor supervisor = this.supervisors.get(name);
		if (supervisor == null) {
			throw new RefusedException(Refusal.UNKNOWN, "there is no supervisor %s; there are %s"
				.formatted(SafeText.quoted(name), this.supervisors.keySet()));
		}
		return supervisor;
	}

}
