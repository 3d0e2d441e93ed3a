package io.atasker.process;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.atasker.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinePump}; floods are tested with real children.
 */
class LinePumpTests {

	/** Failure case 71: a child would wait for ever for who does not read any more. */
	@Test
	void lineThatCannotBeToldIsLeftOutAndReadingGoesOn() throws Exception {
		List<String> told = new ArrayList<>();
		InputStream stream = new ByteArrayInputStream("one\ntwo\nthree".getBytes(StandardCharsets.UTF_8));
		new LinePump(stream, new ManualTime(), new LinePump.Target() {

			@Override
			public void line(String text, boolean logged) {
				if (text.equals("two")) {
					throw new IllegalStateException("the disk of the log is full");
				}
				told.add(text);
			}

			@Override
			public void dropped(long count) {
			}

		}).run();
		assertThat(told).containsExactly("one", "three");
		assertThat(stream.available()).isZero();
	}

}
