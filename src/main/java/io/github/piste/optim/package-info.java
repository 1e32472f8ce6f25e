/** Rules without a loop: how to move, how fast, in what order, and when to stop. */
@NullMarked
package io.github.piste.optim;

import org.jspecify.annotations.NullMarked;
