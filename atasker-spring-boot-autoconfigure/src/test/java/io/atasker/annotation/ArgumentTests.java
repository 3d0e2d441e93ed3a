package io.atasker.annotation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.StartOptions;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerStartException;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a method is given.
 */
@ExtendWith(LeakGuard.class)
class ArgumentTests {

	private static final Seen given = new Seen();

	@BeforeEach
	void reset() {
		given.clear();
	}

	@Test
	void itemContextAndArgumentsAreGivenInAnyOrder() {
		WorkerContexts.started(WorkerContexts.with(Mixed.class), (context) -> {
			BackgroundQueueWorker<String> worker = context.getBean(Workers.class).queue("mixed", String.class);
			worker.start(StartOptions.builder().argument("region", "eu").build());
			worker.put("item");
			assertThat(given.next()).containsExactly("eu", "item", "mixed");
		});
	}

	@Test
	void primitiveItemIsUnboxed() {
		WorkerContexts.started(WorkerContexts.with(Mixed.class), (context) -> {
			context.getBean(Workers.class).queue("numbers", Integer.class).put(42);
			assertThat(given.next()).containsExactly(43);
		});
	}

	@Test
	void itemOfAnotherTypeFailsTheExecution() {
		WorkerContexts.started(WorkerContexts.with(Mixed.class), (context) -> {
			@SuppressWarnings("unchecked")
			BackgroundQueueWorker<Object> worker = context.getBean(Workers.class)
				.get("numbers", BackgroundQueueWorker.class);
			worker.put("text");
			await().until(() -> worker.snapshot().executions().failed() == 1);
		});
	}

	@Test
	void argumentsAreConverted() {
		WorkerContexts.started(WorkerContexts.with(Converted.class), (context) -> {
			BackgroundEventWorker worker = context.getBean(BackgroundEventWorker.class);
			worker.start(StartOptions.builder()
				.argument("pause", "5s")
				.argument("folder", "/tmp")
				.argument("numbers", List.of("1", 2L))
				.argument("limits", Map.of("a", "1"))
				.build());
			worker.trigger();
			assertThat(given.next()).containsExactly(Duration.ofSeconds(5), Path.of("/tmp"), List.of(1, 2),
					Map.of("a", 1));
		});
	}

	@Test
	void argumentThatCannotBeConvertedIsRefusedByTheStart() {
		WorkerContexts.started(WorkerContexts.with(Converted.class), (context) -> {
			BackgroundEventWorker worker = context.getBean(BackgroundEventWorker.class);
			assertThatIllegalArgumentException().isThrownBy(() -> worker.start(StartOptions.builder()
				.argument("pause", "soon")
				.argument("folder", "/tmp")
				.argument("numbers", List.of())
				.argument("limits", Map.of())
				.build())).withMessage("argument 'pause' is no Duration");
			assertThat(worker.isStopped()).isTrue();
		});
	}

	@Test
	void missingArgumentStopsTheStart() {
		WorkerContexts.started(WorkerContexts.with(Mixed.class), (context) -> {
			BackgroundQueueWorker<String> worker = context.getBean(Workers.class).queue("mixed", String.class);
			assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
				.withMessageContaining("region");
			assertThat(worker.definition().code().required()).containsExactly("region");
		});
	}

	@Test
	void argumentThatNobodyTakesIsRefused() {
		WorkerContexts.started(WorkerContexts.with(Defaults.class).withPropertyValues("zone.default=west"),
				(context) -> {
					BackgroundEventWorker worker = context.getBean(BackgroundEventWorker.class);
					worker.stop();
					assertThatIllegalArgumentException()
						.isThrownBy(() -> worker.start(StartOptions.builder().argument("zoneid", "east").build()))
						.withMessage("worker 'defaults' has no argument 'zoneid'; "
								+ "it has [zone-id, count, empty, optional, maybe]");
					assertThat(worker.isStopped()).isTrue();
				});
	}

	@Test
	void argumentThatTheContextGivesIsTaken() {
		WorkerContexts.started(WorkerContexts.with(Mixed.class), (context) -> {
			BackgroundQueueWorker<String> worker = context.getBean(Workers.class).queue("mixed", String.class);
			worker.start(StartOptions.builder().argument("region", "EU").argument("other", "x").build());
			assertThat(worker.isStarted()).isTrue();
		});
	}

	@Test
	void argumentsWithoutValueHaveTheirDefault() {
		WorkerContexts.started(WorkerContexts.with(Defaults.class).withPropertyValues("zone.default=west"),
				(context) -> {
					context.getBean(BackgroundEventWorker.class).trigger();
					assertThat(given.next()).containsExactly("west", 7, "", "none", Optional.empty());
				});
	}

	@Test
	void defaultGivesWayToAGivenArgument() {
		WorkerContexts.started(WorkerContexts.with(Defaults.class).withPropertyValues("zone.default=west"),
				(context) -> {
					BackgroundEventWorker worker = context.getBean(BackgroundEventWorker.class);
					worker.stop();
					worker.start(StartOptions.builder().argument("zone-id", "east").argument("maybe", "yes").build());
					worker.trigger();
					assertThat(given.next()).containsExactly("east", 7, "", "none", Optional.of("yes"));
				});
	}

	@Test
	void defaultOfAnotherTypeIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(BadDefault.class);
		assertThat(failure.attribute()).isEqualTo("@Argument");
		assertThat(failure.value()).isEqualTo("many");
		assertThat(failure.problem()).isEqualTo("its default value does not fit: argument 'count' is no int");
	}

	static class Mixed {

		@QueueWorker(autoStart = false)
		void mixed(@Argument String region, String item, WorkContext context) {
			given.add(region, item, context.worker().name());
		}

		@QueueWorker
		void numbers(int number) {
			given.add(number + 1);
		}

	}

	static class Converted {

		@EventWorker(autoStart = false)
		void convert(@Argument Duration pause, @Argument Path folder, @Argument List<Integer> numbers,
				@Argument Map<String, Integer> limits) {
			given.add(pause, folder, numbers, limits);
		}

	}

	static class Defaults {

		@EventWorker
		void defaults(@Argument(name = "zone-id", defaultValue = "${zone.default}") String zone,
				@Argument(defaultValue = "7") int count, @Argument(defaultValue = "") String empty,
				@Argument @Nullable String optional, @Argument Optional<String> maybe) {
			given.add(zone, count, empty, (optional != null) ? optional : "none", maybe);
		}

	}

	static class BadDefault {

		@EventWorker
		void run(@Argument(defaultValue = "many") int count) {
		}

	}

}
