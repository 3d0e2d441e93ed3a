/**
 * Annotations that turn beans and their methods into background workers.
 */
@NullMarked
package io.atasker.annotation;

import org.jspecify.annotations.NullMarked;
