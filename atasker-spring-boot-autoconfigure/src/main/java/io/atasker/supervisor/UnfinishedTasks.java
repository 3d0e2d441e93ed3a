package io.atasker.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of applications that have not ended: those with an id of their own by their
 * ids; the others in a few lists that are linked through the tasks, so that taking one in
 * costs neither the text of an id nor an entry. Safe from any thread.
 */
final class UnfinishedTasks {

	/** Begins the ids of tasks that have none of their own; a number follows. */
	static final String PREFIX = "task-";

	/** How many lists there are, so that those who submit seldom meet. */
	private static final int LISTS = 16;

	private final AtomicLong number = new AtomicLong();

	private final Map<String, OwnTask<?>> named = new ConcurrentHashMap<>();

	private final List<Numbered> numbered = IntStream.range(0, LISTS).mapToObj((list) -> new Numbered()).toList();

	/*
	 * Whether somebody ever chose an id that looks like those given here. Who chooses one
	 * writes this, enters it, and then looks for the number; who is given a number enters
	 * it and then reads this. So one of them sees the other, and leaves.
	 */
	private volatile boolean lookalikes;

	long nextNumber() {
		return this.number.incrementAndGet();
	}

	/**
	 * Takes a task in.
	 * @param task the task
	 * @return {@code false} if its id is in use; nothing has changed then
	 */
	boolean add(OwnTask<?> task) {
		if (task.number() > 0) {
			list(task.number()).add(task);
			if (this.lookalikes && this.named.containsKey(task.id())) {
				remove(task);
				return false;
			}
			return true;
		}
		long lookedFor = number(task.id());
		if (lookedFor > 0) {
			this.lookalikes = true;
		}
		if (this.named.putIfAbsent(task.id(), task) != null) {
			return false;
		}
		if (lookedFor > 0 && list(lookedFor).find(lookedFor) != null) {
			remove(task);
			return false;
		}
		return true;
	}

	void remove(OwnTask<?> task) {
		if (task.number() > 0) {
			list(task.number()).remove(task);
		}
		else {
			this.named.remove(task.id(), task);
		}
	}

	@Nullable OwnTask<?> find(String id) {
		OwnTask<?> task = this.named.get(id);
		long lookedFor = (task == null) ? number(id) : 0;
		return (lookedFor > 0) ? list(lookedFor).find(lookedFor) : task;
	}

	List<OwnTask<?>> all() {
		List<OwnTask<?>> all = new ArrayList<>(this.named.values());
		this.numbered.forEach((list) -> list.copyTo(all));
		return all;
	}

	/**
	 * Returns whether a condition holds for all tasks, and stops at the first for which
	 * it does not.
	 * @param condition the condition, which must be short and take no lock
	 * @return whether it holds
	 */
	boolean allMatch(Predicate<OwnTask<?>> condition) {
		return this.named.values().stream().allMatch(condition)
				&& this.numbered.stream().allMatch((list) -> list.allMatch(condition));
	}

	private Numbered list(long number) {
		return this.numbered.get((int) (number % LISTS));
	}

	/** Returns the number in an id that could have been given here, 0 for any other. */
	private static long number(String id) {
		if (!id.startsWith(PREFIX)) {
			return 0;
		}
		try {
			long number = Long.parseLong(id, PREFIX.length(), id.length(), 10);
			return (id.equals(PREFIX + number)) ? Math.max(0, number) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/** A list that is linked through the tasks. */
	private static final class Numbered {

		private final ReentrantLock lock = new ReentrantLock();

		@GuardedBy("lock")
		private @Nullable OwnTask<?> first;

		void add(OwnTask<?> task) {
			this.lock.lock();
			try {
				OwnTask<?> second = this.first;
				task.younger = null;
				task.older = second;
				task.listed = true;
				if (second != null) {
					second.younger = task;
				}
				this.first = task;
			}
			finally {
				this.lock.unlock();
			}
		}

		void remove(OwnTask<?> task) {
			this.lock.lock();
			try {
				if (!task.listed) {
					return;
				}
				OwnTask<?> younger = task.younger;
				OwnTask<?> older = task.older;
				if (younger != null) {
					younger.older = older;
				}
				else {
					this.first = older;
				}
				if (older != null) {
					older.younger = younger;
				}
				task.listed = false;
				task.younger = null;
				task.older = null;
			}
			finally {
				this.lock.unlock();
			}
		}

		@Nullable OwnTask<?> find(long number) {
			this.lock.lock();
			try {
				OwnTask<?> task = this.first;
				while (task != null && task.number() != number) {
					task = task.older;
				}
				return task;
			}
			finally {
				this.lock.unlock();
			}
		}

		void copyTo(List<OwnTask<?>> target) {
			this.lock.lock();
			try {
				for (OwnTask<?> task = this.first; task != null; task = task.older) {
					target.add(task);
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		boolean allMatch(Predicate<OwnTask<?>> condition) {
			this.lock.lock();
			try {
				OwnTask<?> task = this.first;
				while (task != null && condition.test(task)) {
					task = task.older;
				}
				return task == null;
			}
			finally {
				this.lock.unlock();
			}
		}

	}

}
