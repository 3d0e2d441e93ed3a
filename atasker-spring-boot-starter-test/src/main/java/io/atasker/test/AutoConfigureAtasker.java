package io.atasker.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Puts the workers of a test under the control of a {@link WorkersTester}, which can be
 * injected: no worker starts by itself, and time stands still until the test moves it.
 * For tests with the whole application, such as with {@code @SpringBootTest}, or for
 * another slice to which workers are added.
 *
 * @see WorkerTest
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureAtasker {

	/**
	 * Whether time stands still until {@link WorkersTester#advance} moves it. Otherwise
	 * the clocks of the JVM are used.
	 * @return {@code true} by default
	 */
	@PropertyMapping(AtaskerTestAutoConfiguration.MANUAL_TIME)
	boolean manualTime() default true;

	/**
	 * Whether workers start with the application, as they do outside of tests.
	 * @return {@code false} by default
	 */
	@PropertyMapping(AtaskerTestAutoConfiguration.AUTO_START)
	boolean autoStart() default false;

}
