package io.github.piste.run;

import com.google.common.collect.ImmutableList;

/**
 * A configuration that was read, with what is worth knowing about it.
 *
 * <p>Thread-safety: immutable.
 *
 * @param config the configuration
 * @param warnings a line for each value that has no effect or an effect to know about; empty if there is none
 * @param origins a line for each key with its merged value and where that comes from; HOCON, too
 */
public record LoadedConfig(RunConfig config, ImmutableList<String> warnings, String origins) {}
