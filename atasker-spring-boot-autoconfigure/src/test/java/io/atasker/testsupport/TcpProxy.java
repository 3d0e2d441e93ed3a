package io.atasker.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * A network between a client and a server of this machine that can be cut: nothing is let
 * through then, and nobody is told. When it is restored what was sent meanwhile arrives,
 * as TCP sees to.
 */
public final class TcpProxy implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

	@GuardedBy("this")
	private boolean cut;

	private volatile boolean closed;

	private TcpProxy(ServerSocket server, int target) {
		this.server = server;
		this.target = target;
		this.open.add(server);
	}

	/**
	 * Makes a network.
	 * @param target the port that it leads to
	 * @return the network
	 */
	public static TcpProxy to(int target) {
		try {
			TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
			proxy.aside(proxy::accept);
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Has a URL lead through this network.
	 * @param url one with the port of the target
	 * @return the same with the port of this network
	 */
	public String through(String url) {
		return url.replace(":" + this.target, ":" + this.server.getLocalPort());
	}

	/** Lets nothing through from now on. */
	public synchronized void cut() {
		this.cut = true;
	}

	/** Lets all through again. */
	public synchronized void restore() {
		this.cut = false;
		notifyAll();
	}

	private synchronized void awaitWhole() {
		while (this.cut && !this.closed) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void accept() {
		try {
			while (!this.closed) {
				Socket client = this.server.accept();
				this.open.add(client);
				aside(() -> connect(client));
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	private void connect(Socket client) {
		awaitWhole();
		try {
			Socket there = new Socket(InetAddress.getLoopbackAddress(), this.target);
			this.open.add(there);
			there.setTcpNoDelay(true);
			client.setTcpNoDelay(true);
			aside(() -> forward(client, there));
			forward(there, client);
		}
		catch (IOException ex) {
			close(client);
		}
	}

	private void forward(Socket from, Socket to) {
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0 && !this.closed; length = in.read(buffer)) {
				awaitWhole();
				out.write(buffer, 0, length);
			}
			awaitWhole();
		}
		catch (IOException ex) {
			// The other end has gone, and so do both.
		}
		this.open.remove(from);
		this.open.remove(to);
	}

	private void aside(Runnable work) {
		Thread thread = new Thread(work, "network of a test");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Closeable what) {
		try {
			what.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		restore();
		this.open.forEach(TcpProxy::close);
	}

}
