package io.atasker.autoconfigure;

import java.util.List;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.WorkContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * The observers of executions that are beans. They may need whatever is in the context,
 * and what is put before all of that is there is not observed.
 */
final class ObserverBeans implements SmartInitializingSingleton {

	private final LazyBeans<ExecutionObserver> beans;

	private volatile @Nullable ExecutionObserver all;

	ObserverBeans(ListableBeanFactory beans) {
		this.beans = new LazyBeans<>(beans, ExecutionObserver.class);
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<ExecutionObserver> observers = this.beans.get();
		if (!observers.isEmpty()) {
			this.all = ExecutionObserver.of(observers);
		}
	}

	/**
	 * Returns what workers are to be observed by.
	 * @return the observer, {@code null} if there is no such bean
	 */
	@Nullable ExecutionObserver observer() {
		return this.beans.isEmpty() ? null : new Port();
	}

	/** Leads to the beans once there are all. */
	private final class Port implements ExecutionObserver {

		@Override
		public @Nullable Object capture(BackgroundWorker worker) {
			ExecutionObserver observer = ObserverBeans.this.all;
			return (observer != null) ? observer.capture(worker) : null;
		}

		@Override
		public @Nullable ObservedExecution begin(WorkContext context, @Nullable Object captured) {
			ExecutionObserver observer = ObserverBeans.this.all;
			return (observer != null) ? observer.begin(context, captured) : null;
		}

	}

}
