package io.atasker.annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.expression.StandardBeanExpressionResolver;
import org.springframework.core.env.Environment;
import org.springframework.util.StringValueResolver;

/**
 * Resolves <code>${...}</code> and <code>#{...}</code> in the text of annotations, where
 * {@code beanName} is the name of the bean.
 */
final class TextResolver {

	private static final String BEAN_NAME = "beanName";

	private final StringValueResolver placeholders;

	private final @Nullable BeanExpressionResolver expressions;

	private final BeanExpressionContext context;

	private TextResolver(StringValueResolver placeholders, @Nullable BeanExpressionResolver expressions,
			BeanExpressionContext context) {
		this.placeholders = placeholders;
		this.expressions = expressions;
		this.context = context;
	}

	/**
	 * Makes what expressions in names may use, while bean definitions are still being
	 * made: the environment, and no bean.
	 * @param environment the environment
	 * @return a bean factory of its own
	 */
	static ConfigurableBeanFactory beansForNames(Environment environment) {
		DefaultListableBeanFactory known = new DefaultListableBeanFactory();
		known.registerSingleton("environment", environment);
		known.registerSingleton("systemProperties", System.getProperties());
		known.registerSingleton("systemEnvironment", System.getenv());
		known.setBeanExpressionResolver(new StandardBeanExpressionResolver());
		return known;
	}

	/**
	 * Resolves names.
	 * @param beanFactory gives the placeholders
	 * @param environment gives them where the bean factory cannot yet
	 * @param known what expressions may use
	 * @param bean the name of the bean
	 * @return the resolver
	 */
	static TextResolver forNames(ConfigurableBeanFactory beanFactory, Environment environment,
			ConfigurableBeanFactory known, String bean) {
		StringValueResolver placeholders = beanFactory.hasEmbeddedValueResolver() ? beanFactory::resolveEmbeddedValue
				: environment::resolveRequiredPlaceholders;
		return new TextResolver(placeholders, known.getBeanExpressionResolver(),
				new BeanExpressionContext(known, new BeanNameScope(bean)));
	}

	/**
	 * Resolves everything else, when there are beans.
	 * @param beanFactory gives the placeholders and the beans
	 * @param bean the name of the bean
	 * @return the resolver
	 */
	static TextResolver forSettings(ConfigurableBeanFactory beanFactory, String bean) {
		return new TextResolver(beanFactory::resolveEmbeddedValue, beanFactory.getBeanExpressionResolver(),
				new BeanExpressionContext(beanFactory, new BeanNameScope(bean)));
	}

	/**
	 * Resolves a text.
	 * @param text the text as written
	 * @return what it comes to, trimmed, empty for nothing
	 * @throws RuntimeException of any type if it cannot be resolved
	 */
	String resolve(String text) {
		if (!text.contains("${") && !text.contains("#{")) {
			return text.trim();
		}
		Object resolved = this.placeholders.resolveStringValue(text);
		if (this.expressions != null && resolved instanceof String expression && expression.contains("#{")) {
			resolved = this.expressions.evaluate(expression, this.context);
		}
		return (resolved != null) ? resolved.toString().trim() : "";
	}

	/**
	 * Knows the name of the bean and nothing else.
	 */
	private record BeanNameScope(String bean) implements Scope {

		@Override
		public @Nullable Object resolveContextualObject(String key) {
			return BEAN_NAME.equals(key) ? this.bean : null;
		}

		@Override
		public Object get(String name, ObjectFactory<?> objectFactory) {
			throw new UnsupportedOperationException("this scope has no objects");
		}

		@Override
		public @Nullable Object remove(String name) {
			throw new UnsupportedOperationException("this scope has no objects");
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
			throw new UnsupportedOperationException("this scope has no objects");
		}

	}

}
