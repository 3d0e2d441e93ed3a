package io.atasker.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need a browser. Without one they are skipped, or fail where
 * {@code ATASKER_REQUIRE_BROWSER=true} says that there has to be one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithBrowser.Condition.class)
@interface WithBrowser {

	/**
	 * Looks for the browser.
	 */
	final class Condition implements ExecutionCondition {

		private static final String MISSING = "there is no Chromium or no driver of it: install the packages chromium and "
				+ "chromium-driver, or say where they are by ATASKER_BROWSER and ATASKER_BROWSER_DRIVER";

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (Browser.chromiumPath() != null && Browser.driverPath() != null) {
				return ConditionEvaluationResult.enabled("there is a browser");
			}
			if (Boolean.parseBoolean(System.getenv("ATASKER_REQUIRE_BROWSER"))) {
				throw new IllegalStateException(MISSING);
			}
			return ConditionEvaluationResult.disabled(MISSING);
		}

	}

}
