package io.atasker.dashboard;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RelativeLinkTests {

	@ParameterizedTest
	@CsvSource({ "/actuator/atasker,/actuator/atasker,atasker", "/actuator/atasker,/actuator/workers,workers",
			"/atasker,/workers,workers", "/a/ui/jobs,/a/workers,../workers", "/a/ui/jobs,/a/ui/all,all",
			"/a/ui,/a/deep/er/all,deep/er/all", "/a/b/c/d,/a/x,../../x", "/ab/c,/a/c,../a/c", "/a/b,/a/bc/d,bc/d",
			"/a/bc/d,/a/b/d,../b/d" })
	void leadsFromPageToPage(String from, String to, String link) {
		assertThat(RelativeLink.between(from, to)).isEqualTo(link);
		assertThat(URI.create("http://127.0.0.1/proxy" + from).resolve(link).getPath()).isEqualTo("/proxy" + to);
	}

}
