package io.atasker.actuate;

import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Turns what an operation returns or throws into an answer over HTTP.
 */
final class WebAnswer {

	private static final int STATUS_ACCEPTED = 202;

	private WebAnswer() {
	}

	/**
	 * Answers. Catches everything: WebFlux would never answer a request whose operation
	 * threw an {@link Error}.
	 * @param operation the operation
	 * @return the answer
	 */
	static WebEndpointResponse<Object> of(Supplier<? extends OperationResponseBody> operation) {
		try {
			OperationResponseBody body = operation.get();
			return new WebEndpointResponse<>(body, status(body));
		}
		catch (Throwable ex) {
			RefusedException refused = RefusedException.of(ex);
			return new WebEndpointResponse<>(new ErrorDescriptor(SafeText.message(refused)), refused.status());
		}
	}

	private static int status(OperationResponseBody body) {
		boolean pending = body instanceof ActionResult result && result.isPending();
		return pending ? STATUS_ACCEPTED : WebEndpointResponse.STATUS_OK;
	}

}
