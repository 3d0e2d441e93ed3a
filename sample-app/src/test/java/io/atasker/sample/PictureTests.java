package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PictureTests {

	@TempDir
	Path folder;

	@Test
	void isANameASizeAndATime() throws IOException {
		Path file = Files.writeString(this.folder.resolve("a.PNG"), "12345");
		Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
		assertThat(Picture.at(file)).isEqualTo(new Picture("a.PNG", 5, 1000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "notes.txt", "png", ".hidden.png", "a.png.part", "a.svg" })
	void isNoOtherFile(String name) throws IOException {
		assertThat(Picture.at(Files.writeString(this.folder.resolve(name), "12345"))).isNull();
	}

	@Test
	void isNoFolderAndNothingThatIsGone() throws IOException {
		assertThat(Picture.at(Files.createDirectory(this.folder.resolve("folder.png")))).isNull();
		assertThat(Picture.at(this.folder.resolve("gone.png"))).isNull();
	}

}
