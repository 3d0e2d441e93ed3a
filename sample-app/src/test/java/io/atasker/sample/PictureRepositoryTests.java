package io.atasker.sample;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.atasker.sample.PictureEntry.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

class PictureRepositoryTests {

	private static final Picture PICTURE = new Picture("a.png", 100, 1000);

	private static final Picture CHANGED = new Picture("a.png", 100, 2000);

	private PictureRepository pictures;

	@BeforeEach
	void createDatabase() {
		DriverManagerDataSource database = new DriverManagerDataSource(
				"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000", "sa", "");
		ResourceDatabasePopulator schema = new ResourceDatabasePopulator(new ClassPathResource("schema.sql"));
		schema.execute(database);
		schema.execute(database);
		this.pictures = new PictureRepository(JdbcClient.create(database));
	}

	@Test
	void givesAPictureToOneClaimOnly() {
		assertThat(this.pictures.claim(PICTURE)).isTrue();
		assertThat(this.pictures.claim(PICTURE)).isFalse();
	}

	@Test
	void givesAPictureToOneOfManyAtOnce() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			for (int i = 0; i < 50; i++) {
				Picture picture = new Picture("a%d.png".formatted(i), 1, 1);
				int given = 0;
				for (Future<Boolean> claim : executor
					.invokeAll(List.<Callable<Boolean>>of(() -> this.pictures.claim(picture),
							() -> this.pictures.claim(picture), () -> this.pictures.claim(picture)))) {
					given += claim.get() ? 1 : 0;
				}
				assertThat(given).isEqualTo(1);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void takesAChangedFileForANewPicture() {
		this.pictures.claim(PICTURE);
		assertThat(this.pictures.claim(CHANGED)).isTrue();
		assertThat(this.pictures.claim(new Picture("a.png", 101, 2000))).isTrue();
		assertThat(this.pictures.findAll()).hasSize(1);
	}

	@Test
	void keepsWhatWasDone() {
		this.pictures.claim(PICTURE);
		this.pictures.done(PICTURE, new PixelSize(4, 3), "t.jpg");
		PictureEntry entry = this.pictures.findAll().get(0);
		assertThat(entry)
			.isEqualTo(new PictureEntry(entry.id(), PICTURE, State.DONE, new PixelSize(4, 3), "t.jpg", null));
		assertThat(this.pictures.find(entry.id())).contains(entry);
		assertThat(this.pictures.forgetWaiting()).isZero();
	}

	@Test
	void keepsWhatFailedWithABoundedMessage() {
		this.pictures.claim(PICTURE);
		this.pictures.failed(PICTURE, "x".repeat(300));
		assertThat(this.pictures.findAll()).singleElement().satisfies((entry) -> {
			assertThat(entry.state()).isEqualTo(State.FAILED);
			assertThat(entry.error()).hasSize(200);
			assertThat(entry.thumbnail()).isNull();
		});
	}

	@Test
	void ignoresTheResultOfAnOlderPicture() {
		this.pictures.claim(PICTURE);
		this.pictures.claim(CHANGED);
		this.pictures.done(PICTURE, new PixelSize(4, 3), "old.jpg");
		this.pictures.failed(PICTURE, "old");
		assertThat(this.pictures.findAll()).extracting(PictureEntry::state).containsOnly(State.WAITING);
	}

	@Test
	void forgetsWhatWaitsSoThatItCanBeClaimedAgain() {
		this.pictures.claim(PICTURE);
		assertThat(this.pictures.forgetWaiting()).isEqualTo(1);
		assertThat(this.pictures.claim(PICTURE)).isTrue();
	}

	@Test
	void removesAPicture() {
		this.pictures.claim(PICTURE);
		this.pictures.remove(this.pictures.findAll().get(0));
		assertThat(this.pictures.findAll()).isEmpty();
	}

	@Test
	void countsByState() {
		assertThat(this.pictures.totals()).isEqualTo(new Totals(0, 0, 0, 0));
		Picture other = new Picture("b.png", 50, 1);
		this.pictures.claim(PICTURE);
		this.pictures.claim(other);
		this.pictures.claim(new Picture("c.png", 7, 1));
		this.pictures.done(PICTURE, new PixelSize(4, 3), "t.jpg");
		this.pictures.failed(other, "broken");
		assertThat(this.pictures.totals()).isEqualTo(new Totals(1, 100, 1, 1));
	}

}
