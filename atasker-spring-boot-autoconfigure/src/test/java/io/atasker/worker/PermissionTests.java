package io.atasker.worker;

import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Permission}.
 */
class PermissionTests {

	@ParameterizedTest
	@CsvSource({ "BACKGROUND,STOPPED,false", "BACKGROUND,RECEIVING,false", "BACKGROUND,STARTED,true",
			"BACKGROUND,STOPPING,false", "INTERVAL,RECEIVING,false", "INTERVAL,STARTED,true", "INTERVAL,STOPPING,false",
			"QUEUE,STOPPED,false", "QUEUE,RECEIVING,true", "QUEUE,STARTED,true", "QUEUE,STOPPING,true",
			"EVENT,STOPPED,false", "EVENT,RECEIVING,true", "EVENT,STARTED,true", "EVENT,STOPPING,true" })
	void whoLaunchesItselfRunsInStartedOnly(WorkerType type, SupervisorState state, boolean given) {
		Permission permission = new Permission(type, LeaseGate.OPEN);
		permission.enter(state);
		assertThat(permission.isGiven()).isEqualTo(given);
		assertThat(permission.isStopping()).isEqualTo(state == SupervisorState.STOPPING);
	}

	@Test
	void whoIsWithdrawnRunsAgainWithTheNextStartAndNotBefore() {
		Permission permission = new Permission(WorkerType.QUEUE, LeaseGate.OPEN);
		permission.enter(SupervisorState.STARTED);
		permission.withdraw();
		assertThat(permission.isGiven()).isFalse();
		permission.enter(SupervisorState.STOPPING);
		assertThat(permission.isGiven()).isFalse();
		permission.enter(SupervisorState.STOPPED);
		permission.enter(SupervisorState.RECEIVING);
		assertThat(permission.isGiven()).isTrue();
		permission.withdraw();
		permission.enter(SupervisorState.STARTED);
		assertThat(permission.isGiven()).isTrue();
	}

	@Test
	void everybodyIsServedUntilAStopAndNobodyAfterIt() {
		Supervisor supervisor = Supervisor.builder().build();
		Permission permission = new Permission(WorkerType.QUEUE, LeaseGate.OPEN);
		assertThat(permission.isReceiving(supervisor)).isTrue();
		permission.enter(SupervisorState.STOPPED);
		assertThat(permission.isReceiving(supervisor)).isTrue();
		permission.enter(SupervisorState.RECEIVING);
		assertThat(permission.isReceiving(supervisor)).isTrue();
		permission.enter(SupervisorState.STARTED);
		assertThat(permission.isReceiving(supervisor)).isTrue();
		permission.enter(SupervisorState.STOPPING);
		assertThat(permission.isReceiving(supervisor)).isFalse();
		permission.enter(SupervisorState.STOPPED);
		assertThat(permission.isReceiving(supervisor)).isFalse();
	}

}
