/** The commands of the terminal, their messages and their exit codes. */
@NullMarked
package io.github.piste.cli;

import org.jspecify.annotations.NullMarked;
