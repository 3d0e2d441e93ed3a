package io.atasker.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need RabbitMQ, see {@link RabbitServer}. Without it they are skipped, or
 * fail where {@code ATASKER_REQUIRE_RABBIT=true} says that there has to be one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(WithRabbit.Condition.class)
public @interface WithRabbit {

	/**
	 * Looks for the broker.
	 */
	final class Condition implements ExecutionCondition {

		private static final String MISSING = "there is no RabbitMQ: install the package rabbitmq-server, or say by "
				+ "ATASKER_RABBIT where its script rabbitmq-server is";

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (Files.isExecutable(RabbitServer.program())) {
				return ConditionEvaluationResult.enabled("there is RabbitMQ");
			}
			if (Boolean.parseBoolean(System.getenv("ATASKER_REQUIRE_RABBIT"))) {
				throw new IllegalStateException(MISSING);
			}
			return ConditionEvaluationResult.disabled(MISSING);
		}

	}

}
