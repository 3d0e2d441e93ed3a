package io.atasker.test.shop;

import io.atasker.test.AutoConfigureAtasker;
import io.atasker.test.WorkersTester;
import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest
@AutoConfigureAtasker(manualTime = false, autoStart = true)
class ShopTests {

	@Autowired
	WorkersTester tester;

	@Autowired
	BackgroundQueueWorker<Order> orders;

	@Test
	void shopSells() {
		this.orders.put(new Order("tea", 2));
		await().untilAsserted(() -> assertThat(this.tester.worker("report")).hasSucceeded(1));
	}

}
