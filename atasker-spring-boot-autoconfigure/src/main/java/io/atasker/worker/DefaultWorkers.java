package io.atasker.worker;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of an application, by name.
 */
final class DefaultWorkers implements Workers {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private final WorkersBuilder settings;

	private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();

	private final AtomicLong ordinals = new AtomicLong();

	private final AtomicLong unnamed = new AtomicLong();

	/** By uniform name, in the order of registration. */
	@GuardedBy("this")
	private final Map<String, WorkerCore> cores = new LinkedHashMap<>();

	/** A copy for readers, made when one asks after a change. */
	private volatile @Nullable List<WorkerCore> all;

	private final Listeners listeners = new Listeners();

	private final StartupAdvice advice = new StartupAdvice();

	private final Alike alike = new Alike();

	DefaultWorkers(WorkersBuilder settings) {
		this.settings = settings;
		for (Supervisor supervisor : settings.supervisors) {
			if (this.supervisors.putIfAbsent(supervisor.name(), supervisor) != null) {
				throw new IllegalArgumentException("there are two supervisors named '" + supervisor.name() + "'");
			}
		}
		if (this.supervisors.isEmpty()) {
			throw new IllegalArgumentException("workers need a supervisor");
		}
	}

	WorkersBuilder settings() {
		return this.settings;
	}

	Alike alike() {
		return this.alike;
	}

	Listeners listeners() {
		return this.listeners;
	}

	@Override
	public void addListener(WorkerListener listener) {
		this.listeners.add(listener);
		stream().forEach((worker) -> Listeners.tell(listener, (each) -> each.registered(worker)));
	}

	@Override
	public void removeListener(WorkerListener listener) {
		this.listeners.remove(listener);
	}

	Map<String, Supervisor> supervisors() {
		return Collections.unmodifiableMap(this.supervisors);
	}

	@Override
	public @Nullable BackgroundWorker find(String name) {
		WorkerCore core = core(name);
		return (core != null) ? core.handle() : null;
	}

	private synchronized @Nullable WorkerCore core(String name) {
		return this.cores.get(WorkerName.uniform(name));
	}

	@Override
	public BackgroundWorker get(String name) {
		BackgroundWorker worker = find(name);
		if (worker == null) {
			List<String> nearest = WorkerName.nearest(name, stream().map(BackgroundWorker::name).toList());
			throw new UnknownWorkerException("there is no worker '%s'%s".formatted(ErrorText.clean(name),
					nearest.isEmpty() ? "; no workers are defined" : "; the nearest names are " + nearest));
		}
		return worker;
	}

	@Override
	public <W extends BackgroundWorker> W get(String name, Class<W> type) {
		BackgroundWorker worker = get(name);
		if (!type.isInstance(worker)) {
			throw new IllegalArgumentException(
					"worker '%s' is of type %s, not a %s".formatted(name, worker.type(), type.getSimpleName()));
		}
		return type.cast(worker);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> BackgroundQueueWorker<T> queue(String name, Class<T> itemType) {
		BackgroundQueueWorker<?> worker = get(name, BackgroundQueueWorker.class);
		WorkerDefinition.QueueSettings queue = worker.definition().queue();
		Type items = (queue != null) ? queue.itemType() : Object.class;
		if (items instanceof Class<?> type && !type.isAssignableFrom(itemType)) {
			throw new IllegalArgumentException(
					"the items of worker '%s' are %s, not %s".formatted(name, type.getName(), itemType.getName()));
		}
		return (BackgroundQueueWorker<T>) worker;
	}

	@Override
	public Stream<BackgroundWorker> stream() {
		List<WorkerCore> current = this.all;
		if (current == null) {
			synchronized (this) {
				current = List.copyOf(this.cores.values());
				this.all = current;
			}
		}
		return current.stream().map(WorkerCore::handle);
	}

	@Override
	public WorkerBuilder<Object, BackgroundWorker> define(String name) {
		WorkerBuilder<Object, BackgroundWorker> builder = new WorkerBuilder<>(this, name);
		this.settings.defaults.accept(builder);
		builder.endOfDefaults();
		return builder;
	}

	@Override
	public WorkerBuilder<Object, BackgroundWorker> define() {
		return define("worker-" + this.unnamed.incrementAndGet());
	}

	BackgroundWorker register(WorkerBuilder<?, ?> builder) {
		this.settings.customizer.accept(builder);
		WorkerDefinition definition = WorkerDefinitions.of(builder);
		Supervisor supervisor = supervisor(definition);
		requireLoop(definition, supervisor);
		EngineRules.check(definition, this.settings);
		// Here as well, since a queue of that name may be open.
		requireNew(definition, core(definition.name()));
		WorkerCore core = new WorkerCore(definition, supervisor, this.ordinals.incrementAndGet(), this);
		synchronized (this) {
			WorkerCore other = this.cores.putIfAbsent(WorkerName.uniform(definition.name()), core);
			requireNew(definition, other);
			this.all = null;
		}
		this.advice.registered(core);
		this.listeners.registered(core.handle());
		supervisor.register(core);
		return core.handle();
	}

	private Supervisor supervisor(WorkerDefinition definition) {
		Supervisor supervisor = this.supervisors.get(definition.running().supervisor());
		if (supervisor == null) {
			throw new InvalidWorkerException(WorkerDefinitions.subject(definition), "supervisor",
					definition.running().supervisor(), "there is no such supervisor",
					"Use one of " + this.supervisors.keySet() + ", or configure it as atasker.supervisors."
							+ definition.running().supervisor());
		}
		return supervisor;
	}

	private static void requireLoop(WorkerDefinition definition, Supervisor supervisor) {
		String loop = definition.running().loop();
		if (loop != null && supervisor.loops().find(loop) == null) {
			throw new InvalidWorkerException(WorkerDefinitions.subject(definition), "loop", loop,
					"supervisor '%s' has no such event loop".formatted(supervisor.name()),
					"Use one of %s, create it before the worker, or in Spring set atasker.supervisor.loops.%s= or name an Executor or Scheduler bean"
						.formatted(supervisor.loops().names(), ErrorText.clean(loop)));
		}
	}

	private static void requireNew(WorkerDefinition definition, @Nullable WorkerCore other) {
		if (other != null) {
			throw new InvalidWorkerException(WorkerDefinitions.subject(definition), "name", definition.name(),
					"there is a worker '%s' already, %s (names are compared without case and punctuation)"
						.formatted(other.name(), WorkerDefinitions.subject(other.definition())),
					"Give one of the two another name");
		}
	}

	@Override
	public boolean remove(String name) {
		WorkerCore core;
		synchronized (this) {
			core = this.cores.remove(WorkerName.uniform(name));
			this.all = null;
		}
		if (core == null) {
			return false;
		}
		core.life().remove();
		closeSource(core, core.handle().control().stop(Initiator.APPLICATION).toCompletableFuture());
		core.supervisor().unregister(core);
		this.advice.removed(core);
		this.listeners.removed(core.handle());
		long left = core.returned();
		if (left > 0) {
			logger.warn("Worker '{}' was removed with {} items in its queue, which are lost", core.name(), left);
		}
		return true;
	}

	/**
	 * At once where the worker has stopped, so that the name is free for another; else
	 * aside: a queue of an engine may take its time, which neither the timers nor a
	 * thread of the worker have.
	 */
	private static void closeSource(WorkerCore core, CompletableFuture<Boolean> stopped) {
		if (stopped.isDone()) {
			core.source().removed();
		}
		else {
			stopped.whenComplete((ended, ex) -> Aside.start(core, "remove", core.source()::removed));
		}
	}

}
