package io.atasker.cluster.view;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what workers are told, of each worker one after the other, since hooks may
 * take their time: not on the thread that tells the others that this node lives.
 */
final class Orders {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseCluster.class);

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (work) -> {
				Thread thread = new Thread(work, "atasker-cluster-order");
				thread.setDaemon(true);
				return thread;
			});

	@GuardedBy("this")
	private final Map<String, CompletableFuture<Void>> last = new HashMap<>();

	synchronized void give(String worker, Runnable order) {
		CompletableFuture<Void> before = this.last.getOrDefault(worker, CompletableFuture.completedFuture(null));
		// What fails, perhaps for want of a thread, is no reason for those that follow.
		CompletableFuture<Void> after = before.thenRunAsync(order, this.threads).exceptionally((ex) -> {
			logger.error("Worker '{}' could not follow what all nodes were told", worker, ex);
			return null;
		});
		this.last.put(worker, after);
		this.last.values().removeIf((future) -> future != after && future.isDone());
	}

	/**
	 * Waits for what a worker was told.
	 * @param worker the worker
	 * @param millis for how long at most
	 */
	void await(String worker, long millis) {
		CompletableFuture<Void> future;
		synchronized (this) {
			future = this.last.get(worker);
		}
		if (future != null) {
			future.copy().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join();
		}
	}

}
