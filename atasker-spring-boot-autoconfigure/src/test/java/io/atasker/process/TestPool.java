package io.atasker.process;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A process pool with real children, for the tests of this package.
 */
final class TestPool implements AutoCloseable {

	private final Timers timers;

	private final ProcessPool pool;

	private TestPool(ProcessOptions options, TimeSource time) {
		this.timers = time.openTimers((work) -> thread("timers", work));
		this.pool = new ProcessPool(options, time, this.timers, TestPool::thread);
	}

	static TestPool open(Consumer<ProcessOptions.Builder> settings) {
		return open(TimeSource.system(), settings);
	}

	static TestPool open(TimeSource time, Consumer<ProcessOptions.Builder> settings) {
		// Longer than by default, for a busy machine.
		ProcessOptions.Builder options = ProcessOptions.builder().spawnTimeout(Duration.ofMinutes(1));
		settings.accept(options);
		TestPool pool = new TestPool(options.build(), time);
		pool.pool.open();
		return pool;
	}

	/** Starts a child without a pool. */
	static Child launch(Supplier<Secret> secrets, Consumer<ProcessOptions.Builder> settings) throws Exception {
		ProcessOptions.Builder options = ProcessOptions.builder();
		settings.accept(options);
		TimeSource time = TimeSource.system();
		try (Timers timers = time.openTimers((work) -> thread("timers", work))) {
			return new ChildLauncher(options.build(), time, timers, TestPool::thread, secrets).launch(() -> true);
		}
	}

	static Thread thread(String name, Runnable work) {
		Thread thread = new Thread(work, "atasker-test-" + name);
		thread.setDaemon(true);
		return thread;
	}

	ProcessPool pool() {
		return this.pool;
	}

	/** Calls a method of {@link ChildCode}. */
	@Nullable Object call(String name, @Nullable Object... arguments) throws Throwable {
		return this.pool.call(ProcessCall.of(name, method(name), Arrays.asList(arguments)), 1);
	}

	/** Calls a method of {@link ChildCode} whose first parameter is the run itself. */
	@Nullable Object callWithRun(String name, @Nullable Object... arguments) throws Throwable {
		return this.pool.call(new ProcessCall(name, method(name), Arrays.asList(arguments), 0,
				ChildCode.RunItself.class.getName(), new ArrayList<>(), ProcessCall.Listener.NONE), 1);
	}

	long pid() throws Throwable {
		return (long) call("pid");
	}

	static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
	}

	private static StaticMethod method(String name) {
		List<Method> methods = Arrays.stream(ChildCode.class.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.toList();
		return StaticMethod.of(methods.get(0));
	}

	@Override
	public void close() {
		this.pool.close();
		this.timers.close();
	}

}
