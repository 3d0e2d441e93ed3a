package io.atasker.worker;

import java.util.Objects;

import io.atasker.worker.WorkerDefinition.ErrorSettings;
import io.atasker.worker.WorkerDefinition.Operating;
import io.atasker.worker.WorkerDefinition.Origin;
import io.atasker.worker.WorkerDefinition.Running;
import io.atasker.worker.WorkerDefinition.Times;
import org.jspecify.annotations.Nullable;

/**
 * Lets workers that were defined one after the other share what is equal in their
 * definitions: there may be very many that are alike.
 * <p>
 * The parts are compared by hand: linking the {@code equals} of a record takes
 * milliseconds of the start of an application.
 */
final class Alike {

	private volatile @Nullable Origin origin;

	private volatile @Nullable Running running;

	private volatile @Nullable ErrorSettings errors;

	private volatile @Nullable Operating operating;

	Origin share(Origin part) {
		Origin last = this.origin;
		if (last != null && Objects.equals(last.bean(), part.bean()) && Objects.equals(last.target(), part.target())
				&& Objects.equals(last.template(), part.template())) {
			return last;
		}
		this.origin = part;
		return part;
	}

	Running share(Running part) {
		Running last = this.running;
		if (last != null && last.supervisor().equals(part.supervisor()) && Objects.equals(last.loop(), part.loop())
				&& last.priority() == part.priority() && last.concurrency() == part.concurrency()
				&& last.runOn() == part.runOn() && isAlike(last.times(), part.times())) {
			return last;
		}
		this.running = part;
		return part;
	}

	private static boolean isAlike(Times last, Times part) {
		return last.pollDelay().equals(part.pollDelay()) && last.timeout().equals(part.timeout())
				&& last.timeoutGrace().equals(part.timeoutGrace()) && last.stopTimeout().equals(part.stopTimeout())
				&& last.interruptOnStop() == part.interruptOnStop();
	}

	ErrorSettings share(ErrorSettings part) {
		ErrorSettings last = this.errors;
		if (last != null && last.policy() == part.policy() && last.retry() == part.retry()
				&& last.handlers().equals(part.handlers())) {
			return last;
		}
		this.errors = part;
		return part;
	}

	Operating share(Operating part) {
		Operating last = this.operating;
		if (last != null && last.enabled() == part.enabled() && last.autoStart() == part.autoStart()
				&& last.critical() == part.critical() && last.controlRoles().equals(part.controlRoles())
				&& last.historySize() == part.historySize()) {
			return last;
		}
		this.operating = part;
		return part;
	}

}
