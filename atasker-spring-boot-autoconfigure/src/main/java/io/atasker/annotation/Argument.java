package io.atasker.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Gives a parameter of an executor an argument of the worker's start: one of
 * {@link io.atasker.worker.StartOptions#arguments()}, or else of the property
 * {@code atasker.workers.<name>.arguments}.
 * <p>
 * The value is converted to the type of the parameter, as Spring Boot converts
 * configuration properties. An argument that has no value stops the start of the worker,
 * unless it has a {@link #defaultValue() default} or the parameter is optional
 * ({@code @Nullable}); it is {@code null} then.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Argument {

	/**
	 * The name of the argument.
	 * @return a name, that of the parameter when unset
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the argument. Resolves <code>${...}</code> and <code>#{...}</code>.
	 * @return a name, that of the parameter when unset
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * What the argument is where nothing else gives it a value. Resolves
	 * <code>${...}</code> and <code>#{...}</code>.
	 * @return one text, which is converted as any other value; none when unset
	 */
	String[] defaultValue() default {};

}
