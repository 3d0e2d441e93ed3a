package io.atasker.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The broker of the tests does not outlive them.
 */
@Tag("long")
@WithRabbit
class RabbitServerTests {

	@Test
	void endsWithItsJvmThoughThatIsKilled() {
		try (ChildJvm child = ChildJvm.start(ChildJvm.currentJava(), Starter.class)) {
			String[] said = child.awaitLine("broker ").split(" ");
			int port = Integer.parseInt(said[1]);
			assertThat(isListening(port)).isTrue();
			child.kill();
			await().atMost(Duration.ofSeconds(90)).until(() -> !isListening(port) && Files.notExists(Path.of(said[2])));
		}
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** A JVM that has a broker. */
	public static final class Starter {

		private Starter() {
		}

		/**
		 * Runs until it is killed.
		 * @param arguments none
		 * @throws Exception if something fails
		 */
		public static void main(String[] arguments) throws Exception {
			RabbitServer server = RabbitServer.get();
			System.out.println("broker " + server.port() + " " + server.folder());
			new CountDownLatch(1).await();
		}

	}

}
