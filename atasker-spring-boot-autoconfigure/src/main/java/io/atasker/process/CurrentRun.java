package io.atasker.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The run in progress, in the child.
 */
final class CurrentRun implements ChildRun {

	private static final int DEEPEST_STACK = 100;

	private final long number;

	private final FrameChannel channel;

	/** Written before user code sees this. */
	private List<@Nullable Object> details = List.of();

	private volatile boolean stopRequested;

	private volatile boolean ended;

	@GuardedBy("this")
	private @Nullable List<Runnable> actions = new ArrayList<>(1);

	CurrentRun(long number, FrameChannel channel) {
		this.number = number;
		this.channel = channel;
	}

	long number() {
		return this.number;
	}

	void details(List<@Nullable Object> details) {
		this.details = details;
	}

	void end() {
		this.ended = true;
	}

	void stop() {
		this.stopRequested = true;
		List<Runnable> waiting;
		synchronized (this) {
			waiting = (this.actions != null) ? this.actions : List.of();
			this.actions = null;
		}
		waiting.forEach(CurrentRun::run);
	}

	private static void run(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			// There is no log in a child: its output goes to that of the application.
			Thread thread = Thread.currentThread();
			thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
		}
	}

	/**
	 * Tells the application where the run is. Nothing is told when it is over, or when
	 * the text is longer than what may travel.
	 * @param thread its thread
	 */
	void tellStack(Thread thread) {
		String stack = Arrays.stream(thread.getStackTrace())
			.limit(DEEPEST_STACK)
			.map(CurrentRun::text)
			.collect(Collectors.joining("\n"));
		tell(FrameType.STACK, (output) -> output.writeText(stack));
	}

	/** Without the class loader and module, which hide what one looks for. */
	private static String text(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
	}

	@Override
	public List<@Nullable Object> details() {
		return this.details;
	}

	@Override
	public boolean isStopRequested() {
		return this.stopRequested;
	}

	@Override
	public void onStop(Runnable action) {
		synchronized (this) {
			if (this.actions != null) {
				this.actions.add(action);
				return;
			}
		}
		run(action);
	}

	@Override
	public void progress(double fraction, String message) {
		tell(FrameType.PROGRESS, (output) -> {
			output.writeLong(Double.doubleToRawLongBits(fraction));
			output.writeText(message);
		});
	}

	private void tell(byte type, Consumer<Output> payload) {
		synchronized (this.channel) {
			if (this.ended) {
				return;
			}
			this.channel.tell(type, this.number, payload);
		}
	}

}
