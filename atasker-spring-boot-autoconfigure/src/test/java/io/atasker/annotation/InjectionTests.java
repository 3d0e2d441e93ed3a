package io.atasker.annotation;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundAsyncWorker;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ResolvableType;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the beans of workers.
 */
@ExtendWith(LeakGuard.class)
class InjectionTests {

	@Test
	void handleIsInjectedByItsType() {
		WorkerContexts.with(Everything.class, ByType.class).run((context) -> {
			ByType bean = context.getBean(ByType.class);
			assertThat(bean.event.name()).isEqualTo("gallery");
			assertThat(bean.interval.name()).isEqualTo("scan");
			assertThat(bean.async.name()).isEqualTo("watch");
		});
	}

	@Test
	void queueIsInjectedByTheTypeOfItsItems() {
		WorkerContexts.with(Everything.class, ByItemType.class).run((context) -> {
			ByItemType bean = context.getBean(ByItemType.class);
			assertThat(bean.texts.name()).isEqualTo("texts");
			assertThat(bean.numbers.name()).isEqualTo("numbers");
			assertThat(bean.lists.name()).isEqualTo("lists");
		});
	}

	@Test
	void queueIsInjectedIntoTheBeanThatDeclaresIt() {
		WorkerContexts.started(WorkerContexts.with(SelfFeeding.class), (context) -> {
			SelfFeeding bean = context.getBean(SelfFeeding.class);
			bean.worker.put("first");
			await().until(() -> bean.seen.contains("second"));
		});
	}

	@Test
	void handleIsInjectedByQualifier() {
		WorkerContexts.with(Everything.class, ByQualifier.class)
			.run((context) -> assertThat(context.getBean(ByQualifier.class).worker.name()).isEqualTo("other-scan"));
	}

	@Test
	void handleIsInjectedByTheNameOfTheParameter() {
		WorkerContexts.with(Everything.class, Similar.class, ByParameterName.class).run((context) -> {
			ByParameterName bean = context.getBean(ByParameterName.class);
			assertThat(bean.first.name()).isEqualTo("texts");
			assertThat(bean.second.name()).isEqualTo("more-texts");
		});
	}

	@Test
	void handleIsInjectedByItsName() {
		WorkerContexts.with(Everything.class, Similar.class, Two.class, ByName.class).run((context) -> {
			ByName bean = context.getBean(ByName.class);
			assertThat(bean.texts.name()).isEqualTo("texts");
			assertThat(bean.scan.name()).isEqualTo("scan");
			assertThat(bean.rescan.name()).isEqualTo("rescan");
			assertThat(bean.twoWorker.name()).isEqualTo("twoWorker");
			assertThat(bean.two.name()).isEqualTo("two");
			assertThat(context.getBean(Two.class).rescan.name()).isEqualTo("rescan");
		});
	}

	@Test
	void nameOfAWorkerOfAnotherTypeDoesNotCount() {
		WorkerContexts.with(Everything.class, NamedAfterOther.class).run((context) -> {
			NamedAfterOther bean = context.getBean(NamedAfterOther.class);
			assertThat(bean.gallery.name()).isEqualTo("texts");
			assertThat(bean.texts.name()).isEqualTo("numbers");
			assertThat(bean.scan.name()).isEqualTo("other-scan");
		});
	}

	@Test
	void listThatIsNamedAfterAWorkerHasAll() {
		WorkerContexts.with(Everything.class, AllNamedAfterOne.class).run((context) -> {
			AllNamedAfterOne bean = context.getBean(AllNamedAfterOne.class);
			assertThat(bean.scan).hasSize(7);
			assertThat(bean.gallery).hasSize(7);
			assertThat(bean.texts.stream()).hasSize(3);
		});
	}

	/** As of a class Texts with a method texts. */
	@Test
	void beanWithTheNameOfAWorkerKeepsItAndTheWorkerIsInjectedByName() {
		WorkerContexts.with(Everything.class, Similar.class, ByName.class, Two.class)
			.withBean("texts", StringBuilder.class, () -> new StringBuilder("mine"))
			.run((context) -> {
				assertThat(context.getBean("texts")).hasToString("mine");
				assertThat(context.getBean(ByName.class).texts.name()).isEqualTo("texts");
			});
	}

	@Test
	void workerThatAUserHasMadeABeanComesBeforeOneOfItsName() {
		WorkerContexts.with(Everything.class, Similar.class, Two.class, ByName.class, OwnWorker.class)
			.run((context) -> {
				assertThat(context.getBean(ByName.class).scan.name()).isEqualTo("own-scan");
				assertThat(context.getBean(ByName.class).rescan.name()).isEqualTo("rescan");
			});
	}

	@Test
	void allHandlesAreInjectedAsList() {
		WorkerContexts.with(Everything.class, AsList.class).run((context) -> {
			AsList bean = context.getBean(AsList.class);
			assertThat(bean.all).extracting(BackgroundWorker::name)
				.containsExactlyInAnyOrder("texts", "numbers", "lists", "gallery", "scan", "watch", "other-scan");
			assertThat(bean.queues).hasSize(3);
			assertThat(bean.names).containsKeys("atasker.worker.texts", "atasker.worker.gallery");
		});
	}

	@Test
	void handleIsProvidedToObjectProvider() {
		WorkerContexts.with(Everything.class).run((context) -> {
			ResolvableType type = ResolvableType.forClassWithGenerics(BackgroundQueueWorker.class, Integer.class);
			ObjectProvider<BackgroundQueueWorker<Integer>> provider = context.getBeanProvider(type);
			assertThat(provider.getObject().name()).isEqualTo("numbers");
			assertThat(context.getBeanNamesForType(type)).containsExactly("atasker.worker.numbers");
		});
	}

	@Test
	void handleIsTheWorkerThatIsRegistered() {
		WorkerContexts.with(Everything.class).run((context) -> {
			Workers workers = context.getBean(Workers.class);
			assertThat(workers.stream()).hasSize(7)
				.allSatisfy(
						(worker) -> assertThat(context.getBean("atasker.worker." + worker.name())).isSameAs(worker));
			assertThat(workers.get("texts").definition().origin().bean()).isEqualTo(nameOf(Everything.class));
			assertThat(workers.get("texts").definition().origin().target())
				.isEqualTo(Everything.class.getName() + ".texts(String)");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { WrongItemType.class, WrongItemTypeByQualifier.class, WrongItemTypeLater.class })
	void queueIsNotInjectedWhereOtherItemsArePut(Class<?> user) {
		WorkerContexts.with(Similar.class, user)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class));
	}

	@Test
	void beanWithTheNameOfAnAliasKeepsIt() {
		WorkerContexts.with(Everything.class)
			.withBean("textsWorker", String.class, () -> "mine")
			.run((context) -> assertThat(context.getBean("textsWorker")).isEqualTo("mine"));
	}

	@Test
	void bothTheInjectionAndTheListOfWorkersAreEmptyWithoutWorkers() {
		WorkerContexts.with().run((context) -> {
			assertThat(context.getBeanNamesForType(BackgroundWorker.class)).isEmpty();
			assertThat(context.getBean(Workers.class).stream()).isEmpty();
		});
	}

	@Test
	void targetIsNotNeededForTheHandle() {
		WorkerContexts.with(CountsInstances.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("atasker.worker.count")).isNotNull();
			assertThat(ReflectionTestUtils.getField(CountsInstances.class, "instances")).isEqualTo(0);
		});
	}

	static String nameOf(Class<?> type) {
		return java.beans.Introspector.decapitalize(InjectionTests.class.getSimpleName()) + "." + type.getSimpleName();
	}

	static class Everything {

		@QueueWorker
		void texts(String text) {
		}

		@QueueWorker
		void numbers(int number) {
		}

		@QueueWorker
		void lists(List<? extends Serializable> list) {
		}

		@EventWorker
		void gallery() {
		}

		@IntervalWorker("5s")
		void scan() {
		}

		@Worker
		Mono<Void> watch() {
			return Mono.empty();
		}

		@Worker("other-scan")
		void again() {
		}

	}

	static class Similar {

		@QueueWorker("more-texts")
		void texts(String text) {
		}

	}

	record ByType(BackgroundEventWorker event, BackgroundIntervalWorker interval, BackgroundAsyncWorker async) {

	}

	record ByItemType(BackgroundQueueWorker<String> texts, BackgroundQueueWorker<Integer> numbers,
			BackgroundQueueWorker<List<? extends Serializable>> lists) {

	}

	static class ByQualifier {

		final BackgroundWorker worker;

		ByQualifier(@Qualifier("other-scan") BackgroundWorker worker) {
			this.worker = worker;
		}

	}

	static class ByParameterName {

		final BackgroundWorker first;

		final BackgroundQueueWorker<String> second;

		ByParameterName(BackgroundWorker textsWorker, BackgroundQueueWorker<String> moreTextsWorker) {
			this.first = textsWorker;
			this.second = moreTextsWorker;
		}

	}

	record ByName(BackgroundWorker texts, BackgroundIntervalWorker scan, BackgroundIntervalWorker rescan,
			BackgroundEventWorker two, BackgroundEventWorker twoWorker) {

	}

	static class Two {

		@Autowired
		BackgroundIntervalWorker rescan;

		@IntervalWorker("5s")
		void rescan() {
		}

		@EventWorker
		void two() {
		}

		@EventWorker
		void twoWorker() {
		}

	}

	static class NamedAfterOther {

		final BackgroundWorker gallery;

		final BackgroundQueueWorker<Integer> texts;

		final BackgroundWorker scan;

		NamedAfterOther(BackgroundQueueWorker<String> gallery, BackgroundQueueWorker<Integer> texts,
				@Qualifier("other-scan") BackgroundWorker scan) {
			this.gallery = gallery;
			this.texts = texts;
			this.scan = scan;
		}

	}

	record AllNamedAfterOne(List<BackgroundWorker> scan, Map<String, BackgroundWorker> gallery,
			ObjectProvider<BackgroundQueueWorker<?>> texts) {

	}

	static class OwnWorker {

		@Bean
		BackgroundIntervalWorker scan(Workers workers) {
			return workers.define("own-scan").interval(Duration.ofHours(1)).executor((context) -> {
			}).register();
		}

	}

	record WrongItemType(BackgroundQueueWorker<Integer> worker) {

	}

	static class WrongItemTypeByQualifier {

		WrongItemTypeByQualifier(@Qualifier("more-texts") BackgroundQueueWorker<Integer> worker) {
		}

	}

	static class WrongItemTypeLater {

		WrongItemTypeLater(BackgroundQueueWorker<String> first, BackgroundQueueWorker<List<String>> second) {
		}

	}

	record AsList(List<BackgroundWorker> all, List<BackgroundQueueWorker<?>> queues,
			Map<String, BackgroundWorker> names) {

	}

	static class SelfFeeding {

		final BackgroundQueueWorker<String> worker;

		final List<String> seen = new ArrayList<>();

		SelfFeeding(BackgroundQueueWorker<String> worker) {
			this.worker = worker;
		}

		@QueueWorker
		synchronized void feed(String item) {
			this.seen.add(item);
			if (item.equals("first")) {
				this.worker.put("second");
			}
		}

	}

	@org.springframework.context.annotation.Lazy
	static class CountsInstances {

		static int instances;

		CountsInstances() {
			instances++;
		}

		@Worker(autoStart = false)
		void count() {
		}

	}

}
