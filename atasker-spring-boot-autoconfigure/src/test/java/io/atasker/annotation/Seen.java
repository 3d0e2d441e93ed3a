package io.atasker.annotation;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What beans of a test have seen, in order.
 */
final class Seen {

	private final BlockingQueue<List<Object>> all = new LinkedBlockingQueue<>();

	void add(Object... values) {
		this.all.add(List.of(values));
	}

	List<Object> next() {
		try {
			List<Object> next = this.all.poll(60, TimeUnit.SECONDS);
			assertThat(next).as("what is seen next").isNotNull();
			return next;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	void clear() {
		this.all.clear();
	}

}
