package io.atasker.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What operators may do to a worker, with the keys that each action takes.
 */
enum WorkerAction {

	START(StartKeys.AND_TARGET), STOP(List.of("wait", "for", "reason", "target")), RESTART(StartKeys.ALL),
	TRIGGER(List.of("ifIdle", "reason", "target")), PUT(List.of("item", "priority", "delay", "reason")),
	CANCEL(List.of("taskId", "reason")), REDRIVE(List.of("reason")), PURGE(List.of("reason"));

	private final List<String> keys;

	WorkerAction(List<String> keys) {
		this.keys = keys;
	}

	static WorkerAction of(String text) {
		return Arrays.stream(values())
			.filter((action) -> action.text().equals(text))
			.findFirst()
			.orElseThrow(() -> RefusedException.invalid("there is no action %s; actions are %s"
				.formatted(SafeText.quoted(text), Arrays.stream(values()).map(WorkerAction::text).toList())));
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	List<String> keys() {
		return this.keys;
	}

	private static final class StartKeys {

		static final List<String> ALL = List.of("priority", "interval", "delay", "delayBefore", "loop", "label",
				"arguments", "reason");

		static final List<String> AND_TARGET = Stream.concat(ALL.stream(), Stream.of("target")).toList();

	}

}
