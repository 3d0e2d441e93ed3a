package io.atasker.process;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Runs static methods in warm child JVMs: what may crash, leak, run out of memory or
 * never return does so there. A call takes the thread of its caller until it is answered;
 * how many there may be at a time, and who comes first, is the business of the supervisor
 * that has the pool. All methods are safe from any thread.
 */
public final class ProcessPool {

	private final ProcessOptions options;

	/** How often a child that is not what it was is replaced before a run. */
	private static final int MOST_REPLACED = 3;

	private final Children children;

	/**
	 * Creates a pool without children.
	 * @param options how the children are started, kept and ended
	 * @param time the clocks
	 * @param timers the timers
	 * @param threads makes daemon threads, given the end of their names
	 * @throws IllegalStateException in a native image, which has no JVM for children
	 */
	public ProcessPool(ProcessOptions options, TimeSource time, Timers timers,
			BiFunction<String, Runnable, Thread> threads) {
		if (!isPossible()) {
			throw new IllegalStateException(
					"a native image has no process pool, since there is no JVM for its children;"
							+ " leave out its size, and static workers run on threads");
		}
		this.options = options;
		ChildLauncher launcher = new ChildLauncher(options, time, timers, threads, Secret::create);
		this.children = new Children(options, time, timers, new ChildSource() {
			@Override
			public Child launch(BooleanSupplier wanted) throws IOException, AbandonedException {
				return launcher.launch(wanted);
			}

			@Override
			public void abandon() {
				launcher.abandon();
			}

			@Override
			public Thread thread(Runnable work) {
				return threads.apply("child-start", work);
			}
		});
	}

	/**
	 * Returns whether there can be child processes: not in a native image, which has no
	 * JVM for them.
	 * @return whether there can
	 */
	public static boolean isPossible() {
		String image = System.getProperty("org.graalvm.nativeimage.imagecode");
		return !"runtime".equals(image) && !"buildtime".equals(image);
	}

	/** Starts the spare children, in the background. */
	public void open() {
		this.children.open();
	}

	/** Ends all children, with what they run and what they have started. */
	public void close() {
		this.children.close();
	}

	/**
	 * Runs something in a child and waits for its end. A thread that is interrupted
	 * meanwhile kills the child.
	 * @param call what to run
	 * @param urgency the greater the sooner it is given a child, where several wait
	 * @return what it has returned
	 * @throws InterruptedException if the thread was interrupted
	 * @throws ChildDiedException if the child ended before it answered
	 * @throws PayloadException if an argument or the result cannot travel
	 * @throws ProcessPoolUnavailableException if no child can be had
	 * @throws Throwable what the code in the child has thrown
	 */
	public @Nullable Object call(ProcessCall call, int urgency) throws Throwable {
		Child child = take(urgency);
		@Nullable ChildEnd end = ChildEnd.DISTRUSTED;
		try {
			Object result = child.run(call, allowed(call));
			end = null;
			return result;
		}
		catch (Child.Thrown ex) {
			end = null;
			throw ex.thrown();
		}
		catch (PayloadException ex) {
			end = child.isInStep() ? null : ChildEnd.DISTRUSTED;
			throw ex;
		}
		catch (ClosedByInterruptException ex) {
			end = ChildEnd.KILLED;
			Thread.interrupted();
			throw new InterruptedException(
					"'%s' was interrupted, so its child process was killed".formatted(call.label()));
		}
		catch (IOException ex) {
			end = ChildEnd.DIED;
			child.kill();
			throw child.died(call.label(), ex);
		}
		finally {
			this.children.giveBack(child, end, true);
		}
	}

	/**
	 * Takes a child that has done nothing while it was idle. One that has, or that has
	 * ended without having been missed, is no reason for a run to fail.
	 */
	private Child take(int urgency) throws InterruptedException {
		Child child = this.children.take(urgency);
		for (int i = 0; i < MOST_REPLACED; i++) {
			ChildEnd end = child.spoiled();
			if (end == null) {
				break;
			}
			this.children.giveBack(child, end, false);
			child = this.children.take(urgency);
		}
		return child;
	}

	private AllowedTypes allowed(ProcessCall call) {
		Set<String> packages = new HashSet<>(this.options.allowedPackages());
		packages.addAll(call.method().packages());
		return new AllowedTypes(call.method().loader(), packages);
	}

	/**
	 * Returns the children.
	 * @return those in use, then those that are idle
	 */
	public List<ChildSnapshot> snapshot() {
		return this.children.all().stream().map(Child::snapshot).toList();
	}

	/**
	 * Finds out where a run is in its code.
	 * @param label what runs
	 * @param timeout how long the child may take to answer
	 * @return where, {@code null} if no child runs that
	 */
	public @Nullable ChildStack look(String label, Duration timeout) {
		return this.children.all()
			.stream()
			.filter((child) -> label.equals(child.task()))
			.findFirst()
			.map((child) -> child.look(timeout.toNanos()))
			.orElse(null);
	}

	/**
	 * Returns the counters.
	 * @return a picture of the moment
	 */
	public ProcessStatistics statistics() {
		return this.children.statistics();
	}

	/**
	 * Returns why children cannot be started at present, after several attempts. Calls
	 * fail for that when no child is {@link #isServing() left}.
	 * @return what is wrong, {@code null} if nothing is, or the pool is closed
	 */
	public @Nullable String problem() {
		return this.children.problem();
	}

	/**
	 * Returns whether calls are served: there is a child, or one can be started.
	 * @return whether it is so; {@code false} if the pool is closed
	 */
	public boolean isServing() {
		return this.children.isServing();
	}

}
