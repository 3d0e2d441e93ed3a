package io.atasker.cluster.view;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.view.CommandRow.Desired;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Initiator;
import io.atasker.worker.RunOn;
import io.atasker.worker.StartOptions;
import io.atasker.worker.TriggerResult;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.WorkerEvent;
import io.atasker.worker.WorkerListener;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on this node what all nodes were told: each version of what is wanted once, so
 * that what was done here since stays until the next one.
 */
final class Follower implements WorkerListener {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseCluster.class);

	/** A version that no command has. */
	private static final long NONE = -1;

	private final Workers workers;

	private final Orders orders;

	/** By worker; written under the lock. */
	private final Map<String, Followed> known = new ConcurrentHashMap<>();

	/** Nothing was read yet. */
	@GuardedBy("this")
	private boolean first = true;

	/** The workers may be started. */
	@GuardedBy("this")
	private boolean ready;

	Follower(Workers workers, Orders orders) {
		this.workers = workers;
		this.orders = orders;
	}

	/** From here on workers that are to run may be started. */
	synchronized void ready() {
		this.ready = true;
	}

	/**
	 * Follows.
	 * @param rows what all nodes were told, of all workers
	 * @return what has been served: the number of the trigger by worker
	 */
	synchronized Map<String, Long> follow(List<CommandRow> rows) {
		// A row that somebody has deleted begins anew.
		this.known.keySet().retainAll(rows.stream().map(CommandRow::worker).collect(Collectors.toSet()));
		Map<String, Long> served = new HashMap<>();
		for (CommandRow row : rows) {
			Followed followed = this.known.get(row.worker());
			if (followed == null) {
				// A node that has just come does not repeat what was triggered before.
				followed = new Followed(row, this.first ? row.requested() : 0);
				this.known.put(row.worker(), followed);
			}
			followed.row = row;
			BackgroundWorker worker = worker(row.worker());
			if (worker != null) {
				follow(worker, followed, served);
			}
			else {
				followed.forget();
			}
		}
		this.first = false;
		return served;
	}

	/** One that fails must not keep the others from following. */
	@GuardedBy("this")
	private void follow(BackgroundWorker worker, Followed followed, Map<String, Long> served) {
		try {
			change(worker, followed);
			trigger(worker, followed, served);
		}
		catch (RuntimeException ex) {
			logger.error("Worker '{}' could not follow what all nodes were told", worker.name(), ex);
		}
	}

	private @Nullable BackgroundWorker worker(String name) {
		BackgroundWorker worker = this.workers.find(name);
		return (worker != null && worker.name().equals(name)) ? worker : null;
	}

	// What is wanted

	@GuardedBy("this")
	private void change(BackgroundWorker worker, Followed followed) {
		CommandRow row = followed.row;
		Desired desired = row.desired();
		if (desired == null || row.version() == followed.version || (desired == Desired.STARTED && !this.ready)) {
			return;
		}
		followed.version = row.version();
		if (this.ready) {
			this.orders.give(worker.name(), () -> change(worker, desired, row.changed()));
		}
		else {
			// Before it would start by itself, so that it does not.
			change(worker, desired, row.changed());
		}
	}

	private static void change(BackgroundWorker worker, Desired desired, Initiator initiator) {
		if (desired == Desired.STOPPED) {
			worker.control().stop(initiator);
			log(worker, "stopped", initiator);
		}
		else if (worker.control().start(StartOptions.NONE, initiator)) {
			log(worker, "started", initiator);
		}
	}

	private static void log(BackgroundWorker worker, String what, Initiator initiator) {
		logger.info("Worker '{}' is {} on all nodes, by {}, reason: {}", worker.name(), what, clean(initiator.by()),
				clean(Objects.requireNonNullElse(initiator.reason(), "none")));
	}

	/** Both come from outside, and must not make up lines of the log. */
	private static String clean(String text) {
		return text.replaceAll("\\p{Cntrl}", " ");
	}

	// Triggers

	@GuardedBy("this")
	private void trigger(BackgroundWorker worker, Followed followed, Map<String, Long> served) {
		if (!this.ready || !(worker instanceof TriggerableWorker triggerable)) {
			return;
		}
		if (worker.definition().running().runOn() == RunOn.ONE_NODE) {
			Long ended = serve(triggerable, followed);
			if (ended != null) {
				served.put(worker.name(), ended);
			}
			return;
		}
		CommandRow row = followed.row;
		if (row.requested() > Math.max(followed.seen, row.served())) {
			this.orders.give(worker.name(), () -> note(worker, triggerable.trigger(), row.triggered()));
		}
		followed.seen = row.requested();
	}

	/** Returns the last trigger that was served, {@code null} if there is none. */
	private static @Nullable Long serve(TriggerableWorker worker, Followed followed) {
		CommandRow row = followed.row;
		if (row.requested() <= row.served()) {
			followed.run = null;
			return null;
		}
		ServedRun run = followed.run;
		if (run != null && (!run.isValid() || row.served() >= run.trigger())) {
			followed.run = null;
			run = null;
		}
		if (run == null) {
			begin(worker, followed);
			return null;
		}
		if (run.hasEnded()) {
			boolean wasCut = worker.state() != WorkerState.STARTED || followed.run != run;
			return wasCut ? null : run.trigger();
		}
		run.join(row.requested());
		if (!run.isUnderWay() && !run.hasEnded()) {
			followed.run = null;
		}
		return null;
	}

	private static void begin(TriggerableWorker worker, Followed followed) {
		if (worker.statistics().isLeaseHeld() && worker.state() == WorkerState.STARTED) {
			ServedRun run = new ServedRun(worker, followed.row.requested());
			// Before it begins, since what cuts it off forgets it.
			followed.run = run;
			TriggerResult result = run.begin();
			if (result.isAccepted()) {
				note(worker, result, followed.row.triggered());
			}
			else {
				followed.run = null;
			}
		}
	}

	private static void note(BackgroundWorker worker, TriggerResult result, Initiator initiator) {
		if (result.isAccepted() || result == TriggerResult.STANDBY) {
			worker.control().note("trigger", initiator);
		}
	}

	// Workers that come and go

	@Override
	public synchronized void registered(BackgroundWorker worker) {
		Followed followed = this.known.get(worker.name());
		if (followed != null && followed.version == NONE) {
			followed.seen = followed.row.requested();
			if (followed.row.desired() == Desired.STOPPED) {
				followed.version = followed.row.version();
				change(worker, Desired.STOPPED, followed.row.changed());
			}
		}
	}

	@Override
	public synchronized void removed(BackgroundWorker worker) {
		Followed followed = this.known.get(worker.name());
		if (followed != null) {
			followed.forget();
		}
	}

	/**
	 * What runs when a worker is stopped here may be cut off, and serves nothing then.
	 * Without the lock: it is held while workers are told things that they tell us.
	 */
	@Override
	public void happened(WorkerEvent event) {
		if (event instanceof WorkerEvent.StateChanged changed && changed.from() == WorkerState.STARTED) {
			Followed followed = this.known.get(changed.worker());
			if (followed != null) {
				followed.run = null;
			}
		}
	}

	/** How far this node has followed what was told of one worker. */
	private static final class Followed {

		private CommandRow row;

		private long version = NONE;

		/** The last trigger that was seen; of a worker that runs on every node. */
		private long seen;

		/** Serves triggers of a worker that runs on one node, here. */
		private volatile @Nullable ServedRun run;

		Followed(CommandRow row, long seen) {
			this.row = row;
			this.seen = seen;
		}

		/** The worker is not here; if it comes, it begins anew. */
		void forget() {
			this.version = NONE;
			this.run = null;
		}

	}

}
