/** The checkpoint file: its format, the folder it is kept in, and where to resume. */
@NullMarked
package io.github.piste.checkpoint;

import org.jspecify.annotations.NullMarked;
