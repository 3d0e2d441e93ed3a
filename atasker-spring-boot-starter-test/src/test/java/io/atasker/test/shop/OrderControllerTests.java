package io.atasker.test.shop;

import io.atasker.worker.BackgroundQueueWorker;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;

@WebMvcTest(OrderController.class)
class OrderControllerTests {

	@Autowired
	MockMvcTester mvc;

	@MockitoBean
	BackgroundQueueWorker<Order> orders;

	@Test
	void anOrderIsPlaced() {
		assertThat(this.mvc.post().uri("/orders").content("tea")).hasStatusOk();
		then(this.orders).should().put(new Order("tea", 1));
	}

}
