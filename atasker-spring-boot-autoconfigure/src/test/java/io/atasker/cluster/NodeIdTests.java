package io.atasker.cluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NodeId}.
 */
class NodeIdTests {

	@Test
	void nameIsMadeOfHostProcessAndChance() {
		NodeId node = NodeId.of(null);
		assertThat(node.name()).matches("[A-Za-z0-9][A-Za-z0-9._-]*-" + ProcessHandle.current().pid() + "-[0-9a-f]{8}");
		assertThat(NodeId.of(" ").name()).isNotEqualTo(node.name());
		assertThat(node).hasToString(node.name());
	}

	@Test
	void livesOfOneNameAreTold() {
		assertThat(NodeId.of(" pod-1 ").name()).isEqualTo("pod-1");
		assertThat(NodeId.of("pod-1").unique()).startsWith("pod-1/").isNotEqualTo(NodeId.of("pod-1").unique());
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "-a", "a/b", "ä",
			"a1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890" })
	void otherNamesAreRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeId.of(name)).withMessageContaining(name);
	}

}
