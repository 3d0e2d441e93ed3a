package io.atasker.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why an operation was refused.
 *
 * @param error the reason, bounded and safe to show
 */
public record ErrorDescriptor(String error) implements OperationResponseBody {

}
