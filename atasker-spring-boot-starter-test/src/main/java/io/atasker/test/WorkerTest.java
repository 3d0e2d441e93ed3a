package io.atasker.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of workers alone: the context has atasker's auto-configuration and the named
 * components of the application, no others. What these need is given with
 * {@code @MockitoBean} or {@code @Import}. Workers and time are as
 * {@link AutoConfigureAtasker} says, which may be added to change that.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(WorkerTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(WorkerTypeExcludeFilter.class)
@AutoConfigureAtasker
public @interface WorkerTest {

	/**
	 * Properties in form {@literal key=value} that are added to the {@link Environment}.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * The components to test; they have to be found by the component scan of the
	 * application. Without any, all components that declare workers.
	 * @return the classes
	 */
	@AliasFor("components")
	Class<?>[] value() default {};

	/**
	 * The components to test, the same as {@link #value()}.
	 * @return the classes
	 */
	@AliasFor("value")
	Class<?>[] components() default {};

	/**
	 * Whether the components of {@link #value()} are included. Without them only
	 * {@link #includeFilters()} decide.
	 * @return {@code true} by default
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Adds components.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Leaves out components.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configuration that is left out.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
