package io.atasker.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.atasker.cluster.Cluster;
import io.atasker.cluster.ClusterSnapshot;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.CronParser;
import io.atasker.worker.Initiator;
import io.atasker.worker.UnknownWorkerException;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.context.ApplicationEventPublisher;

/**
 * What operators may see of workers and do to them, whatever way they come by. Each write
 * finds the worker, asks whether the caller may, acts and leaves a trace, in this order.
 * Looking a worker up never makes one.
 */
final class WorkerActions {

	private static final String CHANGE = "change";

	private final Workers workers;

	private final SettingsReader settings;

	private final LifecycleActions lifecycle;

	private final DemandActions demand;

	private final ClusterActions cluster;

	private final AuditTrail audit;

	WorkerActions(Workers workers, CronParser cronParser, ItemReader items, ApplicationEventPublisher events,
			@Nullable Cluster cluster) {
		this.workers = workers;
		this.settings = new SettingsReader(cronParser);
		this.lifecycle = new LifecycleActions(this.settings);
		this.demand = new DemandActions(items);
		this.cluster = new ClusterActions(cluster);
		this.audit = new AuditTrail(events);
	}

	WorkersDescriptor all() {
		ClusterSnapshot nodes = this.cluster.snapshot();
		Map<String, WorkerDescriptor> descriptors = new LinkedHashMap<>();
		this.workers.stream()
			.forEach((worker) -> descriptors.put(worker.name(), ClusterActions.describe(worker.snapshot(), nodes)));
		return new WorkersDescriptor(descriptors, (nodes != null) ? ClusterDescriptor.of(nodes) : null);
	}

	/**
	 * Describes a worker.
	 * @param name its exact name
	 * @return the description, {@code null} if there is no such worker
	 */
	@Nullable WorkerDescriptor find(String name) {
		BackgroundWorker worker = exactly(name);
		return (worker != null) ? describe(worker) : null;
	}

	WorkerDescriptor describe(String name) {
		return describe(get(name));
	}

	private WorkerDescriptor describe(BackgroundWorker worker) {
		return ClusterActions.describe(worker.snapshot(), this.cluster.snapshot());
	}

	/**
	 * Describes a part of a worker.
	 * @param name the name of the worker
	 * @param part which part
	 * @param items what is shown of items
	 * @return the description
	 */
	OperationResponseBody describe(String name, String part, ItemText items) {
		BackgroundWorker worker = get(name);
		return switch (part) {
			case "executions" -> ExecutionsDescriptor.of(worker);
			case "stack" -> StackDescriptor.of(worker);
			case "deadletters" -> this.demand.describe(worker, items);
			default -> throw RefusedException.invalid(
					"there is no view %s; views are [executions, stack, deadletters]".formatted(SafeText.quoted(part)));
		};
	}

	ActionResult act(String name, String action, Arguments arguments, Caller caller) {
		BackgroundWorker worker = get(name);
		WorkerAction wanted = WorkerAction.of(action);
		boolean all = ClusterActions.isForAll(arguments);
		if (all) {
			ClusterActions.requireForAll(wanted);
		}
		arguments.requireOnly(wanted.keys());
		if (all) {
			long[] version = new long[1];
			ActionResult result = carryOut(worker, wanted.text(), arguments, caller, (initiator) -> {
				version[0] = this.cluster.act(wanted, worker, arguments, initiator);
				return ActionResult.WRITTEN;
			});
			return result.forAll(version[0]);
		}
		return carryOut(worker, wanted.text(), arguments, caller,
				(initiator) -> perform(wanted, worker, arguments, initiator));
	}

	ActionResult change(String name, Arguments arguments, Caller caller) {
		BackgroundWorker worker = get(name);
		this.settings.requireChange(arguments);
		return carryOut(worker, CHANGE, arguments, caller, (initiator) -> change(worker, arguments, initiator));
	}

	private Object perform(WorkerAction action, BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		return switch (action) {
			case START -> this.lifecycle.start(worker, arguments, initiator);
			case STOP -> this.lifecycle.stop(worker, arguments, initiator);
			case RESTART -> this.lifecycle.restart(worker, arguments, initiator);
			case CANCEL -> this.lifecycle.cancel(worker, arguments, initiator);
			case TRIGGER -> this.demand.trigger(worker, arguments, initiator);
			case PUT -> this.demand.put(worker, arguments, initiator);
			case REDRIVE -> this.demand.redrive(worker, initiator);
			case PURGE -> this.demand.purge(worker, initiator);
		};
	}

	private Object change(BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		String reset = arguments.text(SettingsReader.RESET);
		if (reset != null) {
			return worker.control().reset(SettingsReader.resets(reset), initiator) ? ActionResult.CHANGED
					: ActionResult.UNCHANGED;
		}
		worker.control()
			.change(this.settings.settings(arguments, worker), arguments.duration(SettingsReader.FOR), initiator);
		return ActionResult.CHANGED;
	}

	private ActionResult carryOut(BackgroundWorker worker, String action, Arguments arguments, Caller caller,
			Function<Initiator, Object> operation) {
		String reason = SafeText.orNull(arguments.text("reason"));
		AuditTrail.Entry entry = this.audit.entry(AuditTrail.WORKER, caller, reason)
			.with("worker", worker.name())
			.with("action", action)
			.withArguments(arguments)
			.with("oldState", worker.state());
		try {
			if (!caller.mayControl(worker.definition().operating().controlRoles())) {
				throw new RefusedException(Refusal.FORBIDDEN,
						"'%s' has none of the control roles of worker '%s'".formatted(caller.name(), worker.name()));
			}
			Object result = operation.apply(caller.initiator(reason));
			WorkerState after = worker.state();
			entry.with("newState", after).with("result", result).publish();
			return new ActionResult(worker.name(), action, result, after, null, null);
		}
		catch (Throwable ex) {
			RefusedException refused = RefusedException.of(ex);
			if (refused.refusal().isAudited()) {
				entry.with("newState", worker.state()).with("result", refused.refusal()).publish();
			}
			throw refused;
		}
	}

	private BackgroundWorker get(String name) {
		BackgroundWorker worker = exactly(name);
		if (worker != null) {
			return worker;
		}
		BackgroundWorker similar = this.workers.find(name);
		if (similar != null) {
			throw new UnknownWorkerException(
					"there is no worker %s; there is '%s'".formatted(SafeText.quoted(name), similar.name()));
		}
		return this.workers.get(name);
	}

	private @Nullable BackgroundWorker exactly(String name) {
		BackgroundWorker worker = this.workers.find(name);
		return (worker != null && worker.name().equals(name)) ? worker : null;
	}

}
