/** Gradient descent on the JVM that you can watch. */
@NullMarked
package io.github.piste;

import org.jspecify.annotations.NullMarked;
