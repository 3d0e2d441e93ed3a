package io.atasker.actuate;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Looks at a body before it is bound: it must be one flat JSON object that names each key
 * once.
 */
final class JsonBody {

	static final String FORBIDDEN_KEY = "the body has a forbidden key";

	private static final String MALFORMED = "the body is not valid JSON, or names a key twice";

	private static final String NOT_FLAT = "the body must be a JSON object of plain values; pass objects as text";

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private JsonBody() {
	}

	/**
	 * Returns what is wrong with a body.
	 * @param body the body, not empty
	 * @param forbidden keys that it may not have
	 * @return what is wrong, {@code null} if nothing is
	 */
	static @Nullable String problem(byte[] body, Set<String> forbidden) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
			JsonToken first = parser.nextToken();
			if (first == null) {
				return MALFORMED;
			}
			return (first == JsonToken.START_OBJECT) ? problem(parser, forbidden) : NOT_FLAT;
		}
		catch (JacksonException ex) {
			return MALFORMED;
		}
	}

	private static @Nullable String problem(JsonParser parser, Set<String> forbidden) {
		String problem = null;
		while (problem == null && parser.nextToken() == JsonToken.PROPERTY_NAME) {
			if (forbidden.contains(parser.currentName())) {
				problem = FORBIDDEN_KEY;
			}
			else if (!parser.nextToken().isScalarValue()) {
				problem = NOT_FLAT;
			}
		}
		return (problem == null && parser.nextToken() != null) ? MALFORMED : problem;
	}

}
