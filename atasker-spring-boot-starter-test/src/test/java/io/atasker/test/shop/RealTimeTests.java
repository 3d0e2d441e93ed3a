package io.atasker.test.shop;

import java.time.Duration;

import io.atasker.test.AutoConfigureAtasker;
import io.atasker.test.WorkerTest;
import io.atasker.test.WorkersTester;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@WorkerTest(Orders.class)
@AutoConfigureAtasker(manualTime = false)
class RealTimeTests {

	@Autowired
	WorkersTester tester;

	@MockitoBean
	Warehouse warehouse;

	@Test
	void timeCannotBeMoved() {
		assertThatIllegalStateException().isThrownBy(() -> this.tester.advance(Duration.ofSeconds(1)))
			.withMessageContaining("remove manualTime = false");
	}

	@Test
	void workersAreStartedByTheTestOnly() {
		assertThat(this.tester.worker("count")).isStopped();
		this.tester.start("count");
		await().untilAsserted(() -> assertThat(this.tester.worker("count")).hasSucceeded(1));
	}

}
