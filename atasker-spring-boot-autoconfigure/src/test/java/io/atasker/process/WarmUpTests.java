package io.atasker.process;

import java.nio.channels.SocketChannel;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the call that warms a child up, whose failure would not be seen there.
 */
@Timeout(60)
class WarmUpTests {

	@Test
	void callIsMadeAndAnswered() throws Throwable {
		ClassLoader loader = getClass().getClassLoader();
		try (FrameChannel channel = new FrameChannel(SocketChannel.open(), 1024)) {
			byte[] answer = WarmUp.run(new CurrentRun(0, channel), loader);
			assertThat(new ValueReader(Input.of(answer), AllowedTypes.all(loader)).read())
				.isEqualTo(List.of("text", 1));
		}
	}

}
