package io.atasker.test;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * Resets the {@link WorkersTester} after each test. Queues cannot be emptied without
 * running what is in them: a test that leaves items, or a worker that does not stop,
 * costs the next one a new context.
 */
final class ResetWorkersTestExecutionListener implements TestExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger(WorkersTester.class);

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		WorkersTester tester = context.getBeanProvider(WorkersTester.class).getIfAvailable();
		if (tester != null) {
			reset(testContext, tester);
		}
	}

	private static void reset(TestContext testContext, WorkersTester tester) {
		try {
			tester.reset();
		}
		catch (AssertionError ex) {
			discard(testContext);
			throw ex;
		}
		TestedWorker leftover = tester.leftover();
		if (leftover != null) {
			logger.info("{} left {} items in the queue of {}: the next test gets a new context",
					testContext.getTestMethod(), leftover.waiting(), leftover);
			discard(testContext);
		}
	}

	private static void discard(TestContext testContext) {
		testContext.markApplicationContextDirty(HierarchyMode.CURRENT_LEVEL);
		testContext.setAttribute(DependencyInjectionTestExecutionListener.REINJECT_DEPENDENCIES_ATTRIBUTE,
				Boolean.TRUE);
	}

}
