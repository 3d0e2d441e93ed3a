package io.atasker.actuate;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Initiator;
import io.atasker.worker.StartOptions;
import io.atasker.worker.WorkerState;

/**
 * Starts and stops workers for operators.
 */
final class LifecycleActions {

	private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

	/**
	 * How many answers may wait for the end of a stop at once, so that slow stops cannot
	 * take all threads of a web server. The others do not wait.
	 */
	private final Semaphore waiting = new Semaphore(2);

	private final SettingsReader settings;

	LifecycleActions(SettingsReader settings) {
		this.settings = settings;
	}

	String start(BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		StartOptions options = this.settings.startOptions(arguments);
		requireEnabled(worker);
		return worker.control().start(options, initiator) ? ActionResult.STARTED : ActionResult.UNCHANGED;
	}

	String restart(BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		StartOptions options = this.settings.startOptions(arguments);
		requireEnabled(worker);
		worker.control().restart(options, initiator);
		return ActionResult.RESTARTED;
	}

	String stop(BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		Duration wait = wait(arguments);
		Duration pause = arguments.duration(SettingsReader.FOR);
		if (pause != null) {
			requireEnabled(worker);
			return result(worker.control().stopFor(pause, initiator), wait, ActionResult.STOPPED);
		}
		String changed = worker.isActive() ? ActionResult.STOPPED : ActionResult.UNCHANGED;
		return result(worker.control().stop(initiator), wait, changed);
	}

	int cancel(BackgroundWorker worker, Arguments arguments, Initiator initiator) {
		return worker.control().cancel(arguments.text("taskId"), initiator);
	}

	private String result(CompletionStage<Boolean> stop, Duration wait, String ended) {
		return hasEnded(stop, wait) ? ended : ActionResult.STOPPING;
	}

	private boolean hasEnded(CompletionStage<Boolean> stop, Duration wait) {
		if (!this.waiting.tryAcquire()) {
			return hasEndedWithin(stop, Duration.ZERO);
		}
		try {
			return hasEndedWithin(stop, wait);
		}
		finally {
			this.waiting.release();
		}
	}

	private static boolean hasEndedWithin(CompletionStage<Boolean> stop, Duration wait) {
		try {
			return stop.toCompletableFuture().get(wait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException | TimeoutException ex) {
			return false;
		}
	}

	private static Duration wait(Arguments arguments) {
		Duration wait = arguments.durationOrZero("wait");
		if (wait == null) {
			return DEFAULT_WAIT;
		}
		if (wait.compareTo(LONGEST_WAIT) > 0) {
			throw RefusedException.invalid("wait must not be longer than " + LONGEST_WAIT.toSeconds() + "s");
		}
		return wait;
	}

	private static void requireEnabled(BackgroundWorker worker) {
		if (worker.state() == WorkerState.DISABLED) {
			throw new RefusedException(Refusal.CONFLICT,
					"worker '%s' is switched off by configuration".formatted(worker.name()));
		}
	}

}
