package io.atasker.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The plain attributes of a worker in the making; what is not set is {@code null} and
 * gets its default at the end.
 *
 * @param <B> the type of the builder
 */
public abstract class WorkerOptions<B extends WorkerOptions<B>> {

	@Nullable Priority priority;

	@Nullable Integer concurrency;

	@Nullable String loop;

	@Nullable String supervisor;

	@Nullable Duration pollDelay;

	@Nullable Duration timeout;

	@Nullable Duration timeoutGrace;

	@Nullable Duration stopTimeout;

	@Nullable Boolean interruptOnStop;

	@Nullable RunOn runOn;

	/** What is set for all workers, which those ignore that cannot. */
	@Nullable RunOn defaultRunOn;

	@Nullable ErrorPolicy errorPolicy;

	@Nullable RetryPolicy retry;

	@Nullable Boolean autoStart;

	@Nullable Boolean enabled;

	@Nullable Boolean critical;

	@Nullable Integer historySize;

	@Nullable Long capacity;

	@Nullable String provider;

	@Nullable Duration settle;

	@Nullable Boolean runOnStart;

	@Nullable Duration initialDelay;

	@Nullable Duration jitter;

	@Nullable Object attachment;

	@Nullable String bean;

	@Nullable String target;

	@Nullable String template;

	final Map<String, Object> arguments = new LinkedHashMap<>();

	final Set<String> required = new LinkedHashSet<>();

	final Set<String> controlRoles = new LinkedHashSet<>();

	/** What was set for all workers, whatever their type. */
	private Map<String, Object> defaults = Map.of();

	WorkerOptions() {
	}

	abstract B self();

	/**
	 * Sets the priority.
	 * @param priority the value, {@link Priority#NORMAL} by default
	 * @return this
	 */
	public B priority(Priority priority) {
		this.priority = priority;
		return self();
	}

	/**
	 * Sets how many executions it may have at once.
	 * @param concurrency the value, 1 by default
	 * @return this
	 */
	public B concurrency(int concurrency) {
		this.concurrency = concurrency;
		return self();
	}

	/**
	 * Sets the event loop of an asynchronous executor.
	 * @param loop the value, the default loop by default
	 * @return this
	 */
	public B loop(String loop) {
		this.loop = loop;
		return self();
	}

	/**
	 * Sets under which supervisor it runs.
	 * @param supervisor the value, the default one by default
	 * @return this
	 */
	public B supervisor(String supervisor) {
		this.supervisor = supervisor;
		return self();
	}

	/**
	 * Sets the least pause from the end of an execution to the launch of the next.
	 * @param pollDelay the value, none by default
	 * @return this
	 */
	public B pollDelay(Duration pollDelay) {
		this.pollDelay = pollDelay;
		return self();
	}

	/**
	 * Sets how long one execution may take before it is cancelled.
	 * @param timeout the value, zero, the default, for any time
	 * @return this
	 */
	public B timeout(Duration timeout) {
		this.timeout = timeout;
		return self();
	}

	/**
	 * Sets how long an execution that was interrupted by its timeout may go on before its
	 * slot is given to others.
	 * @param timeoutGrace the value, 10 s by default
	 * @return this
	 */
	public B timeoutGrace(Duration timeoutGrace) {
		this.timeoutGrace = timeoutGrace;
		return self();
	}

	/**
	 * Sets how long a stop waits for what runs.
	 * @param stopTimeout the value, 30 s by default
	 * @return this
	 */
	public B stopTimeout(Duration stopTimeout) {
		this.stopTimeout = stopTimeout;
		return self();
	}

	/**
	 * Sets whether a stop interrupts at once.
	 * @param interruptOnStop the value, {@code false} by default
	 * @return this
	 */
	public B interruptOnStop(boolean interruptOnStop) {
		this.interruptOnStop = interruptOnStop;
		return self();
	}

	/**
	 * Sets on how many nodes it runs.
	 * @param runOn the value, {@link RunOn#EVERY_NODE} by default
	 * @return this
	 */
	public B runOn(RunOn runOn) {
		this.runOn = runOn;
		return self();
	}

	/**
	 * Sets what happens after a failure.
	 * @param errorPolicy the value, {@link ErrorPolicy#CONTINUE} by default
	 * @return this
	 */
	public B errorPolicy(ErrorPolicy errorPolicy) {
		this.errorPolicy = errorPolicy;
		return self();
	}

	/**
	 * Sets how often a failed item is tried again.
	 * @param retry the value, never by default
	 * @return this
	 */
	public B retry(RetryPolicy retry) {
		this.retry = retry;
		return self();
	}

	/**
	 * Sets whether it starts with its supervisor.
	 * @param autoStart the value, {@code true} by default
	 * @return this
	 */
	public B autoStart(boolean autoStart) {
		this.autoStart = autoStart;
		return self();
	}

	/**
	 * Sets whether it can run at all.
	 * @param enabled the value, {@code true} by default
	 * @return this
	 */
	public B enabled(boolean enabled) {
		this.enabled = enabled;
		return self();
	}

	/**
	 * Sets whether its failure counts for the readiness of the application.
	 * @param critical the value, {@code false} by default
	 * @return this
	 */
	public B critical(boolean critical) {
		this.critical = critical;
		return self();
	}

	/**
	 * Sets how many executions are remembered.
	 * @param historySize the value, 20 by default
	 * @return this
	 */
	public B historySize(int historySize) {
		this.historySize = historySize;
		return self();
	}

	/**
	 * Sets how many items the queue takes.
	 * @param capacity the value, 100 000 by default
	 * @return this
	 */
	public B capacity(long capacity) {
		this.capacity = capacity;
		return self();
	}

	/**
	 * Sets who keeps the queue.
	 * @param provider the value, "memory" by default
	 * @return this
	 */
	public B provider(String provider) {
		this.provider = provider;
		return self();
	}

	/**
	 * Sets how long a run of an event worker waits after the first trigger so that more
	 * may join.
	 * @param settle the value, none by default
	 * @return this
	 */
	public B settle(Duration settle) {
		this.settle = settle;
		return self();
	}

	/**
	 * Sets whether an event worker runs when it is started.
	 * @param runOnStart the value, {@code false} by default
	 * @return this
	 */
	public B runOnStart(boolean runOnStart) {
		this.runOnStart = runOnStart;
		return self();
	}

	/**
	 * Sets how long after the start the first tick of an interval worker is.
	 * @param initialDelay the value, none by default
	 * @return this
	 */
	public B initialDelay(Duration initialDelay) {
		this.initialDelay = initialDelay;
		return self();
	}

	/**
	 * Sets by how much each launch of an interval worker is shifted at most.
	 * @param jitter the value, none by default
	 * @return this
	 */
	public B jitter(Duration jitter) {
		this.jitter = jitter;
		return self();
	}

	/**
	 * Gives it the properties and the metric tag of another name.
	 * @param template the name
	 * @return this
	 */
	public B template(String template) {
		this.template = template;
		return self();
	}

	/**
	 * Says where it comes from.
	 * @param bean the name of the bean
	 * @param target the class and method
	 * @return this
	 */
	public B origin(String bean, String target) {
		this.bean = bean;
		this.target = target;
		return self();
	}

	/**
	 * Sets who may act on it.
	 * @param roles the roles, none for everybody who may act at all
	 * @return this
	 */
	public B controlRoles(Set<String> roles) {
		this.controlRoles.clear();
		this.controlRoles.addAll(roles);
		return self();
	}

	/**
	 * Adds a configured argument.
	 * @param name the name
	 * @param value the value
	 * @return this
	 */
	public B argument(String name, Object value) {
		this.arguments.put(name, value);
		return self();
	}

	/**
	 * Says that a start needs an argument.
	 * @param name the name
	 * @return this
	 */
	public B requireArgument(String name) {
		this.required.add(name);
		return self();
	}

	/**
	 * Sets what {@link WorkContext#attachment()} returns.
	 * @param attachment any object
	 * @return this
	 */
	public B attachment(@Nullable Object attachment) {
		this.attachment = attachment;
		return self();
	}

	/** What is set now is a default for all workers. */
	final void endOfDefaults() {
		this.defaults = TypedAttributes.of(this);
		this.defaultRunOn = this.runOn;
	}

	/**
	 * Returns what is set and belongs to other types than the given one, but for defaults
	 * for all workers.
	 */
	final Map<String, Object> attributesOfOtherTypes(WorkerType type, ExecutorKind kind) {
		Map<String, Object> others = TypedAttributes.of(this);
		others.keySet().removeAll(type.attributes(kind));
		others.entrySet().removeIf((entry) -> entry.getValue().equals(this.defaults.get(entry.getKey())));
		return others;
	}

}
