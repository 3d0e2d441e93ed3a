package io.atasker.actuate;

import java.time.Duration;
import java.util.Locale;

import io.atasker.queue.DeadLetters;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Initiator;
import io.atasker.worker.PutOptions;
import io.atasker.worker.TriggerResult;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.WorkerDefinition.QueueSettings;

/**
 * Gives workers something to do for operators.
 */
final class DemandActions {

	private final ItemReader items;

	DemandActions(ItemReader items) {
		this.items = items;
	}

	String trigger(BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		if (!(worker instanceof TriggerableWorker triggerable)) {
			throw wrongType(worker, "cannot be triggered; event and interval workers can");
		}
		boolean ifIdle = arguments.flag("ifIdle");
		TriggerResult result = ifIdle ? triggerable.triggerIfIdle() : triggerable.trigger();
		return switch (result) {
			case ACCEPTED, MERGED, STANDBY -> {
				worker.control().note("trigger", initiator);
				yield result.name();
			}
			case IGNORED -> result.name();
			case STOPPED -> throw refused(worker, Refusal.CONFLICT, "is stopped; start it first");
			case DISABLED -> throw refused(worker, Refusal.CONFLICT, "is switched off by configuration");
			case SHUTDOWN -> throw refused(worker, Refusal.UNAVAILABLE, "belongs to a supervisor that is stopped");
		};
	}

	String put(BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		BackgroundQueueWorker<Object> queue = queue(worker);
		String text = arguments.item("item");
		if (text == null) {
			throw RefusedException.invalid("put needs an item");
		}
		Duration delay = arguments.durationOrZero("delay");
		PutOptions options = new PutOptions((delay != null) ? delay : Duration.ZERO, arguments.priority("priority"),
				null);
		queue.put(item(worker, text), options);
		worker.control().note("put", initiator);
		return ActionResult.ACCEPTED;
	}

	int redrive(BackgroundWorker worker, Initiator initiator) {
		return noted(worker, "redrive", deadLetters(worker).redriveAll(), initiator);
	}

	int purge(BackgroundWorker worker, Initiator initiator) {
		return noted(worker, "purge", deadLetters(worker).purgeAll(), initiator);
	}

	private static int noted(BackgroundWorker worker, String action, int count, Initiator initiator) {
		if (count > 0) {
			worker.control().note(action, initiator);
		}
		return count;
	}

	DeadLettersDescriptor describe(BackgroundWorker worker, ItemText shown) {
		return DeadLettersDescriptor.of(queue(worker), shown);
	}

	private DeadLetters<Object> deadLetters(BackgroundWorker worker) {
		return queue(worker).deadLetters();
	}

	private Object item(BackgroundWorker worker, String text) {
		QueueSettings settings = worker.definition().queue();
		return this.items.read(text, (settings != null) ? settings.itemType() : Object.class);
	}

	@SuppressWarnings("unchecked")
	private static BackgroundQueueWorker<Object> queue(BackgroundWorker worker) {
		if (worker instanceof BackgroundQueueWorker<?> queue) {
			return (BackgroundQueueWorker<Object>) queue;
		}
		throw wrongType(worker, "has no queue");
	}

	private static RefusedException wrongType(BackgroundWorker worker, String why) {
		return RefusedException.invalid("worker '%s' is of type %s and %s".formatted(worker.name(),
				worker.type().name().toLowerCase(Locale.ROOT), why));
	}

	private static RefusedException refused(BackgroundWorker worker, Refusal refusal, String why) {
		return new RefusedException(refusal, "worker '%s' %s".formatted(worker.name(), why));
	}

}
