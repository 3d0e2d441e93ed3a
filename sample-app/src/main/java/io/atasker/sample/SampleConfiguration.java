package io.atasker.sample;

import java.net.http.HttpClient;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The few beans that are not classes of this application.
 */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

	/**
	 * Unless {@code spring.datasource.url} names another, the database is a file in the
	 * data folder, wherever that is. H2's usual way to access it, "file", gives up for
	 * good when the thread is interrupted, as it is if somebody cancels a worker; "async"
	 * does not. And H2 would close it on its own when the JVM is told to end, while
	 * workers still finish what they have in hand.
	 */
	@Bean
	JdbcConnectionDetails database(InboxProperties properties, DataSourceProperties given) {
		if (given.getUrl() != null) {
			return new Database(given.getUrl(), given.determineUsername(), given.determinePassword());
		}
		String url = "jdbc:h2:async:" + properties.database().toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE";
		return new Database(url, "sa", "");
	}

	@Bean
	HttpClient httpClient() {
		return HttpClient.newHttpClient();
	}

	/**
	 * How to reach the database.
	 *
	 * @param getJdbcUrl its URL
	 * @param getUsername who asks
	 * @param getPassword the password of the one who asks
	 */
	record Database(String getJdbcUrl, @Nullable String getUsername,
			@Nullable String getPassword) implements JdbcConnectionDetails {

	}

}
