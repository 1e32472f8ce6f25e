/** One run: its typed configuration, directory, lock and report. */
@NullMarked
package io.github.piste.run;

import org.jspecify.annotations.NullMarked;
