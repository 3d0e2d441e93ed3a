package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' side of one worker.
 */
final class DefaultWorkerControl implements WorkerControl {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private final WorkerCore core;

	/** Starts the worker again after a stop for some time. */
	@GuardedBy("this")
	private @Nullable Timer again;

	DefaultWorkerControl(WorkerCore core) {
		this.core = core;
	}

	@Override
	public boolean start(StartOptions options, Initiator initiator) {
		boolean started = startIfStopped(options, initiator);
		if (!started && !options.isEmpty() && this.core.life().isDesired()) {
			throw new IllegalStateException(
					"worker '%s' is started already; options belong to a start or restart".formatted(this.core.name()));
		}
		return started;
	}

	/**
	 * Starts the worker if it is stopped. A start that is planned is kept when this one
	 * is refused.
	 * @param options for this start
	 * @param initiator who asks
	 * @return whether this call started it
	 */
	boolean startIfStopped(StartOptions options, Initiator initiator) {
		Timer planned = planned();
		boolean started = this.core.start(options);
		if (started) {
			forget(planned);
			this.core.changed("start", initiator);
		}
		return started;
	}

	@Override
	public CompletionStage<Boolean> stop(Initiator initiator) {
		forget(planned());
		if (this.core.life().isDesired()) {
			this.core.changed("stop", initiator);
		}
		return this.core.stop(StoppedBy.USER);
	}

	@Override
	public CompletionStage<Boolean> stopFor(Duration pause, Initiator initiator) {
		if (pause.isZero() || pause.isNegative()) {
			throw new IllegalArgumentException("the time to stop for must be positive, but is " + pause);
		}
		this.core.changed("stop", initiator);
		CompletableFuture<Boolean> stopped = this.core.stop(StoppedBy.USER);
		Timer timer = new Timer() {
			@Override
			protected void fire() {
				startAgain(this, initiator);
			}
		};
		synchronized (this) {
			if (this.again != null) {
				this.core.timers().cancel(this.again);
			}
			this.again = timer;
			this.core.startsAgain(this.core.time().instant().plus(pause));
			this.core.timers().schedule(timer, this.core.time().deadlineAfter(pause));
		}
		return stopped;
	}

	/** Hooks may run: not on the thread of the timers. */
	private void startAgain(Timer timer, Initiator initiator) {
		synchronized (this) {
			if (this.again != timer) {
				return;
			}
			this.again = null;
			this.core.startsAgain(null);
		}
		Aside.start(this.core, "start", () -> {
			try {
				if (this.core.start(StartOptions.NONE)) {
					this.core.changed("start", new Initiator(initiator.by(), "the time of its stop is over"));
				}
			}
			catch (Throwable ex) {
				logger.error("Worker '{}' did not start again after its stop for some time", this.core.name(),
						ErrorText.loggable(ex));
			}
		});
	}

	private synchronized @Nullable Timer planned() {
		return this.again;
	}

	/** Somebody starts or stops it before the time is over. */
	private synchronized void forget(@Nullable Timer planned) {
		if (planned != null && this.again == planned) {
			this.core.timers().cancel(planned);
			this.again = null;
			this.core.startsAgain(null);
		}
	}

	@Override
	public boolean restart(StartOptions options, Initiator initiator) {
		Timer planned = planned();
		boolean accepted = this.core.restart(options);
		if (accepted) {
			forget(planned);
			this.core.changed("restart", initiator);
		}
		return accepted;
	}

	@Override
	public int cancel(@Nullable String taskId, Initiator initiator) {
		int told = 0;
		for (Strand strand : this.core.strands().all()) {
			long number = strand.sequence();
			if ((taskId == null || taskId.equals(strand.taskId(number)))
					&& strand.interrupts().interrupt(Interruption.CANCEL, number)) {
				told++;
			}
		}
		if (told > 0) {
			this.core.changed("cancel", initiator);
			logger.info("{} executions of worker '{}' were cancelled by {}, reason: {}", told, this.core.name(),
					ErrorText.clean(initiator.by()),
					(initiator.reason() != null) ? ErrorText.clean(initiator.reason()) : "none");
		}
		return told;
	}

	@Override
	public void change(WorkerSettings settings, @Nullable Duration duration, Initiator initiator) {
		SettingsRules.check(this.core.definition(), settings, this.core.effective());
		Instant now = this.core.time().instant();
		Instant until = (duration != null) ? now.plus(duration) : null;
		long deadline = this.core.time().deadlineAfter((duration != null) ? duration : Duration.ZERO);
		this.core.settings().put(settings, now, until, deadline, initiator.by());
		this.core.changed("change", initiator);
		this.core.settingsChanged();
		if (duration != null) {
			this.core.timers().schedule(Timer.of(this::expire), deadline);
		}
	}

	private void expire() {
		if (this.core.settings().expire(this.core.time().nanoTime())) {
			this.core.settingsChanged();
		}
	}

	@Override
	public boolean reset(Collection<String> keys, Initiator initiator) {
		for (String key : keys) {
			if (!Overrides.KEYS.contains(key)) {
				throw new IllegalArgumentException(
						"there is no setting '%s'; there are %s".formatted(ErrorText.clean(key), Overrides.KEYS));
			}
		}
		boolean changed = this.core.settings().remove(keys);
		if (changed) {
			this.core.changed("reset", initiator);
			this.core.settingsChanged();
		}
		return changed;
	}

	@Override
	public void note(String action, Initiator initiator) {
		this.core.changed(action, initiator);
	}

	@Override
	public List<Unfinished> running() {
		return ChildStacks.in(this.core, Snapshots.running(this.core, (strand) -> true));
	}

}
