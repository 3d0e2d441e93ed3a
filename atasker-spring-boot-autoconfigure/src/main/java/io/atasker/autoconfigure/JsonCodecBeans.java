package io.atasker.autoconfigure;

import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.queue.PayloadCodecs;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Items as JSON, where there is Jackson.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
final class JsonCodecBeans {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	PayloadCodecs ataskerPayloadCodecs(ObjectProvider<JsonMapper> mapper) {
		return new JsonPayloadCodecs(mapper.getIfUnique(() -> JsonMapper.builder().build()));
	}

}
