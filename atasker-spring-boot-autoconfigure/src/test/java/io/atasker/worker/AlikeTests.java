package io.atasker.worker;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;

import io.atasker.worker.WorkerDefinition.ErrorSettings;
import io.atasker.worker.WorkerDefinition.Operating;
import io.atasker.worker.WorkerDefinition.Origin;
import io.atasker.worker.WorkerDefinition.Running;
import io.atasker.worker.WorkerDefinition.Times;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of {@link Alike}.
 */
class AlikeTests {

	/**
	 * Who adds a component has to have it compared, or a worker gets the value of the one
	 * before it.
	 */
	@ParameterizedTest
	@MethodSource("compared")
	void allComponentsAreCompared(Class<?> part, String[] components) {
		assertThat(Arrays.stream(part.getRecordComponents()).map(RecordComponent::getName)).containsExactly(components);
	}

	static Stream<Arguments> compared() {
		return Stream.of(part(Origin.class, "bean", "target", "template"),
				part(Running.class, "supervisor", "loop", "priority", "concurrency", "runOn", "times"),
				part(Times.class, "pollDelay", "timeout", "timeoutGrace", "stopTimeout", "interruptOnStop"),
				part(ErrorSettings.class, "policy", "retry", "handlers"),
				part(Operating.class, "enabled", "autoStart", "critical", "controlRoles", "historySize"));
	}

	private static Arguments part(Class<?> part, String... components) {
		return arguments(part, components);
	}

}
