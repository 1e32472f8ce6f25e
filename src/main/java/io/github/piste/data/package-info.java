/** Immutable examples and where they come from: delimited text, synthetic problems, scaling and splitting. */
@NullMarked
package io.github.piste.data;

import org.jspecify.annotations.NullMarked;
