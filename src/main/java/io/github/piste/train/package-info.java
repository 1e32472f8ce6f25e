/** The descent loop, and the immutable things it hands out while it runs. */
@NullMarked
package io.github.piste.train;

import org.jspecify.annotations.NullMarked;
