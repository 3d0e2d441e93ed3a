package io.atasker.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.Worker;
import io.atasker.supervisor.LateTaskHandler;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.TriggerResult;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerErrorHandler;
import io.atasker.worker.WorkerFailure;
import io.atasker.worker.WorkerHooks;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AtaskerAutoConfiguration}.
 */
@ExtendWith(LeakGuard.class)
class AtaskerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class));

	@Test
	void supervisorAndWorkersArePresentAndStarted() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(Supervisor.class).hasSingleBean(Workers.class);
			assertThat(context.getBean(SupervisorBeans.DEFAULT, Supervisor.class).name())
				.isEqualTo(Supervisor.DEFAULT_NAME);
			assertThat(context.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STARTED);
		});
	}

	@Test
	void annotatedWorkersRunAndStop() {
		this.runner.withUserConfiguration(Tasks.class).run((context) -> {
			BackgroundEventWorker worker = context.getBean(Workers.class).get("event", BackgroundEventWorker.class);
			assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
			await().until(() -> worker.snapshot().executions().succeeded() == 1);
			Supervisor supervisor = context.getBean(Supervisor.class);
			context.close();
			assertThat(supervisor.state()).isEqualTo(SupervisorState.STOPPED);
		});
	}

	@Test
	void disabledHandlesAreThereAndDoNothing() {
		this.runner.withUserConfiguration(Tasks.class).withPropertyValues("atasker.enabled=false").run((context) -> {
			assertThat(context.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STOPPED);
			BackgroundEventWorker worker = context.getBean(Workers.class).get("event", BackgroundEventWorker.class);
			assertThat(worker.trigger()).isEqualTo(TriggerResult.DISABLED);
			assertThat(worker.start()).isFalse();
			assertThat(worker.state()).isEqualTo(WorkerState.DISABLED);
			assertThat(LeakGuard.engineThreads()).isEmpty();
		});
	}

	@Test
	void workersDoNotStartWithoutAutoStart() {
		this.runner.withUserConfiguration(Tasks.class).withPropertyValues("atasker.auto-start=false").run((context) -> {
			assertThat(context.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STARTED);
			assertThat(context.getBean(Workers.class).get("event").isActive()).isFalse();
		});
	}

	@Test
	void defaultSupervisorBacksOffForABeanOfItsName() {
		this.runner.withUserConfiguration(OwnDefaultSupervisor.class).run((context) -> {
			assertThat(context).hasSingleBean(Supervisor.class);
			assertThat(context.getBean(Supervisor.class).name()).isEqualTo("own");
			assertThat(context.getBean(Supervisor.class).state()).isEqualTo(SupervisorState.STARTED);
		});
	}

	@Test
	void supervisorsOfUsersComeInAddition() {
		this.runner.withUserConfiguration(OwnFurtherSupervisor.class).run((context) -> {
			assertThat(context.getBeansOfType(Supervisor.class)).containsOnlyKeys(SupervisorBeans.DEFAULT, "further");
			Workers workers = context.getBean(Workers.class);
			assertThat(workers.define("x").supervisor("own").executor((job) -> {
			}).register().definition().running().supervisor()).isEqualTo("own");
			assertThat(workers.define("y").executor((job) -> {
			}).register().definition().running().supervisor()).isEqualTo(Supervisor.DEFAULT_NAME);
		});
	}

	@Test
	void twoSupervisorsOfOneNameAreRefusedNamingBoth() {
		FailureReports reports = new FailureReports();
		this.runner.withInitializer(reports)
			.withBean("mine", Supervisor.class, () -> Supervisor.builder().build())
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(reports.of(context).getDescription()).contains("Workers are not set up properly",
						"bean 'mine'", "atasker.supervisor.default", "\"default\"");
				assertThat(reports.of(context).getAction()).contains("'atasker.supervisor.default'", "name(...)");
			});
	}

	@Test
	void workersBackOff() {
		this.runner.withUserConfiguration(OwnWorkers.class)
			.run((context) -> assertThat(context).getBean(Workers.class).isSameAs(context.getBean("own")));
	}

	@Test
	void furtherSupervisorsAreInjectedByQualifier() {
		this.runner.withUserConfiguration(Injected.class)
			.withPropertyValues("atasker.supervisors.reports.pool-size=3", "atasker.supervisors.night-jobs.daemon=true")
			.run((context) -> {
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.byType.name()).isEqualTo(Supervisor.DEFAULT_NAME);
				assertThat(injected.byDefaultName).isSameAs(injected.byType);
				assertThat(injected.reports.name()).isEqualTo("reports");
				assertThat(injected.reports.limits().poolSize()).isEqualTo(3);
				assertThat(injected.all).extracting(Supervisor::name)
					.containsExactlyInAnyOrder(Supervisor.DEFAULT_NAME, "reports", "night-jobs");
				assertThat(injected.all).allMatch((one) -> one.state() == SupervisorState.STARTED);
				assertThat(context).hasBean("atasker.supervisor.night-jobs");
			});
	}

	@Test
	void executorsOfSpringBootStay() {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
			.withPropertyValues("atasker.supervisors.reports.pool-size=3")
			.withUserConfiguration(Tasks.class)
			.run((context) -> {
				assertThat(context).getBeanNames(Executor.class).containsExactly("applicationTaskExecutor");
				assertThat(context).getBeanNames(TaskScheduler.class).isEmpty();
			});
	}

	@Test
	void globalHooksSeeAllWorkersAndThoseOfAClassWorkerItselfOnly() {
		this.runner.withUserConfiguration(Tasks.class, HookBeans.class).run((context) -> {
			GlobalHookBean global = context.getBean(GlobalHookBean.class);
			assertThat(global.started).containsExactlyInAnyOrder("event", "classWorker");
			assertThat(context.getBean(ClassWorker.class).started).containsExactly("classWorker");
		});
	}

	@Test
	void errorHandlerOfItsNameIsGlobalAndOthersAreNot() {
		this.runner.withUserConfiguration(ErrorHandlers.class).run((context) -> {
			context.getBean(Workers.class).define("broken").event().executor((job) -> {
				throw new IllegalStateException("as told");
			}).register().trigger();
			Handler global = context.getBean(WorkersFactory.ERROR_HANDLER, Handler.class);
			await().until(() -> global.failures.size() == 1);
			assertThat(global.failures.get(0).exception()).hasMessage("as told");
			assertThat(context.getBean("other", Handler.class).failures).isEmpty();
		});
	}

	@Test
	void beansThatListenMayNeedTheEngine() {
		this.runner.withUserConfiguration(NeedyListeners.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	static class Tasks {

		@EventWorker
		void event() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDefaultSupervisor {

		@Bean(SupervisorBeans.DEFAULT)
		Supervisor own() {
			return Supervisor.builder().name("own").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFurtherSupervisor {

		@Bean
		Supervisor further() {
			return Supervisor.builder().name("own").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWorkers {

		@Bean
		Workers own(LocalSupervisors supervisors) {
			return Workers.builder().supervisors(supervisors.all()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		private final Supervisor byType;

		private final Supervisor byDefaultName;

		private final Supervisor reports;

		private final List<Supervisor> all;

		Injected(Supervisor byType, @Qualifier("default") Supervisor byDefaultName,
				@Qualifier("reports") Supervisor reports, List<Supervisor> all) {
			this.byType = byType;
			this.byDefaultName = byDefaultName;
			this.reports = reports;
			this.all = all;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HookBeans {

		@Bean
		GlobalHookBean globalHooks(Workers workers) {
			return new GlobalHookBean();
		}

		@Bean
		ClassWorker classWorker() {
			return new ClassWorker();
		}

	}

	static class GlobalHookBean implements WorkerHooks {

		private final List<String> started = new CopyOnWriteArrayList<>();

		@Override
		public void afterStart(BackgroundWorker worker) {
			this.started.add(worker.name());
		}

	}

	@Worker(event = true)
	static class ClassWorker implements WorkerHooks {

		private final List<String> started = new CopyOnWriteArrayList<>();

		void run(WorkContext context) {
		}

		@Override
		public void afterStart(BackgroundWorker worker) {
			this.started.add(worker.name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ErrorHandlers {

		@Bean(WorkersFactory.ERROR_HANDLER)
		Handler global(Workers workers) {
			return new Handler();
		}

		@Bean
		Handler other() {
			return new Handler();
		}

	}

	static class Handler implements WorkerErrorHandler {

		private final List<WorkerFailure> failures = new CopyOnWriteArrayList<>();

		@Override
		public void handle(WorkerFailure failure) {
			this.failures.add(failure);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedyListeners {

		@Bean
		LateTaskHandler lateTaskHandler(Map<String, Supervisor> supervisors, Workers workers) {
			return new LateTaskHandler() {
			};
		}

		@Bean
		WorkerHooks hooks(Workers workers) {
			return new WorkerHooks() {
			};
		}

	}

}
