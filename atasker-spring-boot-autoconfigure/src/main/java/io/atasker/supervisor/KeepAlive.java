package io.atasker.supervisor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the JVM alive by one thread that is not a daemon, while there are reasons to. The
 * thread outlives the last reason by a moment, so that short tasks one after the other do
 * not make a thread each; it ends at once when the supervisor is stopped.
 */
final class KeepAlive {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private static final long LINGER = 100_000_000;

	private final Base base;

	private final boolean daemon;

	private final AtomicInteger reasons = new AtomicInteger();

	private final Timer letEnd = Timer.of(this::letEnd);

	/*
	 * The lock guards the thread, and the decision to have one: reasons are counted first
	 * and looked at under the lock then, so that the last word is right.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private boolean open;

	@GuardedBy("lock")
	private boolean lingering;

	@GuardedBy("lock")
	private @Nullable Watchman watchman;

	KeepAlive(Base base, boolean daemon) {
		this.base = base;
		this.daemon = daemon;
	}

	void retain() {
		if (this.reasons.getAndIncrement() == 0) {
			decide(true);
		}
	}

	void release() {
		if (this.reasons.decrementAndGet() == 0) {
			decide(true);
		}
	}

	void open() {
		this.lock.lock();
		try {
			this.open = true;
			this.lingering = false;
		}
		finally {
			this.lock.unlock();
		}
		decide(false);
	}

	void close() {
		this.lock.lock();
		try {
			this.open = false;
		}
		finally {
			this.lock.unlock();
		}
		decide(false);
	}

	private void letEnd() {
		this.lock.lock();
		try {
			this.lingering = false;
		}
		finally {
			this.lock.unlock();
		}
		decide(false);
	}

	private void decide(boolean mayLinger) {
		boolean linger = false;
		Watchman ended = null;
		this.lock.lock();
		try {
			boolean needed = this.open && !this.daemon && this.reasons.get() > 0;
			if (needed && this.watchman == null) {
				this.watchman = begin();
			}
			else if (!needed && this.watchman != null && !(mayLinger && this.open)) {
				ended = this.watchman;
				this.watchman = null;
			}
			else if (!needed && this.watchman != null && !this.lingering) {
				this.lingering = true;
				linger = true;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (ended != null) {
			ended.end();
		}
		if (linger) {
			this.base.timers().schedule(this.letEnd, this.base.time().nanoTime() + LINGER);
		}
	}

	private @Nullable Watchman begin() {
		Watchman watchman = new Watchman();
		Thread thread = this.base.thread("keep-alive", watchman);
		thread.setDaemon(false);
		watchman.thread = thread;
		try {
			thread.start();
			return watchman;
		}
		catch (Throwable ex) {
			Failures.log(logger, "cannot make {} for supervisor '{}'; the JVM may end early",
					"the thread to keep alive", this.base.name(), ex);
			return null;
		}
	}

	private static final class Watchman implements Runnable {

		private volatile boolean ended;

		private volatile @Nullable Thread thread;

		@Override
		public void run() {
			while (!this.ended) {
				LockSupport.park(this);
				// an interrupt of no meaning would keep the thread from parking
				Thread.interrupted();
			}
		}

		void end() {
			this.ended = true;
			LockSupport.unpark(this.thread);
		}

	}

}
