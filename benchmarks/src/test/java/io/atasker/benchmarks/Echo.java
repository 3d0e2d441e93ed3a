package io.atasker.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A child JVM that sends back what it gets, over its standard input and output or a Unix
 * domain socket: the least that an answer of another process takes. The main class of the
 * child, too.
 */
public abstract class Echo implements AutoCloseable {

	/** About as long as an empty task and its answer. */
	private static final int SIZE = 32;

	/** Sends a message and waits for the answer. */
	abstract void turn() throws IOException;

	@Override
	public abstract void close() throws IOException;

	/** Starts a JVM as the process pool does. */
	static ProcessBuilder java(Class<?> main, String... arguments) {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName());
		builder.command().addAll(List.of(arguments));
		return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
	}

	/**
	 * Answers until the other end is closed.
	 * @param args the path of the socket, none for the standard input and output
	 * @throws IOException if the connection breaks
	 */
	public static void main(String[] args) throws IOException {
		if (args.length == 0) {
			byte[] bytes = new byte[SIZE];
			while (System.in.readNBytes(bytes, 0, SIZE) == SIZE) {
				System.out.write(bytes, 0, SIZE);
				System.out.flush();
			}
			return;
		}
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
			ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
			while (fill(channel, buffer)) {
				channel.write(buffer.flip());
			}
		}
	}

	private static boolean fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
		buffer.clear();
		while (buffer.hasRemaining()) {
			if (channel.read(buffer) < 0) {
				return false;
			}
		}
		return true;
	}

	/** Over pipes. */
	static final class OverPipes extends Echo {

		private final byte[] bytes = new byte[SIZE];

		private final OutputStream output;

		private final InputStream input;

		OverPipes() throws IOException {
			Process process = java(Echo.class).start();
			this.output = process.getOutputStream();
			this.input = process.getInputStream();
		}

		@Override
		void turn() throws IOException {
			this.output.write(this.bytes);
			this.output.flush();
			new DataInputStream(this.input).readFully(this.bytes);
		}

		@Override
		public void close() throws IOException {
			this.output.close();
		}

	}

	/** Over a Unix domain socket, as the process pool does. */
	static final class OverSocket extends Echo {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

		private final SocketChannel channel;

		OverSocket() throws IOException {
			Path folder = Files.createTempDirectory("echo");
			Path path = folder.resolve("socket");
			try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
				server.bind(UnixDomainSocketAddress.of(path));
				java(Echo.class, path.toString()).start();
				this.channel = server.accept();
			}
			finally {
				Files.deleteIfExists(path);
				Files.delete(folder);
			}
		}

		@Override
		void turn() throws IOException {
			this.buffer.clear();
			this.channel.write(this.buffer);
			if (!fill(this.channel, this.buffer)) {
				throw new IOException("the child has ended");
			}
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}
