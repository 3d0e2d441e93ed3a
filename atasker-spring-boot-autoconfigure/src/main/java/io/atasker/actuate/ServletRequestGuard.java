package io.atasker.actuate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Guards our endpoints on a servlet server.
 */
final class ServletRequestGuard extends OncePerRequestFilter {

	private final RequestGuard guard;

	ServletRequestGuard(RequestGuard guard) {
		this.guard = guard;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !this.guard.covers(ServletRequestPathUtils.parse(request).pathWithinApplication());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RequestGuard.Rejection rejection = this.guard.check(host(request), request.getParameterMap().keySet());
		byte[] body = read(request);
		if (rejection == null) {
			rejection = (body.length > RequestGuard.LARGEST_BODY) ? RequestGuard.TOO_LARGE
					: this.guard.checkBody(request.getContentType(), body);
		}
		if (rejection != null) {
			reject(response, rejection);
			return;
		}
		chain.doFilter(new Buffered(request, body), response);
	}

	/** HTTP/2 has no such header. */
	private static String host(HttpServletRequest request) {
		String host = request.getHeader(HttpHeaders.HOST);
		return (host != null) ? host : request.getServerName();
	}

	/**
	 * Reads a body.
	 * @param request the request
	 * @return all of it, or more bytes than it may have
	 */
	private static byte[] read(HttpServletRequest request) throws IOException {
		if (request.getContentLengthLong() > RequestGuard.LARGEST_READ) {
			return new byte[RequestGuard.LARGEST_BODY + 1];
		}
		InputStream input = request.getInputStream();
		byte[] body = input.readNBytes(RequestGuard.LARGEST_BODY + 1);
		byte[] rest = new byte[8 * 1024];
		int count = body.length;
		for (int n = 0; n != -1 && count < RequestGuard.LARGEST_READ; n = input.read(rest)) {
			count += n;
		}
		return body;
	}

	private static void reject(HttpServletResponse response, RequestGuard.Rejection rejection) throws IOException {
		response.setStatus(rejection.status());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		byte[] body = rejection.json();
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	/**
	 * A request whose body was read.
	 */
	private static final class Buffered extends HttpServletRequestWrapper {

		private final byte[] body;

		Buffered(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public ServletInputStream getInputStream() {
			return new BufferedInput(new ByteArrayInputStream(this.body));
		}

	}

	/**
	 * The body of a request that was read.
	 */
	private static final class BufferedInput extends ServletInputStream {

		private final ByteArrayInputStream body;

		BufferedInput(ByteArrayInputStream body) {
			this.body = body;
		}

		@Override
		public int read() {
			return this.body.read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			return this.body.read(buffer, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.body.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("the body was read already");
		}

	}

}
