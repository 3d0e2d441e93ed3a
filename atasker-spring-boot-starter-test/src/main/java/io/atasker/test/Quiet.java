package io.atasker.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.supervisor.Stoppable;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorSnapshot;
import io.atasker.time.ManualTime;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Knows whether something is due or runs, and waits until nothing is and does: in real
 * time, since executions take real time whatever the clock of the supervisors shows.
 */
final class Quiet {

	private static final long LOOK_AGAIN = 200_000;

	private final ListableBeanFactory beans;

	private final @Nullable ManualTime time;

	/**
	 * Creates it.
	 * @param beans have the supervisors
	 * @param time the time that is moved by hand, {@code null} if it is not
	 */
	Quiet(ListableBeanFactory beans, @Nullable ManualTime time) {
		this.beans = beans;
		this.time = time;
	}

	@Nullable ManualTime time() {
		return this.time;
	}

	/**
	 * Moves time from one deadline to the next, and waits before and at each.
	 * @param time what is moved
	 * @param duration how far
	 * @param deadline when to give up, on the clock of the JVM
	 * @param patience how long that is, for the message
	 */
	void advance(ManualTime time, Duration duration, long deadline, Duration patience) {
		// What is under way belongs to the time before.
		await(deadline, patience);
		long end = time.nanoTime() + duration.toNanos();
		boolean more = true;
		while (more) {
			Duration left = Duration.ofNanos(end - time.nanoTime());
			Duration next = time.untilNext();
			time.advance((next != null && next.compareTo(left) < 0) ? next : left);
			await(deadline, patience);
			next = time.untilNext();
			more = end - time.nanoTime() > 0 || (next != null && next.isZero());
			if (more && System.nanoTime() - deadline > 0) {
				throw new AssertionError(
						"time could not be moved by %s within %s: %s are left; move it less far, or allow more time"
							.formatted(duration, patience, Duration.ofNanos(end - time.nanoTime())));
			}
		}
	}

	/**
	 * Waits.
	 * @param deadline when to give up, on the clock of the JVM
	 * @param patience how long that is, for the message
	 * @throws AssertionError if it is not quiet then
	 */
	void await(long deadline, Duration patience) {
		while (!isQuiet()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError(
						"not quiet after %s: %s. End what never ends by itself, such as with stop(\"<worker>\"), or allow more time"
							.formatted(patience, String.join("; ", culprits())));
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new AssertionError("interrupted while waiting until these are quiet: " + culprits());
			}
			LockSupport.parkNanos(LOOK_AGAIN);
		}
	}

	/**
	 * Everybody is asked twice, since one that was quiet may have been given work by one
	 * that was asked later.
	 */
	private boolean isQuiet() {
		boolean once = isQuietOnce();
		return once && isQuietOnce();
	}

	private boolean isQuietOnce() {
		return supervisors().stream()
			.allMatch((supervisor) -> isPoolQuiet(supervisor.snapshot())
					&& supervisor.workers().stream().allMatch((member) -> isQuiet(supervisor, member)));
	}

	private static boolean isQuiet(Supervisor supervisor, Stoppable member) {
		return member.isQuiet(supervisor.time().nanoTime());
	}

	private static boolean isPoolQuiet(SupervisorSnapshot pool) {
		SupervisorSnapshot.Processes processes = pool.processes();
		return sum(pool.running()) + sum(pool.waiting()) == 0
				&& (processes == null || sum(processes.running()) + sum(processes.waiting()) == 0);
	}

	private static int sum(Map<Priority, Integer> counts) {
		return counts.values().stream().mapToInt(Integer::intValue).sum();
	}

	private List<String> culprits() {
		List<String> culprits = new ArrayList<>();
		for (Supervisor supervisor : supervisors()) {
			for (Stoppable member : supervisor.workers()) {
				if (!isQuiet(supervisor, member)) {
					culprits.add(describe(member));
				}
			}
		}
		if (culprits.isEmpty()) {
			supervisors().forEach((supervisor) -> culprits.add("tasks of supervisor '%s', running %s, waiting %s"
				.formatted(supervisor.name(), supervisor.snapshot().running(), supervisor.snapshot().waiting())));
		}
		return culprits;
	}

	private static String describe(Stoppable member) {
		List<Unfinished> running = member.unfinished();
		if (running.isEmpty()) {
			return "worker '%s' has something to do that has not begun".formatted(member.name());
		}
		Unfinished first = running.get(0);
		return "worker '%s' executes %s on thread '%s', at %s".formatted(member.name(), first.taskId(), first.thread(),
				first.stack().isEmpty() ? "an unknown place" : first.stack().get(0));
	}

	private Collection<Supervisor> supervisors() {
		return this.beans.getBeansOfType(Supervisor.class).values();
	}

}
