package io.atasker.supervisor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a supervisor. They are open while it runs, but for those that were stopped
 * one by one.
 */
final class DefaultEventLoops implements EventLoops {

	private final Base base;

	private final Function<String, @Nullable Executor> executors;

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Map<String, Loop> loops = new TreeMap<>();

	/** The names of those that were stopped by {@link #stop(String)}. */
	@GuardedBy("lock")
	private final List<String> stopped = new ArrayList<>();

	@GuardedBy("lock")
	private boolean open;

	DefaultEventLoops(SupervisorBuilder settings, Base base) {
		this.base = base;
		this.executors = settings.loopExecutors;
		create(DEFAULT);
		settings.loops.stream().filter((name) -> !name.equals(DEFAULT)).forEach(this::create);
	}

	@Override
	public EventLoop create(String name) {
		return add(new OwnedLoop(Names.require("event loop", name), this.base));
	}

	@Override
	public EventLoop create(String name, Executor executor) {
		return add(new BorrowedLoop(Names.require("event loop", name), this.base, executor));
	}

	private Loop add(Loop loop) {
		if (addIfAbsent(loop) != loop) {
			throw new IllegalArgumentException(
					"supervisor '%s' has an event loop '%s' already".formatted(this.base.name(), loop.name()));
		}
		return loop;
	}

	private Loop addIfAbsent(Loop loop) {
		this.lock.lock();
		try {
			Loop present = this.loops.putIfAbsent(loop.name(), loop);
			if (present != null) {
				return present;
			}
			if (this.open) {
				loop.open();
			}
			return loop;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void start(String name) {
		this.lock.lock();
		try {
			Loop loop = loop(name);
			this.stopped.remove(name);
			if (this.open) {
				loop.open();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop(String name) {
		this.lock.lock();
		try {
			Loop loop = loop(name);
			if (!this.stopped.contains(name)) {
				this.stopped.add(name);
			}
			loop.halt();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable EventLoop find(String name) {
		Loop present = present(name);
		if (present != null) {
			return present;
		}
		Executor executor = this.executors.apply(name);
		return (executor != null)
				? addIfAbsent(new BorrowedLoop(Names.require("event loop", name), this.base, executor)) : null;
	}

	private @Nullable Loop present(String name) {
		this.lock.lock();
		try {
			return this.loops.get(name);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public EventLoop get(String name) {
		EventLoop loop = find(name);
		if (loop == null) {
			throw unknown(name);
		}
		return loop;
	}

	@Override
	public EventLoop getDefault() {
		return get(DEFAULT);
	}

	@Override
	public List<String> names() {
		this.lock.lock();
		try {
			return List.copyOf(this.loops.keySet());
		}
		finally {
			this.lock.unlock();
		}
	}

	void open() {
		this.lock.lock();
		try {
			this.open = true;
			for (Loop loop : this.loops.values()) {
				if (!this.stopped.contains(loop.name())) {
					loop.open();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Halts all loops; what is on them still runs. */
	void halt() {
		this.lock.lock();
		try {
			this.open = false;
			this.loops.values().forEach(Loop::halt);
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean areQuiet() {
		return all().stream().allMatch(Loop::isQuiet);
	}

	/**
	 * Describes the calls in progress.
	 * @return the calls
	 */
	List<ShutdownReport.Unfinished> unfinished() {
		List<ShutdownReport.Unfinished> unfinished = new ArrayList<>();
		for (Loop loop : all()) {
			ShutdownReport.Unfinished call = loop.isQuiet() ? null : loop.unfinished();
			if (call != null) {
				unfinished.add(call);
			}
		}
		return unfinished;
	}

	/**
	 * Gives up the halted loops that did not come to their end.
	 * @return how many calls are dropped, by name of the loop
	 */
	Map<String, Long> drop() {
		Map<String, Long> dropped = new HashMap<>();
		for (Loop loop : all()) {
			List<Runnable> calls = loop.isQuiet() ? List.of() : loop.drop();
			if (!calls.isEmpty()) {
				dropped.put("event loop " + loop.name(), (long) calls.size());
				loop.tellDropped(calls);
			}
		}
		return dropped;
	}

	private List<Loop> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.loops.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private Loop loop(String name) {
		Loop loop = this.loops.get(name);
		if (loop == null) {
			throw unknown(name);
		}
		return loop;
	}

	private IllegalArgumentException unknown(String name) {
		return new IllegalArgumentException(
				"supervisor '%s' has no event loop '%s'; it has %s".formatted(this.base.name(), name, names()));
	}

}
