package io.atasker.annotation;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.atasker.annotation.MethodExecutor.ParameterValue;
import io.atasker.process.StaticMethod;
import io.atasker.process.TravelRules;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.Schedule;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.WorkerBuilder;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerErrorHandler;
import io.atasker.worker.WorkerHooks;
import io.atasker.worker.WorkerResultHandler;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Translates annotated workers into definitions of the engine and registers them. The
 * bean of a worker is not made here.
 */
final class WorkerAssembler {

	private static final Logger logger = LoggerFactory.getLogger(WorkerAssembler.class);

	private final ConfigurableApplicationContext context;

	private final ConfigurableListableBeanFactory beanFactory;

	private final AtomicBoolean toldOfStatic = new AtomicBoolean();

	WorkerAssembler(ConfigurableApplicationContext context) {
		this.context = context;
		this.beanFactory = context.getBeanFactory();
	}

	/**
	 * Registers a worker.
	 * @param worker the worker
	 * @return the registered worker
	 * @throws InvalidWorkerMethodException if something is wrong with it
	 */
	AssembledWorker assemble(DeclaredWorker worker) {
		WorkerMethod method = worker.method();
		TextResolver texts = TextResolver.forSettings(this.beanFactory, method.bean());
		TargetBean bean = new TargetBean(this.beanFactory, method.bean());
		Assembly assembly = new Assembly(worker, WorkerAttributes.resolved(method, texts), texts, bean,
				new TargetMethods(method, bean));
		try {
			return register(assembly, this.beanFactory.getBean(Workers.class).define(worker.name()));
		}
		catch (InvalidWorkerException ex) {
			throw method.invalid(ex);
		}
	}

	private AssembledWorker register(Assembly assembly, WorkerBuilder<?, ?> builder) {
		DeclaredWorker worker = assembly.worker();
		builder.origin(worker.method().bean(), worker.method().target());
		translate(assembly, builder);
		execute(assembly, builder);
		call(assembly, builder);
		BackgroundWorker handle = builder.register();
		check(assembly, handle.definition());
		List<Class<?>> events = assembly.attributes().types("on");
		if (!events.isEmpty()) {
			this.context.addApplicationListener(new EventTrigger((TriggerableWorker) handle, events));
		}
		return new AssembledWorker(worker, handle, assembly.methods().all());
	}

	private void translate(Assembly assembly, WorkerBuilder<?, ?> builder) {
		SettingsTranslator settings = new SettingsTranslator(assembly.attributes(), builder);
		switch (assembly.worker().type()) {
			case QUEUE -> {
				ResolvableType itemType = Objects.requireNonNull(assembly.worker().signature().itemType());
				builder.queue(itemType.getType());
				settings.queue(assembly.attributes().isSet("queueType") ? comparator(assembly, itemType) : null);
			}
			case EVENT -> {
				builder.event();
				settings.event();
			}
			case INTERVAL -> new ScheduleTranslator(assembly.attributes(), builder).translate();
			case BACKGROUND -> {
			}
		}
		settings.common();
	}

	private @Nullable Comparator<Object> comparator(Assembly assembly, ResolvableType itemType) {
		Comparator<Object> comparator = this.beanFactory
			.<Comparator<Object>>getBeanProvider(ResolvableType.forClassWithGenerics(Comparator.class, itemType))
			.getIfUnique();
		if (comparator == null) {
			requireComparable(assembly.attributes(), itemType.toClass());
		}
		return comparator;
	}

	/**
	 * Refuses items without any order. Those of an abstract type may still have one.
	 */
	private static void requireComparable(WorkerAttributes attributes, Class<?> itemType) {
		Class<?> queueType = attributes.type("queueType");
		boolean ordered = queueType == PriorityQueue.class || queueType == PriorityBlockingQueue.class;
		if (ordered && itemType != Object.class && !Modifier.isAbstract(itemType.getModifiers())
				&& !Comparable.class.isAssignableFrom(itemType)) {
			String name = itemType.getSimpleName();
			throw attributes.invalid("queueType",
					"it orders its items, but %s is not Comparable and there is not exactly one bean of type Comparator<%s>"
						.formatted(name, name),
					"Let %s implement Comparable, or define one bean of type Comparator<%s>".formatted(name, name));
		}
	}

	private void execute(Assembly assembly, WorkerBuilder<?, ?> builder) {
		DeclaredWorker worker = assembly.worker();
		ParameterValues values = new ParameterValues(worker.method(), assembly.texts(),
				this.beanFactory.getConversionService(), builder);
		List<ParameterValue> parameters = worker.signature().parameters().stream().map(values::of).toList();
		TargetMethod method = assembly.methods().of(worker.method().method());
		MethodExecutor executor = new MethodExecutor(method, parameters, AsyncResults.of(worker.method().method()),
				values.arguments(), isClosed(assembly));
		builder.executor(worker.signature().kind(), executor);
		ExecutorChoice choice = assembly.attributes().constant("executor", ExecutorChoice.class);
		if (worker.canRunInProcess() && choice != ExecutorChoice.THREAD) {
			builder.processExecutor(inProcess(worker, parameters, executor), choice == ExecutorChoice.PROCESS);
		}
	}

	private static StaticMethodExecutor inProcess(DeclaredWorker worker, List<ParameterValue> values,
			MethodExecutor executor) {
		List<@Nullable ParameterValue> parameters = new ArrayList<>(values);
		for (int i = 0; i < parameters.size(); i++) {
			if (worker.signature().parameters().get(i).role() == WorkerSignature.Role.CONTEXT) {
				parameters.set(i, null);
			}
		}
		return new StaticMethodExecutor(StaticMethod.of(worker.method().method()), parameters, executor);
	}

	/**
	 * Whether nobody is given a context, which has all arguments.
	 */
	private static boolean isClosed(Assembly assembly) {
		WorkerAttributes attributes = assembly.attributes();
		return !assembly.worker().method().ofClass() && !attributes.isSet("onError") && !attributes.isSet("onResult")
				&& assembly.worker()
					.signature()
					.parameters()
					.stream()
					.noneMatch((parameter) -> parameter.role() == WorkerSignature.Role.CONTEXT);
	}

	private void call(Assembly assembly, WorkerBuilder<?, ?> builder) {
		Callbacks callbacks = new Callbacks(this.beanFactory, assembly.worker(), assembly.attributes(),
				assembly.methods());
		WorkerErrorHandler onError = callbacks.onError();
		if (onError != null) {
			builder.onError(onError);
		}
		WorkerResultHandler onResult = callbacks.onResult();
		if (onResult != null) {
			builder.onResult(onResult);
		}
		WorkerMethod method = assembly.worker().method();
		if (isLazy(method.bean())) {
			builder.hooks(new TargetHooks(assembly.methods().all()));
		}
		if (method.ofClass() && WorkerHooks.class.isAssignableFrom(method.beanClass())) {
			builder.hooks(new BeanHooks(assembly.bean()));
		}
	}

	private boolean isLazy(String bean) {
		return this.beanFactory.containsBeanDefinition(bean)
				&& this.beanFactory.getMergedBeanDefinition(bean).isLazyInit();
	}

	/**
	 * Checks what is only known when properties have had the last word.
	 */
	private void check(Assembly assembly, WorkerDefinition definition) {
		try {
			checkSchedule(assembly, definition.schedule());
			checkProcess(assembly.worker(), definition.code().kind());
		}
		catch (InvalidWorkerException ex) {
			this.beanFactory.getBean(Workers.class).remove(definition.name());
			throw ex;
		}
	}

	/** What runs in a child process takes and returns only what can travel there. */
	private void checkProcess(DeclaredWorker worker, ExecutorKind kind) {
		if (kind != ExecutorKind.PROCESS) {
			if (worker.canRunInProcess() && this.toldOfStatic.compareAndSet(false, true)) {
				logger.info("static methods such as {} run on threads: there is no process pool",
						worker.method().target());
			}
			return;
		}
		for (WorkerSignature.Parameter parameter : worker.signature().parameters()) {
			if (parameter.role() != WorkerSignature.Role.CONTEXT) {
				requireTravels(worker.method(), "parameter '%s'".formatted(parameter.parameter().getParameterName()),
						parameter.parameter().getGenericParameterType());
			}
		}
		requireTravels(worker.method(), "its result", worker.method().method().getGenericReturnType());
	}

	private static void requireTravels(WorkerMethod method, String what, Type type) {
		String problem = TravelRules.problemOf(type);
		if (problem != null) {
			throw method.invalid("it runs in a child process, and %s cannot travel there: %s".formatted(what, problem),
					"Use simple values, records of them, or something Serializable; or set executor = THREAD");
		}
	}

	private static void checkSchedule(Assembly assembly, @Nullable Schedule schedule) {
		if (schedule != null && schedule.calendar() instanceof Unscheduled) {
			throw assembly.worker()
				.method()
				.invalid("it is an interval worker, but has no interval, delay, delayBefore or cron",
						"Set one of them, here or under atasker.workers.%s; cron = \"-\" is for by trigger only"
							.formatted(assembly.worker().name()));
		}
	}

	/**
	 * A worker on its way to be registered.
	 *
	 * @param worker what is declared
	 * @param attributes what is set
	 * @param texts resolves text
	 * @param bean its bean
	 * @param methods what it calls on the bean
	 */
	private record Assembly(DeclaredWorker worker, WorkerAttributes attributes, TextResolver texts, TargetBean bean,
			TargetMethods methods) {

	}

}
