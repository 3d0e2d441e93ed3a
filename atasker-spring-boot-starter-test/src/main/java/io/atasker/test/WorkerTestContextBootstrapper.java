package io.atasker.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Begins the context of a {@link WorkerTest}.
 */
final class WorkerTestContextBootstrapper extends TestSliceTestContextBootstrapper<WorkerTest> {

}
