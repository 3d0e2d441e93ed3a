package io.atasker.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is measured.
 *
 * @param enabled Whether there are meters of workers and supervisors.
 * @param histograms Whether each execution is timed for histograms, which costs time in
 * each execution.
 */
record MetricsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean histograms) {

}
