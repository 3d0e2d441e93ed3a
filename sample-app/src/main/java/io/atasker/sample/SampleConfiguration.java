package io.atasker.sample;

import java.net.http.HttpClient;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The few beans that are not classes of this application.
 */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

	/**
	 * The database file lies in the data folder, wherever that is. H2's usual way to
	 * access it, "file", gives up for good when the thread is interrupted, as it is if
	 * somebody cancels a worker; "async" does not. And H2 would close it on its own when
	 * the JVM is told to end, while workers still finish what they have in hand.
	 */
	@Bean
	JdbcConnectionDetails database(InboxProperties properties) {
		String url = "jdbc:h2:async:" + properties.database().toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE";
		return new JdbcConnectionDetails() {

			@Override
			public String getJdbcUrl() {
				return url;
			}

			@Override
			public String getUsername() {
				return "sa";
			}

			@Override
			public String getPassword() {
				return "";
			}

		};
	}

	@Bean
	HttpClient httpClient() {
		return HttpClient.newHttpClient();
	}

}
