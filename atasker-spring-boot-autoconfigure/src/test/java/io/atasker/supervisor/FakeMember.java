package io.atasker.supervisor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A member that writes down what it is asked, and is as busy as it is told to be. */
final class FakeMember implements Stoppable {

	private final String name;

	final List<String> asked = new CopyOnWriteArrayList<>();

	final AtomicBoolean telling = new AtomicBoolean();

	volatile boolean concurrent;

	volatile boolean quiet = true;

	volatile boolean idle = true;

	volatile long returned;

	volatile Consumer<SupervisorState> onState = (state) -> {
	};

	volatile Runnable onInterrupt = () -> {
	};

	volatile Runnable onQuiet = () -> {
	};

	FakeMember(String name) {
		this.name = name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void supervisorState(SupervisorState state) {
		this.concurrent |= !this.telling.compareAndSet(false, true);
		this.asked.add(state.name());
		this.onState.accept(state);
		this.telling.set(false);
	}

	@Override
	public boolean isQuiet(long deadline) {
		this.onQuiet.run();
		return this.quiet;
	}

	@Override
	public boolean isIdle() {
		return this.idle;
	}

	@Override
	public void withdraw() {
		this.asked.add("withdraw");
	}

	@Override
	public void interrupt() {
		this.asked.add("interrupt");
		this.onInterrupt.run();
	}

	@Override
	public List<ShutdownReport.Unfinished> unfinished() {
		return this.idle ? List.of() : List
			.of(new ShutdownReport.Unfinished(this.name, "1", "thread", java.time.Duration.ZERO, List.of("here")));
	}

	@Override
	public long returned() {
		return this.returned;
	}

}
