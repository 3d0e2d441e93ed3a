/**
 * Auto-configuration: finds the workers of an application and wires the engine into its
 * context.
 */
@NullMarked
package io.atasker.autoconfigure;

import org.jspecify.annotations.NullMarked;
