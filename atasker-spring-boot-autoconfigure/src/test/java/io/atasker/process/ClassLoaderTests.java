package io.atasker.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications whose classes another class loader has than those of the library,
 * as with DevTools: what comes back from a child has the classes of the application.
 */
@Timeout(60)
class ClassLoaderTests {

	private final ClassLoader restarted = new Restarted(getClass().getClassLoader());

	@Nullable Object call(TestPool pool, String name) throws Throwable {
		Class<?> code = Class.forName(Code.class.getName(), false, this.restarted);
		assertThat(code).isNotSameAs(Code.class);
		Method method = code.getDeclaredMethod(name);
		return pool.pool().call(ProcessCall.of(name, StaticMethod.of(method), List.of()), 1);
	}

	@Test
	void valuesAndExceptionsHaveTheClassesOfTheMethod() throws Throwable {
		try (TestPool pool = TestPool.open((options) -> {
		})) {
			Object value = call(pool, "value");
			assertThat(value).hasToString("Value[text=here]");
			assertThat(value.getClass().getClassLoader()).isSameAs(this.restarted);
			try {
				call(pool, "failure");
			}
			catch (Throwable ex) {
				assertThat(ex).hasMessage("broken");
				assertThat(ex.getClass().getName()).isEqualTo(MessageException.class.getName());
				assertThat(ex.getClass().getClassLoader()).isSameAs(this.restarted);
				return;
			}
			throw new AssertionError("it did not fail");
		}
	}

	@Test
	void methodsOfTheJdkHaveTheLoaderOfTheApplication() throws Exception {
		assertThat(StaticMethod.of(Math.class.getMethod("random")).loader())
			.isSameAs(ClassLoader.getSystemClassLoader());
		assertThat(StaticMethod.of(Code.class.getDeclaredMethod("value")).loader())
			.isSameAs(getClass().getClassLoader());
	}

	/** What the application runs. */
	static final class Code {

		private Code() {
		}

		static Value value() {
			return new Value("here");
		}

		static int failure() {
			throw new MessageException("broken");
		}

	}

	record Value(String text) {

	}

	/** Has the classes of this test anew. */
	private static final class Restarted extends ClassLoader {

		private static final List<String> OWN = List.of(ClassLoaderTests.class.getName(),
				MessageException.class.getName());

		Restarted(ClassLoader parent) {
			super(parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null || OWN.stream().noneMatch(name::startsWith)) {
					return (loaded != null) ? loaded : super.loadClass(name, resolve);
				}
				try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
					byte[] bytes = stream.readAllBytes();
					return defineClass(name, bytes, 0, bytes.length);
				}
				catch (IOException ex) {
					throw new ClassNotFoundException(name, ex);
				}
			}
		}

	}

}
