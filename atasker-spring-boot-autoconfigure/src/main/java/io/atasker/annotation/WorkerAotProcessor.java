package io.atasker.annotation;

import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragments;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragmentsDecorator;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.ConstructorArgumentValues.ValueHolder;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.javapoet.CodeBlock;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Writes the bean definitions of workers ahead of time. The types of handles and items
 * are made out again from text when the application starts, since the generated code
 * could not name types that are not public.
 */
final class WorkerAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		RootBeanDefinition definition = registeredBean.getMergedBeanDefinition();
		if (!WorkerBeanDefinitions.FACTORY.equals(definition.getFactoryBeanName())) {
			return null;
		}
		ConstructorArgumentValues arguments = definition.getConstructorArgumentValues();
		return new Contribution(arguments.getIndexedArgumentValues(),
				Objects.requireNonNull(registeredBean.getBeanFactory().getBeanClassLoader()));
	}

	/**
	 * The generated code and the hints of one worker.
	 *
	 * @param arguments the arguments of the factory method
	 * @param classLoader loads the class of the bean
	 */
	private record Contribution(Map<Integer, ValueHolder> arguments,
			ClassLoader classLoader) implements BeanRegistrationAotContribution {

		@Override
		public BeanRegistrationCodeFragments customizeBeanRegistrationCodeFragments(GenerationContext generationContext,
				BeanRegistrationCodeFragments codeFragments) {
			return new CodeFragments(codeFragments, text(0), text(1), text(2), text(3));
		}

		@Override
		public void applyTo(GenerationContext generationContext, BeanRegistrationCode beanRegistrationCode) {
			Class<?> beanClass = ClassUtils.resolveClassName(text(1), this.classLoader);
			ReflectionHints hints = generationContext.getRuntimeHints().reflection();
			hints.registerType(beanClass);
			WorkerMethod worker = new WorkerMethods().get(text(0), beanClass, text(2));
			hints.registerMethod(worker.method(), ExecutableMode.INVOKE);
			registerCallback(hints, worker, "onError");
			registerCallback(hints, worker, "onResult");
			if (worker.ofClass()) {
				registerMethods(hints, beanClass, "processResult");
			}
		}

		private static void registerCallback(ReflectionHints hints, WorkerMethod worker, String attribute) {
			String callback = worker.annotation().getString(attribute);
			if (callback.startsWith("#")) {
				registerMethods(hints, worker.beanClass(), callback.substring(1));
			}
		}

		private static void registerMethods(ReflectionHints hints, Class<?> type, String name) {
			ReflectionUtils.doWithMethods(type, (method) -> hints.registerMethod(method, ExecutableMode.INVOKE),
					(method) -> method.getName().equals(name));
		}

		private String text(int index) {
			return String.valueOf(Objects.requireNonNull(this.arguments.get(index)).getValue());
		}

	}

	private static final class CodeFragments extends BeanRegistrationCodeFragmentsDecorator {

		private final Object[] arguments;

		CodeFragments(BeanRegistrationCodeFragments delegate, Object... arguments) {
			super(delegate);
			this.arguments = arguments;
		}

		@Override
		public CodeBlock generateNewBeanDefinitionCode(GenerationContext generationContext, ResolvableType beanType,
				BeanRegistrationCode beanRegistrationCode) {
			return CodeBlock.builder()
				.add("$T $L = $T.of(", RootBeanDefinition.class, BEAN_DEFINITION_VARIABLE, WorkerBeanDefinitions.class)
				.add("$S, $S, $S, $S", this.arguments)
				.add(");\n")
				.build();
		}

		@Override
		public CodeBlock generateSetBeanDefinitionPropertiesCode(GenerationContext generationContext,
				BeanRegistrationCode beanRegistrationCode, RootBeanDefinition beanDefinition,
				Predicate<String> attributeFilter) {
			return CodeBlock.of("");
		}

	}

}
