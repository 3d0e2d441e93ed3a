package io.atasker.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.atasker.supervisor.PoolStatistics;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.Initiator;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * What operators may see of supervisors and do to them, whatever way they come by.
 */
final class SupervisorActions {

	private static final String RESIZE = "resize";

	static final List<String> KEYS = Stream
		.concat(PoolOverrides.KEYS.stream(), Stream.of(SettingsReader.FOR, SettingsReader.RESET, "reason"))
		.toList();

	private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();

	private final Map<String, PoolOverrides> overrides = new LinkedHashMap<>();

	private final AuditTrail audit;

	SupervisorActions(Iterable<Supervisor> supervisors, ApplicationEventPublisher events) {
		supervisors.forEach((supervisor) -> {
			this.supervisors.put(supervisor.name(), supervisor);
			this.overrides.put(supervisor.name(), new PoolOverrides(supervisor));
		});
		this.audit = new AuditTrail(events);
	}

	SupervisorsDescriptor all() {
		Map<String, SupervisorDescriptor> descriptors = new LinkedHashMap<>();
		this.supervisors.forEach((name, supervisor) -> descriptors.put(name, describe(supervisor)));
		return new SupervisorsDescriptor(descriptors);
	}

	@Nullable SupervisorDescriptor find(String name) {
		Supervisor supervisor = this.supervisors.get(name);
		return (supervisor != null) ? describe(supervisor) : null;
	}

	SupervisorDescriptor describe(String name) {
		return describe(get(name));
	}

	/**
	 * Changes limits, or brings them back.
	 * @param name the supervisor
	 * @param arguments the limits
	 * @param caller who asks
	 * @return what became of it
	 */
	ResizeResult resize(String name, Arguments arguments, Caller caller) {
		Supervisor supervisor = get(name);
		requireChange(arguments);
		String reason = SafeText.orNull(arguments.text("reason"));
		AuditTrail.Entry entry = this.audit.entry(AuditTrail.SUPERVISOR, caller, reason)
			.with("supervisor", name)
			.with("action", RESIZE)
			.withArguments(arguments)
			.with("oldLimits", limits(supervisor));
		try {
			boolean changed = change(overrides(name), arguments, caller.initiator(reason));
			String result = changed ? ActionResult.CHANGED : ActionResult.UNCHANGED;
			entry.with("newLimits", limits(supervisor)).with("result", result).publish();
			return new ResizeResult(name, RESIZE, result, supervisor.state());
		}
		catch (Throwable ex) {
			RefusedException refused = RefusedException.of(ex);
			if (refused.refusal().isAudited()) {
				entry.with("newLimits", limits(supervisor)).with("result", refused.refusal()).publish();
			}
			throw refused;
		}
	}

	private static String limits(Supervisor supervisor) {
		PoolStatistics processes = supervisor.processStatistics();
		return (processes != null) ? "%s, processes %s".formatted(supervisor.limits(), processes.limits())
				: supervisor.limits().toString();
	}

	private static void requireChange(Arguments arguments) {
		arguments.requireOnly(KEYS);
		boolean limits = arguments.hasAny(PoolOverrides.KEYS);
		boolean reset = arguments.text(SettingsReader.RESET) != null;
		if (limits == reset) {
			throw RefusedException.invalid(limits ? SettingsReader.RESET + " excludes all limits"
					: "nothing to change; take %s or %s".formatted(SettingsReader.RESET, PoolOverrides.KEYS));
		}
		if (reset && arguments.text(SettingsReader.FOR) != null) {
			throw RefusedException.invalid(SettingsReader.RESET + " excludes " + SettingsReader.FOR);
		}
	}

	private static boolean change(PoolOverrides overrides, Arguments arguments, Initiator initiator) {
		String reset = arguments.text(SettingsReader.RESET);
		if (reset != null) {
			return overrides.reset(limits(SettingsReader.resets(reset)), initiator);
		}
		Map<String, Integer> values = new LinkedHashMap<>();
		for (String key : PoolOverrides.KEYS) {
			Integer value = arguments.integer(key);
			if (value != null) {
				values.put(key, value);
			}
		}
		return overrides.put(values, arguments.duration(SettingsReader.FOR), initiator);
	}

	private static List<String> limits(List<String> keys) {
		for (String key : keys) {
			if (!PoolOverrides.KEYS.contains(key)) {
				throw RefusedException
					.invalid("there is no limit %s; there are %s".formatted(SafeText.quoted(key), PoolOverrides.KEYS));
			}
		}
		return keys;
	}

	private SupervisorDescriptor describe(Supervisor supervisor) {
		PoolOverrides changes = overrides(supervisor.name());
		return SupervisorDescriptor.of(supervisor.snapshot(), changes.describe(), changes.lastChange());
	}

	private PoolOverrides overrides(String name) {
		return Objects.requireNonNull(this.overrides.get(name));
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
