package io.atasker.process;

/**
 * The byte before each value that says how it is written.
 */
final class Tag {

	static final byte NULL = 0;

	static final byte TRUE = 1;

	static final byte FALSE = 2;

	static final byte BYTE = 3;

	static final byte SHORT = 4;

	static final byte CHAR = 5;

	static final byte INT = 6;

	static final byte LONG = 7;

	static final byte FLOAT = 8;

	static final byte DOUBLE = 9;

	static final byte STRING = 10;

	static final byte BYTES = 11;

	/** Of another primitive type than byte: tag of the elements, length, elements. */
	static final byte PRIMITIVES = 12;

	/** Class of the elements, length, values. */
	static final byte ARRAY = 13;

	static final byte ENUM = 14;

	/** Place in {@link TextValues}, text. */
	static final byte TEXT = 15;

	static final byte OPTIONAL = 16;

	static final byte LIST = 17;

	static final byte SET = 18;

	static final byte MAP = 19;

	/** Class, values of the components in their order. */
	static final byte RECORD = 20;

	/** Length, bytes of Java serialization. */
	static final byte SERIALIZED = 21;

	private Tag() {
	}

}
