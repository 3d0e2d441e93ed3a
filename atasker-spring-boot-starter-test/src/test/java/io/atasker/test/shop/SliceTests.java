package io.atasker.test.shop;

import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another slice has no workers, even if a bean that declares some is imported.
 */
@WebMvcTest(Quotes.class)
@Import({ Shelves.class, Quotes.class })
class SliceTests {

	@Autowired
	ApplicationContext context;

	@Test
	void thereAreNoWorkers() {
		assertThat(this.context.getBeanNamesForType(Quotes.class)).hasSize(1);
		assertThat(this.context.getBeanNamesForType(Workers.class)).isEmpty();
	}

}
