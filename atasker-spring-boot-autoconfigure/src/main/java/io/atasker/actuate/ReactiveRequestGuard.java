package io.atasker.actuate;

import java.io.ByteArrayOutputStream;

import io.atasker.actuate.RequestGuard.Rejection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Guards our endpoints on a reactive server.
 */
final class ReactiveRequestGuard implements WebFilter {

	private final RequestGuard guard;

	ReactiveRequestGuard(RequestGuard guard) {
		this.guard = guard;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (!this.guard.covers(request.getPath().pathWithinApplication())) {
			return chain.filter(exchange);
		}
		if (request.getHeaders().getContentLength() > RequestGuard.LARGEST_READ) {
			return reject(exchange.getResponse(), RequestGuard.TOO_LARGE);
		}
		return Mono.defer(() -> {
			Body body = new Body();
			return request.getBody()
				.map(body::take)
				.takeUntil((count) -> count >= RequestGuard.LARGEST_READ)
				.then(Mono.defer(() -> proceed(exchange, chain, body)));
		});
	}

	private Mono<Void> proceed(ServerWebExchange exchange, WebFilterChain chain, Body body) {
		ServerHttpRequest request = exchange.getRequest();
		byte[] bytes = body.bytes.toByteArray();
		Rejection rejection = this.guard.check(host(request), request.getQueryParams().keySet());
		if (rejection == null) {
			rejection = (body.count > RequestGuard.LARGEST_BODY) ? RequestGuard.TOO_LARGE
					: this.guard.checkBody(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE), bytes);
		}
		return (rejection != null) ? reject(exchange.getResponse(), rejection)
				: chain.filter(exchange.mutate().request(new Buffered(exchange, bytes)).build());
	}

	/** HTTP/2 has no such header. */
	private static @Nullable String host(ServerHttpRequest request) {
		String host = request.getHeaders().getFirst(HttpHeaders.HOST);
		return (host != null) ? host : request.getURI().getHost();
	}

	private static Mono<Void> reject(ServerHttpResponse response, Rejection rejection) {
		response.setStatusCode(HttpStatusCode.valueOf(rejection.status()));
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		byte[] body = rejection.json();
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	/**
	 * A body that is being read; its buffers come one after the other.
	 */
	private static final class Body {

		/** As much of it as it may have. */
		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		/** How many bytes there were, those that are thrown away among them. */
		private int count;

		/**
		 * Takes what has come.
		 * @param buffer the buffer, which is released
		 * @return how many bytes have come
		 */
		int take(DataBuffer buffer) {
			int length = buffer.readableByteCount();
			if (this.count + length <= RequestGuard.LARGEST_BODY) {
				byte[] part = new byte[length];
				buffer.read(part);
				this.bytes.writeBytes(part);
			}
			DataBufferUtils.release(buffer);
			this.count += length;
			return this.count;
		}

	}

	/**
	 * A request whose body was read.
	 */
	private static final class Buffered extends ServerHttpRequestDecorator {

		private final ServerWebExchange exchange;

		private final byte[] body;

		Buffered(ServerWebExchange exchange, byte[] body) {
			super(exchange.getRequest());
			this.exchange = exchange;
			this.body = body;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return (this.body.length > 0) ? Flux.just(this.exchange.getResponse().bufferFactory().wrap(this.body))
					: Flux.empty();
		}

	}

}
