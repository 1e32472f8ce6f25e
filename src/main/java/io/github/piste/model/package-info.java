/** What training leaves behind: apply it, measure it, save it, export it. */
@NullMarked
package io.github.piste.model;

import org.jspecify.annotations.NullMarked;
