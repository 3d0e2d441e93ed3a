package io.atasker.actuate;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image must be told of the endpoints.
 */
class EndpointHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	EndpointHintsTests() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, WorkersEndpoint.class,
				WorkersEndpointWebExtension.class, WorkersEndpointJmxExtension.class, SupervisorsEndpoint.class,
				SupervisorsEndpointWebExtension.class, SupervisorsEndpointJmxExtension.class);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void bodiesCanBeWritten(Class<?> body) throws NoSuchMethodException {
		String first = body.getRecordComponents()[0].getName();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(body.getDeclaredMethod(first)))
			.accepts(this.hints);
	}

	@Test
	void operationsCanBeInvoked() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(WorkersEndpointWebExtension.class.getMethod("act", String.class, String.class,
					OperationRequest.class)))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(WorkersEndpointJmxExtension.class.getMethod("stop", String.class))).accepts(this.hints);
	}

	static Stream<Class<?>> bodies() {
		return Stream.of(WorkersDescriptor.class, WorkerDescriptor.class, WorkerDescriptor.Queue.class,
				WorkerDescriptor.Counts.class, WorkerDescriptor.NextExecution.class, WorkerDescriptor.Waiting.class,
				WorkerDescriptor.LastChange.class, ScheduleDescriptor.class, LastExecution.class,
				ExceptionDescriptor.class, CurrentExecution.class, CurrentExecution.Progress.class,
				OverrideDescriptor.class, ExecutionsDescriptor.class, ExecutionsDescriptor.Execution.class,
				StackDescriptor.class, StackDescriptor.Execution.class, DeadLettersDescriptor.class,
				DeadLettersDescriptor.Letter.class, ActionResult.class, ErrorDescriptor.class, NodeDescriptor.class,
				ClusterDescriptor.class, ClusterDescriptor.Node.class, SupervisorsDescriptor.class,
				SupervisorDescriptor.class, SupervisorDescriptor.Pool.class, SupervisorDescriptor.ProcessPool.class,
				SupervisorDescriptor.Child.class, ResizeResult.class);
	}

}
