/** Functions with gradients, and what can be computed about them. */
@NullMarked
package io.github.piste.objective;

import org.jspecify.annotations.NullMarked;
