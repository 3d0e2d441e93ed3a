package io.atasker.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those whose lives the supervisor leads. They are told of each state in order, one after
 * the other, by whoever comes first; who comes while somebody tells leaves his message
 * there.
 */
final class Members {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private final Signal signal;

	/*
	 * The lock guards the members and the messages; messages are passed on without it, by
	 * the one thread that has set "telling".
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Set<Stoppable> members = new LinkedHashSet<>();

	@GuardedBy("lock")
	private final Queue<Message> messages = new ArrayDeque<>();

	@GuardedBy("lock")
	private SupervisorState state = SupervisorState.STOPPED;

	@GuardedBy("lock")
	private boolean telling;

	Members(Signal signal) {
		this.signal = signal;
	}

	void register(Stoppable member) {
		this.lock.lock();
		try {
			if (this.members.add(member)) {
				this.messages.add(new Message(member, this.state));
			}
		}
		finally {
			this.lock.unlock();
		}
		tell();
	}

	void unregister(Stoppable member) {
		this.lock.lock();
		try {
			this.members.remove(member);
		}
		finally {
			this.lock.unlock();
		}
		this.signal.changed();
	}

	List<Stoppable> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.members);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes note of a state, for {@link #tell()}.
	 * @param state the state that the supervisor has entered
	 */
	void enter(SupervisorState state) {
		this.lock.lock();
		try {
			this.state = state;
			for (Stoppable member : this.members) {
				this.messages.add(new Message(member, state));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tells everybody what there is to tell, or leaves it to who is just doing so. */
	void tell() {
		this.lock.lock();
		try {
			if (this.telling) {
				return;
			}
			this.telling = true;
		}
		finally {
			this.lock.unlock();
		}
		for (Message message = next(); message != null; message = next()) {
			message.pass();
		}
		this.signal.changed();
	}

	/**
	 * Returns whether everybody knows the state.
	 * @return whether there is nothing left to tell
	 */
	boolean isSettled() {
		this.lock.lock();
		try {
			return !this.telling && this.messages.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns whether all are quiet, one after the other.
	 * @param deadline see {@link Stoppable#isQuiet(long)}
	 * @return whether a stop need not wait for any of them
	 */
	boolean areQuiet(long deadline) {
		return all((member) -> member.isQuiet(deadline));
	}

	boolean areIdle() {
		return all(Stoppable::isIdle);
	}

	private boolean all(Predicate<Stoppable> condition) {
		AtomicBoolean met = new AtomicBoolean(true);
		for (Stoppable member : all()) {
			guard(member, (asked) -> met.set(condition.test(asked)));
			if (!met.get()) {
				return false;
			}
		}
		return true;
	}

	void withdraw() {
		each(Stoppable::withdraw);
	}

	void interrupt() {
		each(Stoppable::interrupt);
	}

	void interruptAgain() {
		each(Stoppable::interruptAgain);
	}

	List<ShutdownReport.Unfinished> unfinished() {
		List<ShutdownReport.Unfinished> unfinished = new ArrayList<>();
		each((member) -> unfinished.addAll(member.unfinished()));
		return unfinished;
	}

	Map<String, Long> returned() {
		Map<String, Long> returned = new HashMap<>();
		each((member) -> {
			long number = member.returned();
			if (number > 0) {
				returned.merge(member.name(), number, Long::sum);
			}
		});
		return returned;
	}

	private void each(Consumer<Stoppable> action) {
		for (Stoppable member : all()) {
			guard(member, action);
		}
	}

	private @Nullable Message next() {
		this.lock.lock();
		try {
			Message message = this.messages.poll();
			while (message != null && !this.members.contains(message.member())) {
				message = this.messages.poll();
			}
			this.telling = message != null;
			return message;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void guard(Stoppable member, Consumer<Stoppable> action) {
		try {
			action.accept(member);
		}
		catch (Throwable ex) {
			Failures.log(logger, "{} '{}' has failed at what its supervisor asked of it", "member", nameOf(member), ex);
		}
	}

	private static String nameOf(Stoppable member) {
		try {
			return member.name();
		}
		catch (Throwable ex) {
			return "unknown";
		}
	}

	private record Message(Stoppable member, SupervisorState state) {

		void pass() {
			guard(this.member, (member) -> member.supervisorState(this.state));
		}

	}

}
