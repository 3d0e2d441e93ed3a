package io.atasker.worker;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.supervisor.Stoppable;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Holds the parts of one worker together: its definition and settings, its
 * {@link WorkerLife life}, its {@link WorkSource source} of work and the {@link Strands}
 * that execute.
 */
final class WorkerCore implements Stoppable {

	private final WorkerDefinition definition;

	private final Supervisor supervisor;

	private final long ordinal;

	private final boolean autoStart;

	private final WorkerHandle handle;

	private final HookCalls hooks;

	/** Made at the first failure. */
	private volatile @Nullable FailureHandling failures;

	private final List<WorkerErrorHandler> errorHandlers;

	private final WorkSource source;

	private final Strands strands;

	private final LeaseGate lease;

	private final WorkerLife life;

	private final Overrides overrides = new Overrides();

	private final Listeners listeners;

	private final StateWatch stateWatch;

	private final Brought brought;

	/** Of the current start. Written under the lock of this. */
	private volatile StartOptions options = StartOptions.NONE;

	/** Written under the lock of this. */
	private volatile Effective effective;

	private volatile WorkerSnapshot.@Nullable Change lastChange;

	private volatile @Nullable Instant startsAgain;

	@SuppressWarnings("this-escape")
	WorkerCore(WorkerDefinition definition, Supervisor supervisor, long ordinal, DefaultWorkers workers) {
		this.definition = definition;
		this.supervisor = supervisor;
		this.ordinal = ordinal;
		this.autoStart = definition.operating().autoStart() && workers.settings().autoStart;
		this.effective = Effective.of(definition, StartOptions.NONE, WorkerSettings.NONE);
		this.listeners = workers.listeners();
		this.brought = Brought.of(workers.settings().observer);
		this.source = Sources.create(this, workers.settings());
		this.strands = new Strands(this, this.effective.concurrency());
		this.source.shared(this.effective.concurrency() > 1);
		this.handle = WorkerHandle.create(this, workers);
		this.hooks = HookCalls.of(workers.settings().hooks, definition.code().hooks());
		this.errorHandlers = definition.errors().handlers().isEmpty() ? workers.settings().errorHandlers
				: definition.errors().handlers();
		this.lease = LeaseGate.of(this, workers.settings().leases);
		this.life = new WorkerLife(this);
		this.stateWatch = new StateWatch(this);
	}

	// Parts

	WorkerDefinition definition() {
		return this.definition;
	}

	Supervisor supervisor() {
		return this.supervisor;
	}

	TimeSource time() {
		return this.supervisor.time();
	}

	Timers timers() {
		return this.supervisor.timers();
	}

	long ordinal() {
		return this.ordinal;
	}

	boolean isAutoStart() {
		return this.autoStart;
	}

	WorkerHandle handle() {
		return this.handle;
	}

	HookCalls hooks() {
		return this.hooks;
	}

	FailureHandling failures() {
		FailureHandling made = this.failures;
		return (made != null) ? made : makeFailureHandling();
	}

	/** Returns how many executions have failed since the last success. */
	long failuresInARow() {
		FailureHandling made = this.failures;
		return (made != null) ? made.inARow() : 0;
	}

	private synchronized FailureHandling makeFailureHandling() {
		FailureHandling made = this.failures;
		if (made == null) {
			made = new FailureHandling(this, this.errorHandlers);
			this.failures = made;
		}
		return made;
	}

	WorkSource source() {
		return this.source;
	}

	Strands strands() {
		return this.strands;
	}

	WorkerLife life() {
		return this.life;
	}

	LeaseGate lease() {
		return this.lease;
	}

	Listeners listeners() {
		return this.listeners;
	}

	Brought brought() {
		return this.brought;
	}

	WorkerStatistics statistics() {
		return new LiveStatistics(this);
	}

	boolean start(StartOptions options) {
		try {
			return this.life.start(options);
		}
		finally {
			stateMayHaveChanged();
		}
	}

	boolean restart(StartOptions options) {
		try {
			return this.life.restart(options);
		}
		finally {
			stateMayHaveChanged();
		}
	}

	CompletableFuture<Boolean> stop(StoppedBy by) {
		CompletableFuture<Boolean> stopped = this.life.stop(by);
		stateMayHaveChanged();
		return stopped;
	}

	void stopFromInside(StoppedBy by) {
		this.life.stopFromInside(by);
		stateMayHaveChanged();
	}

	/** Called after something that may have changed the state, without locks. */
	void stateMayHaveChanged() {
		this.stateWatch.look();
		this.lease.look();
	}

	StrandRunner runner(Strand strand) {
		return switch (this.definition.code().kind()) {
			case THREAD -> new ThreadRunner(strand, this.supervisor.pool());
			case LOOP -> new LoopRunner(strand);
			case PROCESS -> new ThreadRunner(strand, Objects.requireNonNull(this.supervisor.processSlots()));
		};
	}

	// Settings

	Effective effective() {
		return this.effective;
	}

	/** Returns the settings without what was changed while running. */
	Effective configured() {
		return Effective.of(this.definition, this.options, WorkerSettings.NONE);
	}

	Map<String, WorkerSnapshot.Override> overrides() {
		return this.overrides.describe(configured());
	}

	Overrides settings() {
		return this.overrides;
	}

	/** Checks the options of a start before anything is done. */
	void check(StartOptions options) {
		SettingsRules.check(this.definition, options);
		if (options.loop() != null) {
			this.supervisor.loops().get(options.loop());
		}
	}

	/** A start begins with these options. */
	void options(StartOptions options) {
		synchronized (this) {
			this.options = options;
			this.effective = Effective.of(this.definition, options, this.overrides.settings());
		}
		this.strands.limit();
	}

	/** The overrides have changed. */
	void settingsChanged() {
		synchronized (this) {
			this.effective = Effective.of(this.definition, this.options, this.overrides.settings());
		}
		this.strands.limit();
		this.source.settingsChanged();
		for (Strand strand : this.strands.all()) {
			strand.interrupts().notice();
			strand.runner().settingsChanged();
			strand.watch().settingsChanged();
		}
	}

	// Running

	boolean isOpen() {
		return this.strands.isOpen();
	}

	void wake(int count) {
		this.strands.wake(count);
	}

	void wakeAll() {
		this.strands.wake(Math.min(this.source.ready(), this.effective.concurrency()));
	}

	/**
	 * Handles what an executor returned.
	 * @return whether the worker stops itself
	 */
	boolean handleResult(@Nullable Object result, @Nullable Object item, WorkContext context) throws Throwable {
		WorkerResultHandler handler = this.definition.code().onResult();
		if (handler == null) {
			return Boolean.FALSE.equals(result);
		}
		return Boolean.FALSE.equals(handler.handle(result, item, context)) || Boolean.FALSE.equals(result);
	}

	/** Runs what waits for a stop request. */
	void tellStop() {
		for (Strand strand : this.strands.all()) {
			strand.interrupts().tellStop();
		}
	}

	/**
	 * Interrupts what runs now.
	 * @param reason why
	 * @param wanted asked once more when it is known what runs
	 * @param sparing whether what was interrupted before is left alone
	 */
	void interruptAll(Interruption reason, BooleanSupplier wanted, boolean sparing) {
		Strand[] all = this.strands.all();
		long[] numbers = Arrays.stream(all).mapToLong(Strand::sequence).toArray();
		if (wanted.getAsBoolean()) {
			for (int i = 0; i < all.length; i++) {
				if (!sparing || all[i].interrupts().reasonOf(numbers[i]) == null) {
					all[i].interrupts().interrupt(reason, numbers[i]);
				}
			}
		}
	}

	void changed(String action, Initiator initiator) {
		this.lastChange = new WorkerSnapshot.Change(action, initiator.by(), time().instant(), initiator.reason());
	}

	WorkerSnapshot.@Nullable Change lastChange() {
		return this.lastChange;
	}

	/** A stop for some time begins or is over. */
	void startsAgain(@Nullable Instant time) {
		this.startsAgain = time;
	}

	/** Returns when a stop for some time is over, {@code null} if there is none. */
	@Nullable Instant startsAgain() {
		return this.startsAgain;
	}

	// As a member of the supervisor

	@Override
	public String name() {
		return this.definition.name();
	}

	@Override
	public void supervisorState(SupervisorState state) {
		this.life.supervisorState(state);
		stateMayHaveChanged();
		if (state == SupervisorState.STOPPED) {
			for (Strand strand : this.strands.all()) {
				strand.runner().supervisorStopped();
			}
		}
	}

	@Override
	public boolean isQuiet(long deadline) {
		boolean nothingToCome = !this.life.isDesired() || !this.strands.isOpen() || this.source.isQuiet(deadline);
		return this.strands.isQuiet() && nothingToCome;
	}

	@Override
	public boolean isIdle() {
		return Arrays.stream(this.strands.all()).allMatch((strand) -> !strand.isRunning() || strand.awaitsStop());
	}

	@Override
	public void withdraw() {
		this.life.withdraw();
		stateMayHaveChanged();
	}

	@Override
	public void interrupt() {
		this.strands.interrupt(false);
	}

	@Override
	public void interruptAgain() {
		this.strands.interrupt(true);
	}

	@Override
	public List<Unfinished> unfinished() {
		return Snapshots.running(this, (strand) -> !strand.awaitsStop());
	}

	@Override
	public long returned() {
		return this.source.pending();
	}

}
