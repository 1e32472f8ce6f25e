/** Replace a file so that nobody ever sees half of it. */
@NullMarked
package io.github.piste.files;

import org.jspecify.annotations.NullMarked;
