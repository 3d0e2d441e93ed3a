package io.atasker.cluster.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.atasker.queue.DeadLetter;
import io.atasker.queue.Envelope;
import io.atasker.queue.PayloadCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others have written is read anyway.
 */
class RabbitMessageTests {

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, StackOverflowError.class })
	void letterIsShownWhateverItsCodecThrows(Class<? extends Throwable> thrown) {
		DeadLetter<Envelope> letter = read(Map.of("atasker-id", "bad")).dead(Instant.EPOCH, "why")
			.letter(new Broken(thrown));
		assertThat(letter.item().payload()).isEqualTo("text");
		assertThat(letter.error()).isEqualTo("why");
	}

	@Test
	void foreignNumbersAreBounded() {
		RabbitMessage message = read(Map.of("atasker-priority", 1L << 31, "atasker-losses", Long.MAX_VALUE));
		assertThat(message.head().priority()).isEqualTo(127);
		assertThat(message.properties(true).getPriority()).isEqualTo(255);
		assertThat(message.lost().head().losses()).isGreaterThan(1000);
	}

	@Test
	void errorOfALetterFitsIntoAHeader() {
		RabbitMessage message = read(Map.of()).dead(Instant.EPOCH, "x".repeat(200_000));
		assertThat(message.properties(false).getHeaders().get("atasker-error").toString())
			.hasSize(DeadLetter.LONGEST_ERROR);
	}

	@Test
	void delaysAreRoundedUpByAQuarterAtMost() {
		for (long millis = 1; millis < 100_000; millis++) {
			long rounded = QueueNames.rounded(Duration.ofMillis(millis));
			assertThat(rounded).isBetween(millis, millis + millis / 4);
		}
		assertThat(QueueNames.rounded(Duration.ofMillis(1025))).isEqualTo(1280);
	}

	private static RabbitMessage read(Map<String, Object> headers) {
		return RabbitMessage.read(new BasicProperties.Builder().headers(headers).build(),
				"text".getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Cannot read anything.
	 *
	 * @param thrown what it throws
	 */
	private record Broken(Class<? extends Throwable> thrown) implements PayloadCodec {

		@Override
		public byte[] encode(Object payload) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Object decode(byte[] bytes) {
			if (Error.class.isAssignableFrom(this.thrown)) {
				throw (Error) made();
			}
			throw (RuntimeException) made();
		}

		private Throwable made() {
			try {
				return this.thrown.getConstructor().newInstance();
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
