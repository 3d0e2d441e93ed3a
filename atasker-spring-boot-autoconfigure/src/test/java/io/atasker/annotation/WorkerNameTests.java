package io.atasker.annotation;

import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the names of workers.
 */
class WorkerNameTests {

	private static final String REMEDY = "Use letters, digits, '-' and '_', at most 60, beginning with a letter or digit";

	@ParameterizedTest
	@ValueSource(strings = { "a b", "../etc", "größe", "-scan", "a.b", "a/b", "<script>",
			"a123456789b123456789c123456789d123456789e123456789f1234567890" })
	void illegalNameIsRefused(String name) {
		InvalidWorkerException failure = WorkerContexts
			.failure(WorkerContexts.with(Named.class).withPropertyValues("name=" + name));
		assertThat(failure.attribute()).isEqualTo("name");
		assertThat(failure.value()).isEqualTo(name + " (from ${name})");
		assertThat(failure.problem()).isEqualTo("it is no name of a worker");
		assertThat(failure.remedy()).isEqualTo(REMEDY);
	}

	@Test
	void hugeNameIsRefusedInFewWords() {
		InvalidWorkerException failure = WorkerContexts
			.failure(WorkerContexts.with(Named.class).withPropertyValues("name=" + "x".repeat(10_000)));
		assertThat(failure.getMessage()).hasSizeLessThan(500);
	}

	@Test
	void nameWithLineBreakIsRefusedInOneLine() {
		InvalidWorkerException failure = WorkerContexts
			.failure(WorkerContexts.with(Named.class).withSystemProperties("name=a\r\nb"));
		assertThat(failure.value()).isEqualTo("a??b (from ${name})");
		assertThat(failure.getMessage()).doesNotContain("\r", "\n");
	}

	@Test
	void emptyNameIsThatOfTheMethod() {
		WorkerContexts.with(Named.class)
			.withPropertyValues("name=")
			.run((context) -> assertThat(context.getBean(Workers.class).find("scan")).isNotNull());
	}

	@Test
	void methodWhoseNameIsNoneNeedsOne() {
		InvalidWorkerException failure = WorkerContexts.failure(OddMethod.class);
		assertThat(failure.attribute()).isEqualTo("name");
		assertThat(failure.value()).isNull();
		assertThat(failure.problem())
			.isEqualTo("it is unset, and the name of the method, 'größe', is no name of a worker");
	}

	@Test
	void twoWorkersOfOneNameAreRefusedNamingBoth() {
		InvalidWorkerException failure = WorkerContexts.failure(Scanner.class, Rescanner.class);
		assertThat(failure.subject())
			.isEqualTo("bean 'workerNameTests.Rescanner', " + Rescanner.class.getName() + ".s_c_a_n()");
		assertThat(failure.attribute()).isEqualTo("name");
		assertThat(failure.value()).isEqualTo("s_c_a_n");
		assertThat(failure.problem()).isEqualTo("bean 'workerNameTests.Scanner', " + Scanner.class.getName()
				+ ".scan() has that name already; case and punctuation do not count");
		assertThat(failure.remedy()).isEqualTo("Give one of them another name");
	}

	@Test
	void sameMethodOfTwoBeansIsToBeNamedAfterItsBean() {
		InvalidWorkerException failure = WorkerContexts
			.failure(WorkerContexts.with(Scanner.class).withBean("other", Scanner.class, Scanner::new));
		assertThat(failure.problem()).startsWith("bean 'other', ");
		assertThat(failure.remedy()).isEqualTo(
				"It is the same method of two beans: name it after its bean, " + "as in name = \"#{beanName}-scan\"");
	}

	@Test
	void placeholderWithoutValueIsRefused() {
		InvalidWorkerException failure = WorkerContexts.failure(Named.class);
		assertThat(failure.attribute()).isEqualTo("name");
		assertThat(failure.value()).isEqualTo("${name}");
		assertThat(failure.problem()).startsWith("it cannot be resolved: Could not resolve placeholder 'name'");
	}

	@Test
	void beanCannotBeUsedInAName() {
		InvalidWorkerException failure = WorkerContexts
			.failure(WorkerContexts.with(NamedByBean.class).withBean("other", String.class, () -> "name"));
		assertThat(failure.attribute()).isEqualTo("name");
		assertThat(failure.problem()).startsWith("it cannot be resolved");
	}

	static class Named {

		@Worker("${name}")
		void scan() {
		}

	}

	static class OddMethod {

		@Worker
		void größe() {
		}

	}

	static class Scanner {

		@Worker
		void scan() {
		}

	}

	static class Rescanner {

		@Worker
		void s_c_a_n() {
		}

	}

	static class NamedByBean {

		@Worker("#{other}")
		void scan() {
		}

	}

}
