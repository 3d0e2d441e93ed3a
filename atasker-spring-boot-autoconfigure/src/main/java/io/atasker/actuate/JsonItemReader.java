package io.atasker.actuate;

import java.lang.reflect.Type;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Reads items from JSON. Text, and what is written as one piece of text, may be given
 * without quotes. The text never chooses a class: default typing is off, class names are
 * refused, and members that the type does not know are too.
 */
public final class JsonItemReader implements ItemReader {

	private final TextItemReader texts = new TextItemReader();

	private final JsonMapper mapper;

	/**
	 * Makes a reader.
	 * @param mapper the application's mapper, with its modules
	 */
	public JsonItemReader(JsonMapper mapper) {
		this.mapper = mapper.rebuild()
			.deactivateDefaultTyping()
			.polymorphicTypeValidator(new NoClassNames())
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.build();
	}

	@Override
	public Object read(String text, Type type) {
		JavaType javaType = this.mapper.constructType(type);
		if (javaType.hasRawClass(String.class) || (this.texts.canRead(type) && !text.startsWith("\""))) {
			return this.texts.read(text, type);
		}
		try {
			Object item = this.mapper.readValue(text, javaType);
			if (item == null) {
				throw new IllegalArgumentException("an item must not be null");
			}
			return item;
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"the text is no item of type %s: %s".formatted(type.getTypeName(), reason(ex)), ex);
		}
	}

	private static String reason(JacksonException ex) {
		String reason = String.valueOf(ex.getOriginalMessage());
		return ex.getPath().isEmpty() ? reason : reason + " at " + ex.getPathReference();
	}

	/**
	 * Refuses every class that is named by what is read. Logical names, which a type
	 * gives to its own variants, never come here.
	 */
	private static final class NoClassNames extends PolymorphicTypeValidator {

		private static final long serialVersionUID = 1L;

		@Override
		public Validity validateBaseType(DatabindContext context, JavaType baseType) {
			return Validity.DENIED;
		}

		@Override
		public Validity validateSubClassName(DatabindContext context, JavaType baseType, String subClassName) {
			return Validity.DENIED;
		}

		@Override
		public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
			return Validity.DENIED;
		}

	}

}
