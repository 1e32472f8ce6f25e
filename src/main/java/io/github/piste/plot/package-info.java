/** Snapshots to pictures, and the page that shows them. */
@NullMarked
package io.github.piste.plot;

import org.jspecify.annotations.NullMarked;
