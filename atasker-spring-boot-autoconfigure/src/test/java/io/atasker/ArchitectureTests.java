package io.atasker;

import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The walls between the packages.
 */
@AnalyzeClasses(packages = "io.atasker", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String[] ENGINE = packages("time", "supervisor", "worker", "queue", "process");

	@ArchTest
	static final ArchRule engineKnowsNoFramework = classes().that()
		.resideInAnyPackage(ENGINE)
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage(ENGINE)
			.or(resideInAnyPackage("java..", "org.slf4j..", "org.jspecify..", "com.google.errorprone.annotations..")))
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule timeUsesNoOtherPackage = ofOurs("time", "may use none");

	@ArchTest
	static final ArchRule supervisorUsesProcessAndTime = ofOurs("supervisor", "may use", "process", "time");

	@ArchTest
	static final ArchRule queueUsesTime = ofOurs("queue", "may use", "time");

	@ArchTest
	static final ArchRule processUsesTime = ofOurs("process", "may use", "time");

	@ArchTest
	static final ArchRule workerUsesTheRestOfTheEngine = ofOurs("worker", "may use", "process", "queue", "supervisor",
			"time");

	@ArchTest
	static final ArchRule nobodyUsesAutoConfiguration = noClasses().that()
		.resideOutsideOfPackage("io.atasker.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.atasker.autoconfigure..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule micrometerStaysInMetrics = noClasses().that()
		.resideOutsideOfPackages(packages("metrics", "autoconfigure"))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer.common..", "io.micrometer.core..", "io.micrometer.observation..",
				"org.springframework.boot.micrometer..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule actuatorStaysInActuateAndDashboard = noClasses().that()
		.resideOutsideOfPackages(packages("actuate", "dashboard", "autoconfigure"))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.atasker.(**)")
		.should()
		.beFreeOfCycles()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule namesSayWhatAClassIs = noClasses().should()
		.haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
		.allowEmptyShould(true);

	/**
	 * An application with a bean of such a type loses the one that Spring Boot would
	 * configure for it.
	 */
	@ArchTest
	static final ArchRule noExecutorIsExposedAsBean = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notHaveRawReturnType(
				assignableTo(Executor.class).or(assignableTo("org.springframework.scheduling.TaskScheduler")))
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule engineHasOneSourceOfTime = noClasses().that()
		.resideInAnyPackage(ENGINE)
		.and()
		.resideOutsideOfPackage("io.atasker.time..")
		.should()
		.accessTargetWhere(readsTheClock())
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule engineDoesNotSleep = noClasses().that()
		.resideInAnyPackage(ENGINE)
		.should()
		.accessTargetWhere(target("sleep", Thread.class, TimeUnit.class))
		.allowEmptyShould(true);

	private static ArchRule ofOurs(String user, String mayUse, String... used) {
		String[] allowed = packages(Stream.concat(Stream.of(user), Arrays.stream(used)).toArray(String[]::new));
		return classes().that()
			.resideInAnyPackage(packages(user))
			.should()
			.onlyDependOnClassesThat(resideOutsideOfPackage("io.atasker..").or(resideInAnyPackage(allowed)))
			.as("of ours, '%s' %s %s".formatted(user, mayUse, String.join(", ", used)))
			.allowEmptyShould(true);
	}

	private static String[] packages(String... names) {
		return Arrays.stream(names).map("io.atasker.%s.."::formatted).toArray(String[]::new);
	}

	private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
		return target("currentTimeMillis", System.class).or(target("nanoTime", System.class))
			.or(target("now", TemporalAccessor.class))
			.as("it reads the clock");
	}

	private static DescribedPredicate<JavaAccess<?>> target(String name, Class<?>... owners) {
		return DescribedPredicate.describe("it calls " + name, (access) -> access.getName().equals(name)
				&& Arrays.stream(owners).anyMatch(access.getTargetOwner()::isAssignableTo));
	}

}
