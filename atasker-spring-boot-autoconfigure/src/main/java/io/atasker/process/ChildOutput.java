package io.atasker.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a child prints goes to the log of the application, with the child and what it
 * runs: standard output as information, errors as warnings. The last lines are kept. Safe
 * from any thread.
 */
final class ChildOutput {

	private static final Logger logger = LoggerFactory.getLogger("io.atasker.process.Output");

	private static final int KEPT = 5;

	/** How a JVM tells which options it has found in its environment, as an error. */
	private static final String PICKED_UP = "Picked up ";

	private final Process process;

	private final Child child;

	private final CountDownLatch ended = new CountDownLatch(2);

	@GuardedBy("last")
	private final Deque<String> last = new ArrayDeque<>();

	ChildOutput(Process process, Child child) {
		this.process = process;
		this.child = child;
	}

	/**
	 * Begins to take it away, so that the child never waits for that.
	 * @param id the child
	 * @param time the clocks
	 * @param threads makes daemon threads, given the end of their names
	 */
	void start(long id, TimeSource time, BiFunction<String, Runnable, Thread> threads) {
		LinePump output = new LinePump(this.process.getInputStream(), time, new Lines(Level.INFO));
		LinePump errors = new LinePump(this.process.getErrorStream(), time, new Lines(Level.WARN));
		threads.apply("child-" + id, () -> pump(output)).start();
		threads.apply("child-" + id + "-errors", () -> pump(errors)).start();
	}

	private void pump(LinePump pump) {
		try {
			pump.run();
		}
		finally {
			this.ended.countDown();
		}
	}

	/**
	 * Waits until all is taken that a child has printed which has ended.
	 * @param millis for how long at most: somebody else may have its output
	 */
	void awaitEnd(long millis) {
		try {
			this.ended.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Returns the last lines, oldest first. */
	List<String> last() {
		synchronized (this.last) {
			return List.copyOf(this.last);
		}
	}

	/**
	 * The lines of one of the two streams.
	 */
	private final class Lines implements LinePump.Target {

		private final Level level;

		Lines(Level level) {
			this.level = level;
		}

		@Override
		public void line(String text, boolean logged) {
			synchronized (ChildOutput.this.last) {
				ChildOutput.this.last.addLast(text);
				if (ChildOutput.this.last.size() > KEPT) {
					ChildOutput.this.last.removeFirst();
				}
			}
			if (logged) {
				logger.atLevel(text.startsWith(PICKED_UP) ? Level.INFO : this.level)
					.log("[{}] {}", ChildOutput.this.child.label(), text);
			}
		}

		@Override
		public void dropped(long count) {
			logger.warn("[{}] {} more lines were printed and are left out", ChildOutput.this.child.label(), count);
		}

	}

}
