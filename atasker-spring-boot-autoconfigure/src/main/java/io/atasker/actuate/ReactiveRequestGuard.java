package io.atasker.actuate;

import io.atasker.actuate.RequestGuard.Rejection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
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
		Rejection rejection = this.guard.checkQuery(request.getQueryParams().keySet());
		if (rejection == null && request.getHeaders().getContentLength() > RequestGuard.LARGEST_BODY) {
			rejection = RequestGuard.TOO_LARGE;
		}
		if (rejection != null) {
			return reject(exchange.getResponse(), rejection);
		}
		return checked(exchange).flatMap((checked) -> checked.proceed(chain));
	}

	private Mono<Checked> checked(ServerWebExchange exchange) {
		String contentType = exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
		return DataBufferUtils.join(exchange.getRequest().getBody(), RequestGuard.LARGEST_BODY)
			.map(ReactiveRequestGuard::bytes)
			.defaultIfEmpty(new byte[0])
			.map((body) -> new Checked(exchange, body, this.guard.checkBody(contentType, body)))
			.onErrorResume(DataBufferLimitException.class,
					(ex) -> Mono.just(new Checked(exchange, new byte[0], RequestGuard.TOO_LARGE)));
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static Mono<Void> reject(ServerHttpResponse response, Rejection rejection) {
		response.setStatusCode(HttpStatusCode.valueOf(rejection.status()));
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		byte[] body = rejection.json();
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	/**
	 * A request whose body was read.
	 *
	 * @param exchange the exchange
	 * @param body the body
	 * @param rejection why it is rejected, {@code null} if it is not
	 */
	private record Checked(ServerWebExchange exchange, byte[] body, @Nullable Rejection rejection) {

		Mono<Void> proceed(WebFilterChain chain) {
			if (this.rejection != null) {
				return reject(this.exchange.getResponse(), this.rejection);
			}
			return chain.filter(this.exchange.mutate().request(buffered()).build());
		}

		private ServerHttpRequest buffered() {
			return new ServerHttpRequestDecorator(this.exchange.getRequest()) {

				@Override
				public Flux<DataBuffer> getBody() {
					byte[] bytes = Checked.this.body;
					return (bytes.length > 0)
							? Flux.just(Checked.this.exchange.getResponse().bufferFactory().wrap(bytes)) : Flux.empty();
				}

			};
		}

	}

}
