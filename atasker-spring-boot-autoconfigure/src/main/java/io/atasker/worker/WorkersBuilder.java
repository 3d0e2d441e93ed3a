package io.atasker.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.atasker.queue.PayloadCodecs;
import io.atasker.queue.QueueProviders;
import io.atasker.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Workers}. Not safe for use by several threads at once.
 */
public final class WorkersBuilder {

	final List<Supervisor> supervisors = new ArrayList<>();

	final List<WorkerHooks> hooks = new ArrayList<>();

	final List<WorkerErrorHandler> errorHandlers = new ArrayList<>();

	Consumer<WorkerBuilder<?, ?>> defaults = (builder) -> {
	};

	Consumer<WorkerBuilder<?, ?>> customizer = (builder) -> {
	};

	AfterCommit afterCommit = AfterCommit.NONE;

	CronParser cronParser = CronParser.NONE;

	QueueProviders queueProviders = QueueProviders.NONE;

	PayloadCodecs payloadCodecs = PayloadCodecs.NONE;

	@Nullable ExecutionObserver observer;

	@Nullable WorkerLeases leases;

	boolean enabled = true;

	boolean autoStart = true;

	WorkersBuilder() {
	}

	/**
	 * Adds supervisors under which workers may run. The first of all is the default one.
	 * @param supervisors the supervisors
	 * @return this
	 */
	public WorkersBuilder supervisors(List<Supervisor> supervisors) {
		this.supervisors.addAll(supervisors);
		return this;
	}

	/**
	 * Adds hooks that see all workers, in the order of addition.
	 * @param hooks the hooks
	 * @return this
	 */
	public WorkersBuilder hooks(List<? extends WorkerHooks> hooks) {
		this.hooks.addAll(hooks);
		return this;
	}

	/**
	 * Adds error handlers for workers that have none of their own.
	 * @param handlers the handlers
	 * @return this
	 */
	public WorkersBuilder errorHandlers(List<? extends WorkerErrorHandler> handlers) {
		this.errorHandlers.addAll(handlers);
		return this;
	}

	/**
	 * Sets what is done to each worker builder at its beginning, before anything else is
	 * set.
	 * @param defaults sets default values
	 * @return this
	 */
	public WorkersBuilder defaults(Consumer<WorkerBuilder<?, ?>> defaults) {
		this.defaults = defaults;
		return this;
	}

	/**
	 * Sets what is done to each worker builder at its end, after everything else was set.
	 * @param customizer has the last word, such as configuration properties
	 * @return this
	 */
	public WorkersBuilder customizer(Consumer<WorkerBuilder<?, ?>> customizer) {
		this.customizer = customizer;
		return this;
	}

	/**
	 * Sets how put and trigger are put off until a commit.
	 * @param afterCommit how
	 * @return this
	 */
	public WorkersBuilder afterCommit(AfterCommit afterCommit) {
		this.afterCommit = afterCommit;
		return this;
	}

	/**
	 * Sets how cron expressions are read.
	 * @param cronParser the parser
	 * @return this
	 */
	public WorkersBuilder cronParser(CronParser cronParser) {
		this.cronParser = cronParser;
		return this;
	}

	/**
	 * Sets which engines of queues there are beside the one in memory.
	 * @param queueProviders the engines, none by default
	 * @return this
	 */
	public WorkersBuilder queueProviders(QueueProviders queueProviders) {
		this.queueProviders = queueProviders;
		return this;
	}

	/**
	 * Sets how items travel through engines that leave the JVM.
	 * @param payloadCodecs makes the codec of each item type
	 * @return this
	 */
	public WorkersBuilder payloadCodecs(PayloadCodecs payloadCodecs) {
		this.payloadCodecs = payloadCodecs;
		return this;
	}

	/**
	 * Sets who watches every single execution.
	 * @param observer the observer; without one, the default, executions cost less
	 * @return this
	 */
	public WorkersBuilder observer(ExecutionObserver observer) {
		this.observer = observer;
		return this;
	}

	/**
	 * Sets where workers that run on one node get their leases.
	 * @param leases the leases; without any, the default, such workers are refused
	 * @return this
	 */
	public WorkersBuilder leases(WorkerLeases leases) {
		this.leases = leases;
		return this;
	}

	/**
	 * Sets whether workers can run at all.
	 * @param enabled {@code true} by default
	 * @return this
	 */
	public WorkersBuilder enabled(boolean enabled) {
		this.enabled = enabled;
		return this;
	}

	/**
	 * Sets whether workers start with their supervisor, those that do not forbid it
	 * themselves.
	 * @param autoStart {@code true} by default
	 * @return this
	 */
	public WorkersBuilder autoStart(boolean autoStart) {
		this.autoStart = autoStart;
		return this;
	}

	/**
	 * Builds the workers.
	 * @return an empty set of workers
	 * @throws IllegalArgumentException if there is no supervisor, or two of one name
	 */
	public Workers build() {
		return new DefaultWorkers(this);
	}

}
