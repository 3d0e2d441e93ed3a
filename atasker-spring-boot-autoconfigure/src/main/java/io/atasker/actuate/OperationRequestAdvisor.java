package io.atasker.actuate;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationArgumentResolver;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Hands operations that take an {@link OperationRequest} what Actuator collected from
 * body and query. Leaves all other operations alone.
 */
public final class OperationRequestAdvisor implements OperationInvokerAdvisor {

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (stream(parameters).noneMatch((parameter) -> parameter.getType() == OperationRequest.class)) {
			return invoker;
		}
		Set<String> selectors = stream(parameters)
			.filter((parameter) -> parameter.getAnnotation(Selector.class) != null)
			.map(OperationParameter::getName)
			.collect(Collectors.toUnmodifiableSet());
		return (context) -> invoker.invoke(withRequest(context, selectors));
	}

	private static Stream<OperationParameter> stream(OperationParameters parameters) {
		return StreamSupport.stream(parameters.spliterator(), false);
	}

	private static InvocationContext withRequest(InvocationContext context, Set<String> selectors) {
		SecurityContext security = context.resolveArgument(SecurityContext.class);
		OperationRequest request = new OperationRequest(Arguments.of(context.getArguments(), selectors),
				Caller.of(security));
		return new InvocationContext((security != null) ? security : SecurityContext.NONE, context.getArguments(),
				OperationArgumentResolver.of(OperationRequest.class, () -> request), new Delegate(context));
	}

	/**
	 * Resolves what the original context resolves.
	 */
	private record Delegate(InvocationContext context) implements OperationArgumentResolver {

		@Override
		public boolean canResolve(Class<?> type) {
			return this.context.canResolve(type);
		}

		@Override
		public <T> @Nullable T resolve(Class<T> type) {
			return this.context.resolveArgument(type);
		}

	}

}
