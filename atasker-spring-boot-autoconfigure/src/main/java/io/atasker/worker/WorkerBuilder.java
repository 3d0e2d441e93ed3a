package io.atasker.worker;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Defines a worker and registers it. Begun with {@link Workers#define(String)}; not safe
 * for use by several threads at once.
 *
 * @param <T> the type of the items of a queue worker
 * @param <H> the type of the handle
 */
public final class WorkerBuilder<T, H extends BackgroundWorker> extends WorkerOptions<WorkerBuilder<T, H>> {

	final DefaultWorkers workers;

	final String name;

	@Nullable WorkerType type;

	@Nullable ExecutorKind kind;

	@Nullable WorkerExecutor executor;

	@Nullable ProcessExecutor processExecutor;

	boolean processRequired;

	@Nullable WorkerResultHandler onResult;

	@Nullable Schedule schedule;

	@Nullable Type itemType;

	@Nullable Comparator<Object> comparator;

	@SuppressWarnings("rawtypes")
	@Nullable Class<? extends Queue> queueType;

	final List<WorkerHooks> hooks = new ArrayList<>();

	final List<WorkerErrorHandler> errorHandlers = new ArrayList<>();

	WorkerBuilder(DefaultWorkers workers, String name) {
		this.workers = workers;
		this.name = name;
	}

	@Override
	WorkerBuilder<T, H> self() {
		return this;
	}

	/**
	 * Returns the name.
	 * @return the name of the worker
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the template.
	 * @return whose properties it has, its own name where none was set
	 */
	public String templateName() {
		return (this.template != null) ? this.template : this.name;
	}

	/**
	 * Makes it a queue worker.
	 * @param itemType the type of the items
	 * @param <I> the type of the items
	 * @return this
	 */
	@SuppressWarnings("unchecked")
	public <I> WorkerBuilder<I, BackgroundQueueWorker<I>> queue(Class<I> itemType) {
		queue((Type) itemType);
		return (WorkerBuilder<I, BackgroundQueueWorker<I>>) this;
	}

	/**
	 * Makes it a queue worker.
	 * @param itemType the type of the items
	 * @return this
	 */
	@SuppressWarnings("unchecked")
	public WorkerBuilder<?, BackgroundQueueWorker<?>> queue(Type itemType) {
		type(WorkerType.QUEUE);
		this.itemType = itemType;
		return (WorkerBuilder<?, BackgroundQueueWorker<?>>) this;
	}

	/**
	 * Makes it an event worker.
	 * @return this
	 */
	@SuppressWarnings("unchecked")
	public WorkerBuilder<Object, BackgroundEventWorker> event() {
		type(WorkerType.EVENT);
		return (WorkerBuilder<Object, BackgroundEventWorker>) this;
	}

	/**
	 * Makes it an interval worker that runs at a fixed rate.
	 * @param interval from start to start
	 * @return this
	 */
	public WorkerBuilder<Object, BackgroundIntervalWorker> interval(Duration interval) {
		return schedule(checked("interval", interval, () -> combined(interval, base().delay(), base().delayBefore())));
	}

	/**
	 * Makes it an interval worker with a fixed pause.
	 * @param delay from end to start
	 * @return this
	 */
	public WorkerBuilder<Object, BackgroundIntervalWorker> delay(Duration delay) {
		return schedule(checked("delay", delay, () -> combined(base().interval(), delay, base().delayBefore())));
	}

	/**
	 * Makes it an interval worker with a pause before each launch; alone, or inside an
	 * interval.
	 * @param delayBefore the pause
	 * @return this
	 */
	public WorkerBuilder<Object, BackgroundIntervalWorker> delayBefore(Duration delayBefore) {
		return schedule(
				checked("delayBefore", delayBefore, () -> combined(base().interval(), base().delay(), delayBefore)));
	}

	/**
	 * Makes it an interval worker by calendar.
	 * @param expression a cron expression with six fields, or "-" for by trigger only
	 * @param zone the time zone
	 * @return this
	 */
	public WorkerBuilder<Object, BackgroundIntervalWorker> cron(String expression, ZoneId zone) {
		if (expression.equals("-")) {
			return schedule(Schedule.TRIGGER_ONLY);
		}
		return schedule(checked("cron", expression,
				() -> Schedule.of(this.workers.settings().cronParser.parse(expression, zone))));
	}

	/**
	 * Makes it an interval worker.
	 * @param schedule when it runs; replaces what was set of it before
	 * @return this
	 */
	@SuppressWarnings("unchecked")
	public WorkerBuilder<Object, BackgroundIntervalWorker> schedule(Schedule schedule) {
		type(WorkerType.INTERVAL);
		this.schedule = schedule;
		return (WorkerBuilder<Object, BackgroundIntervalWorker>) this;
	}

	/**
	 * Sets the executor.
	 * @param executor the code, given the item and the context
	 * @return this
	 */
	public WorkerBuilder<T, H> executor(ItemExecutor<? super T> executor) {
		return executor(ExecutorKind.THREAD, (item, context) -> {
			executor.execute(item(item), context);
			return null;
		});
	}

	/**
	 * Sets the executor of a worker that has no items.
	 * @param executor the code, given the context
	 * @return this
	 */
	public WorkerBuilder<T, H> executor(ContextExecutor executor) {
		return executor(ExecutorKind.THREAD, (item, context) -> {
			executor.execute(context);
			return null;
		});
	}

	/**
	 * Sets an executor that has a result; {@link Boolean#FALSE} stops the worker.
	 * @param executor the code, given the item and the context
	 * @return this
	 */
	public WorkerBuilder<T, H> executorWithResult(ItemFunction<? super T> executor) {
		return executor(ExecutorKind.THREAD, (item, context) -> executor.execute(item(item), context));
	}

	/**
	 * Sets an asynchronous executor, which is called on an event loop.
	 * @param executor the code, given the item and the context
	 * @return this
	 */
	public WorkerBuilder<T, H> asyncExecutor(AsyncItemExecutor<? super T> executor) {
		return executor(ExecutorKind.LOOP, (item, context) -> executor.execute(item(item), context));
	}

	/**
	 * Sets the executor in its general form.
	 * @param kind how it is run
	 * @param executor the code
	 * @return this
	 */
	public WorkerBuilder<T, H> executor(ExecutorKind kind, WorkerExecutor executor) {
		this.kind = kind;
		this.executor = executor;
		return this;
	}

	/**
	 * Sets an executor that runs in a child process, where the supervisor has a process
	 * pool.
	 * @param executor the code
	 * @param required whether it must run there; otherwise the executor that was set in
	 * another form runs where there is no pool
	 * @return this
	 */
	public WorkerBuilder<T, H> processExecutor(ProcessExecutor executor, boolean required) {
		this.processExecutor = executor;
		this.processRequired = required;
		return this;
	}

	/**
	 * Returns whether it has an executor that can run in a child process.
	 * @return whether {@link #processExecutor} was called
	 */
	public boolean hasProcessExecutor() {
		return this.processExecutor != null;
	}

	/**
	 * Decides whether the executor that was set for it runs in a child process.
	 * @param process whether it must; if not it runs on a thread
	 * @return this
	 * @throws IllegalStateException if there is no such executor
	 */
	public WorkerBuilder<T, H> inProcess(boolean process) {
		if (process && this.processExecutor == null) {
			throw new IllegalStateException("worker '%s' has no executor for a child process".formatted(this.name));
		}
		this.processRequired = process;
		if (!process) {
			this.processExecutor = null;
		}
		return this;
	}

	/**
	 * Sets what is given the results.
	 * @param onResult the handler
	 * @return this
	 */
	public WorkerBuilder<T, H> onResult(WorkerResultHandler onResult) {
		this.onResult = onResult;
		return this;
	}

	/**
	 * Adds an error handler, which is told of failures in place of the log.
	 * @param handler the handler
	 * @return this
	 */
	public WorkerBuilder<T, H> onError(WorkerErrorHandler handler) {
		this.errorHandlers.add(handler);
		return this;
	}

	/**
	 * Adds hooks of this worker.
	 * @param hooks the hooks
	 * @return this
	 */
	public WorkerBuilder<T, H> hooks(WorkerHooks hooks) {
		this.hooks.add(hooks);
		return this;
	}

	/**
	 * Sets the class of the queue, such as {@link java.util.PriorityQueue}.
	 * @param queueType the class
	 * @return this
	 */
	@SuppressWarnings("rawtypes")
	public WorkerBuilder<T, H> queueType(Class<? extends Queue> queueType) {
		this.queueType = queueType;
		return this;
	}

	/**
	 * Sets the order of a priority queue.
	 * @param comparator the order
	 * @return this
	 */
	@SuppressWarnings("unchecked")
	public WorkerBuilder<T, H> comparator(Comparator<? super T> comparator) {
		this.comparator = (Comparator<Object>) comparator;
		return this;
	}

	/**
	 * Replaces parts of the schedule, as {@link Schedule#with} does: an interval replaces
	 * a delay or a calendar.
	 * @param interval the interval, or {@code null} to keep
	 * @param delay the delay, or {@code null} to keep
	 * @param delayBefore the pause before each launch, or {@code null} to keep
	 * @return this
	 */
	public WorkerBuilder<T, H> replaceSchedule(@Nullable Duration interval, @Nullable Duration delay,
			@Nullable Duration delayBefore) {
		schedule(checked("schedule", base(), () -> base().with(interval, delay, delayBefore)));
		return this;
	}

	/**
	 * Returns what it would be registered as, without registering it.
	 * @return the definition
	 * @throws InvalidWorkerException if something is wrong or missing
	 */
	public WorkerDefinition definition() {
		return WorkerDefinitions.of(this);
	}

	/**
	 * Checks that the provider of its queue exists and can do what the worker asks of it.
	 * @throws InvalidWorkerException if not
	 */
	public void checkProvider() {
		EngineRules.check(definition(), this.workers.settings());
	}

	/**
	 * Registers the worker. It starts at once when its supervisor runs and nothing
	 * forbids it.
	 * @return the handle
	 * @throws InvalidWorkerException if something is wrong or missing, or there is a
	 * worker of the same name
	 */
	@SuppressWarnings("unchecked")
	public H register() {
		return (H) this.workers.register(this);
	}

	private void type(WorkerType type) {
		if (this.type != null && this.type != type) {
			throw new InvalidWorkerException("worker '" + this.name + "'", "type", type.name(),
					"it is defined as " + this.type + " already",
					"A worker is one of queue, event and interval; leave the others out");
		}
		this.type = type;
	}

	private Schedule base() {
		return (this.schedule != null) ? this.schedule : Schedule.TRIGGER_ONLY;
	}

	private Schedule combined(@Nullable Duration interval, @Nullable Duration delay, @Nullable Duration delayBefore) {
		return new Schedule(interval, delay, delayBefore, base().calendar(), base().initialDelay(), base().jitter());
	}

	private Schedule checked(String attribute, Object value, Supplier<Schedule> schedule) {
		try {
			return schedule.get();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidWorkerException("worker '" + this.name + "'", attribute, String.valueOf(value),
					String.valueOf(ex.getMessage()), "Correct the value");
		}
	}

	// A queue worker always has an item; the others are typed so that they do not ask.
	@SuppressWarnings({ "unchecked", "NullAway" })
	private T item(@Nullable Object item) {
		return (T) item;
	}

}
