package io.atasker.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where one child finds its parent: a Unix domain socket in a folder that nobody else may
 * look into, or a loopback port where that is not to be had. It is gone as soon as the
 * child is there.
 */
final class Rendezvous implements AutoCloseable {

	private static final String UNIX = "unix:";

	private static final String TCP = "tcp:";

	/** The least that systems allow is 104 with the zero at the end. */
	private static final int LONGEST_PATH = 100;

	private final Path folder;

	private final ServerSocketChannel server;

	private final Reception reception;

	private final AtomicBoolean closed = new AtomicBoolean();

	private Rendezvous(Path folder, ServerSocketChannel server, Reception reception) {
		this.folder = folder;
		this.server = server;
		this.reception = reception;
	}

	/**
	 * Opens one.
	 * @param secret what the child knows
	 * @return the rendezvous
	 * @throws IOException if the system refuses
	 */
	static Rendezvous open(Secret secret) throws IOException {
		Path folder = Files.createTempDirectory("atasker");
		ServerSocketChannel server = null;
		try {
			server = bind(socketIn(folder));
			return new Rendezvous(folder, server, new Reception(server, secret));
		}
		catch (IOException | RuntimeException ex) {
			if (server != null) {
				server.close();
			}
			delete(folder);
			throw ex;
		}
	}

	private static ServerSocketChannel bind(Path socket) throws IOException {
		if (socket.toString().length() <= LONGEST_PATH) {
			try {
				return bind(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(socket));
			}
			catch (UnsupportedOperationException | IOException ex) {
				// An old system, or a folder that can have no sockets: there is loopback.
			}
		}
		return bind(ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	private static ServerSocketChannel bind(ServerSocketChannel server, SocketAddress address) throws IOException {
		try {
			return server.bind(address);
		}
		catch (Throwable ex) {
			server.close();
			throw ex;
		}
	}

	private static Path socketIn(Path folder) {
		return folder.resolve("child");
	}

	/** Returns where the arguments of the child may be written. */
	Path arguments() {
		return this.folder.resolve("arguments");
	}

	/**
	 * Returns the address in the form that {@link #connect(String)} reads.
	 * @return the address
	 */
	String address() throws IOException {
		SocketAddress address = this.server.getLocalAddress();
		return (address instanceof InetSocketAddress inet) ? TCP + inet.getPort()
				: UNIX + ((UnixDomainSocketAddress) address).getPath();
	}

	/**
	 * Waits for the child.
	 * @return its connections by their roles
	 * @throws IOException if this is closed before it is there
	 */
	Map<Byte, SocketChannel> await() throws IOException {
		return this.reception.await();
	}

	/** Connects, in the child. */
	static SocketChannel connect(String address) throws IOException {
		if (address.startsWith(UNIX)) {
			return SocketChannel.open(UnixDomainSocketAddress.of(address.substring(UNIX.length())));
		}
		int port = Integer.parseInt(address.substring(TCP.length()));
		return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	/** From any thread; who waits in {@link #await()} is woken by an exception. */
	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			// Its names may belong to somebody else by now.
			return;
		}
		this.reception.close();
		try {
			this.server.close();
		}
		catch (IOException ex) {
			// It is closed for us all the same.
		}
		delete(this.folder);
	}

	private static void delete(Path folder) {
		try {
			Files.deleteIfExists(socketIn(folder));
			Files.deleteIfExists(folder.resolve("arguments"));
			Files.deleteIfExists(folder);
		}
		catch (IOException ex) {
			// A few files among temporary ones stay behind.
		}
	}

}
