package io.atasker.process;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of how a child and the application find each other, over real sockets, whoever
 * else is there.
 */
@Timeout(60)
class HandshakeTests {

	private final Secret secret = Secret.create();

	private final List<AutoCloseable> opened = new ArrayList<>();

	@TempDir
	private Path folder;

	private ServerSocketChannel server;

	private String address;

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	private void listen(String family) throws IOException {
		if (family.equals("unix")) {
			Path socket = this.folder.resolve("s");
			this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
			this.server.bind(UnixDomainSocketAddress.of(socket));
			this.address = "unix:" + socket;
		}
		else {
			this.server = ServerSocketChannel.open();
			this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			this.address = "tcp:" + ((InetSocketAddress) this.server.getLocalAddress()).getPort();
		}
		this.opened.add(this.server);
	}

	private CompletableFuture<Map<Byte, SocketChannel>> receive() throws IOException {
		Reception reception = new Reception(this.server, this.secret);
		this.opened.add(reception);
		return aside(reception::await);
	}

	private CompletableFuture<SocketChannel> child(Secret known, byte role) {
		return aside(() -> Handshake.connect(this.address, known, role));
	}

	private SocketChannel stranger() throws IOException {
		SocketChannel socket = Rendezvous.connect(this.address);
		this.opened.add(socket);
		return socket;
	}

	private static <T> CompletableFuture<T> aside(Work<T> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		TestPool.thread("aside", () -> {
			try {
				result.complete(work.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}).start();
		return result;
	}

	private void bothArrive(CompletableFuture<Map<Byte, SocketChannel>> reception) throws Exception {
		SocketChannel tasks = child(this.secret, Handshake.TASKS).get(60, TimeUnit.SECONDS);
		SocketChannel control = child(this.secret, Handshake.CONTROL).get(60, TimeUnit.SECONDS);
		Map<Byte, SocketChannel> connections = reception.get(60, TimeUnit.SECONDS);
		assertThat(connections).hasSize(2);
		assertConnected(tasks, connections.get(Handshake.TASKS), "of tasks");
		assertConnected(control, connections.get(Handshake.CONTROL), "of control");
	}

	private void assertConnected(SocketChannel child, SocketChannel application, String text) throws IOException {
		this.opened.addAll(List.of(child, application));
		child.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
		assertThat(application.isBlocking()).isTrue();
		assertThat(read(application, text.length())).asString(StandardCharsets.UTF_8).isEqualTo(text);
	}

	private static byte[] read(SocketChannel channel, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length);
		while (buffer.hasRemaining()) {
			if (channel.read(buffer) < 0) {
				throw new EOFException();
			}
		}
		return buffer.array();
	}

	@Test
	void proofIsTheHmacOfTheJdk() throws Exception {
		byte[] challenge = Secret.random();
		byte[] answer = Secret.random();
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(HexFormat.of().parseHex(this.secret.text()), "HmacSHA256"));
		mac.update("child".getBytes(StandardCharsets.UTF_8));
		mac.update((byte) 7);
		mac.update(challenge);
		assertThat(this.secret.proof("child", (byte) 7, challenge, answer)).isEqualTo(mac.doFinal(answer));
		assertThat(Secret.of(this.secret.text()).text()).isEqualTo(this.secret.text()).hasSize(64);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unix", "tcp" })
	void childAndApplicationFindEachOther(String family) throws Exception {
		listen(family);
		bothArrive(receive());
	}

	@ParameterizedTest
	@ValueSource(strings = { "unix", "tcp" })
	void whoDoesNotKnowTheSecretIsSentAway(String family) throws Exception {
		listen(family);
		CompletableFuture<Map<Byte, SocketChannel>> reception = receive();
		assertThat(child(Secret.create(), Handshake.TASKS)).failsWithin(60, TimeUnit.SECONDS);
		SocketChannel stranger = stranger();
		read(stranger, Secret.LENGTH);
		stranger.write(ByteBuffer.allocate(Handshake.ANSWER));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(stranger, 1));
		assertThat(reception).isNotDone();
		bothArrive(reception);
	}

	@Test
	void proofOfOneConnectionIsNoneForAnother() throws Exception {
		listen("unix");
		CompletableFuture<Map<Byte, SocketChannel>> reception = receive();
		SocketChannel first = child(this.secret, Handshake.TASKS).get(60, TimeUnit.SECONDS);
		this.opened.add(first);
		assertThat(child(this.secret, Handshake.TASKS)).failsWithin(60, TimeUnit.SECONDS);
		SocketChannel stranger = stranger();
		byte[] challenge = read(stranger, Secret.LENGTH);
		byte[] own = Secret.random();
		ByteBuffer answer = ByteBuffer.allocate(Handshake.ANSWER).put(Handshake.CONTROL).put(own);
		stranger.write(answer.put(this.secret.proof("child", Handshake.TASKS, challenge, own)).flip());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(stranger, 1));
		SocketChannel control = child(this.secret, Handshake.CONTROL).get(60, TimeUnit.SECONDS);
		assertConnected(first, reception.get(60, TimeUnit.SECONDS).get(Handshake.TASKS), "first");
		this.opened.add(control);
	}

	/** Silent ones, slow ones, ones that are gone, and more than there may be. */
	@ParameterizedTest
	@ValueSource(strings = { "unix", "tcp" })
	void strangersKeepNobodyWaiting(String family) throws Exception {
		listen(family);
		CompletableFuture<Map<Byte, SocketChannel>> reception = receive();
		stranger().close();
		SocketChannel oldest = stranger();
		read(oldest, Secret.LENGTH);
		List<SocketChannel> silent = new ArrayList<>();
		for (int i = 0; i < 3 * Reception.MOST_GUESTS; i++) {
			SocketChannel stranger = stranger();
			stranger.write(ByteBuffer.allocate(i % 3));
			silent.add(stranger);
		}
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(oldest, 1));
		SocketChannel youngest = silent.get(silent.size() - 1);
		read(youngest, Secret.LENGTH);
		bothArrive(reception);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(youngest, 1));
	}

	@Test
	void whoWaitsIsWokenByTheEnd() throws Exception {
		listen("unix");
		CompletableFuture<Map<Byte, SocketChannel>> reception = receive();
		SocketChannel stranger = stranger();
		read(stranger, Secret.LENGTH);
		this.opened.get(1).close();
		assertThat(reception).failsWithin(60, TimeUnit.SECONDS)
			.withThrowableThat()
			.withMessageContaining("nobody waits for the child any more");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(stranger, 1));
	}

	@Test
	void childRefusesAnApplicationThatDoesNotKnowTheSecret() throws Exception {
		listen("tcp");
		assertRefused((answer) -> Secret.random());
		assertRefused((answer) -> Arrays.copyOfRange(answer, 1 + Secret.LENGTH, answer.length));
	}

	private void assertRefused(Function<byte[], byte[]> proof) throws Exception {
		CompletableFuture<SocketChannel> child = child(this.secret, Handshake.TASKS);
		try (SocketChannel accepted = this.server.accept()) {
			accepted.write(ByteBuffer.wrap(Secret.random()));
			byte[] answer = read(accepted, Handshake.ANSWER);
			assertThat(HexFormat.of().formatHex(answer)).doesNotContain(this.secret.text());
			accepted.write(ByteBuffer.wrap(proof.apply(answer)));
			assertThat(child).failsWithin(60, TimeUnit.SECONDS)
				.withThrowableThat()
				.withMessageContaining("is not the application");
		}
	}

	private interface Work<T> {

		T call() throws Exception;

	}

}
