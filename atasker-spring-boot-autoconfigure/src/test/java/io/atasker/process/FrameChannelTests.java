package io.atasker.process;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link FrameChannel}: failure case 75, where whatever comes is no frame, or
 * not all of one.
 */
@Timeout(60)
class FrameChannelTests {

	private static final int MOST = 100_000;

	private SocketChannel sender;

	private FrameChannel receiver;

	@BeforeEach
	void connect() throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			this.sender = SocketChannel.open(server.getLocalAddress());
			this.receiver = new FrameChannel(server.accept(), MOST);
		}
	}

	@AfterEach
	void close() throws IOException {
		this.sender.close();
		this.receiver.close();
	}

	@Test
	void framesComeAsTheyWereSentHoweverTheyAreCut() throws Exception {
		Random random = new Random(75);
		List<byte[]> payloads = new ArrayList<>();
		List<Integer> sizes = List.of(0, 1, 8_170, 8_192, 8_193, 20_000, MOST - 4);
		for (int i = 0; i < 100; i++) {
			byte[] payload = new byte[(i < sizes.size()) ? sizes.get(i) : random.nextInt(10_000)];
			random.nextBytes(payload);
			payloads.add(payload);
		}
		Thread writer = new Thread(() -> payloads.forEach(this::sendInPieces), "writer");
		writer.start();
		for (int i = 0; i < payloads.size(); i++) {
			Frame frame = this.receiver.read();
			assertThat(frame.type()).isEqualTo(FrameType.RESULT);
			assertThat(frame.number()).isEqualTo(payloads.get(i).length);
			assertThat(frame.payload().readBytes()).isEqualTo(payloads.get(i));
			assertThat(frame.payload().left()).isZero();
		}
		writer.join();
	}

	private void sendInPieces(byte[] payload) {
		try {
			ByteBuffer frame = frame(payload);
			Random random = new Random(payload.length);
			while (frame.hasRemaining()) {
				int piece = Math.min(frame.remaining(), 1 + random.nextInt(5_000));
				send(frame.slice(frame.position(), piece));
				frame.position(frame.position() + piece);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ByteBuffer frame(byte[] payload) {
		return ByteBuffer.allocate(17 + payload.length)
			.putInt(13 + payload.length)
			.put(FrameType.RESULT)
			.putLong(payload.length)
			.putInt(payload.length)
			.put(payload)
			.flip();
	}

	private void send(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.sender.write(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 8, MOST + 10, Integer.MAX_VALUE, Integer.MIN_VALUE })
	void lengthThatCannotBeIsRefused(int length) throws Exception {
		send(ByteBuffer.allocate(64).putInt(length).clear());
		assertThatExceptionOfType(IOException.class).isThrownBy(this.receiver::read)
			.withMessage("a frame of %d bytes is announced, which cannot be", length);
	}

	@Test
	void longestAndShortestFramesAreTaken() throws Exception {
		send(ByteBuffer.allocate(13).putInt(9).put((byte) 5).putLong(7).flip());
		Frame shortest = this.receiver.read();
		assertThat(shortest.number()).isEqualTo(7);
		assertThat(shortest.payload().left()).isZero();
		Thread writer = new Thread(() -> sendInPieces(new byte[MOST - 4]));
		writer.start();
		assertThat(this.receiver.read().payload().left()).isEqualTo(MOST);
		writer.join();
	}

	@Test
	void endWithinAFrameIsToldFromAnEndBetweenTwo() throws Exception {
		send(frame(new byte[3]));
		send(ByteBuffer.allocate(6).putInt(500).clear());
		this.sender.close();
		this.receiver.read();
		assertThatExceptionOfType(EOFException.class).isThrownBy(this.receiver::read)
			.withMessage("the other end has closed in the middle of a frame");
	}

	@Test
	void endBetweenFrames() throws Exception {
		this.sender.close();
		assertThatExceptionOfType(EOFException.class).isThrownBy(this.receiver::read)
			.withMessage("the other end has closed");
	}

	@Test
	void garbageIsRefusedOrReadAsFramesAndNothingElse() throws Exception {
		Random random = new Random(750);
		for (int round = 0; round < 300; round++) {
			byte[] bytes = new byte[random.nextInt(3_000)];
			random.nextBytes(bytes);
			if (round % 2 == 0 && bytes.length > 4) {
				// Something like a frame.
				ByteBuffer.wrap(bytes).putInt(random.nextInt(200)).put((byte) random.nextInt(9));
			}
			send(ByteBuffer.wrap(bytes));
			this.sender.close();
			assertThatExceptionOfType(IOException.class).isThrownBy(this::readAll);
			close();
			connect();
		}
	}

	private void readAll() throws IOException {
		while (true) {
			Input payload = this.receiver.read().payload();
			try {
				new ValueReader(payload, AllowedTypes.all(FrameChannelTests.class.getClassLoader())).read();
			}
			catch (PayloadException ex) {
				assertThat(ex.getMessage()).isNotBlank();
			}
		}
	}

	@Test
	void whatCannotBeWrittenLeavesWhatWasAddedBefore() throws Exception {
		try (FrameChannel channel = new FrameChannel(this.sender, MOST)) {
			channel.add(FrameType.RUN, 1, (output) -> output.writeText("a"));
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> channel.add(FrameType.RUN, 2, (output) -> output.writeBytes(new byte[MOST])));
			channel.add(FrameType.RUN, 3, (output) -> output.writeText("b"));
			channel.flush();
			assertThat(this.receiver.read().payload().readText()).isEqualTo("a");
			Frame last = this.receiver.read();
			assertThat(last.number()).isEqualTo(3);
			assertThat(last.payload().readText()).isEqualTo("b");
			channel.add(FrameType.RUN, 4, (output) -> output.writeText("forgotten"));
			channel.discard();
			channel.add(FrameType.RUN, 5, (output) -> output.writeText("c"));
			channel.flush();
			assertThat(this.receiver.read().number()).isEqualTo(5);
		}
	}

}
