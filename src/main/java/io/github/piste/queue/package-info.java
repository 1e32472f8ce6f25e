/** Bounded mailboxes and tasks, served by named workers under a watchdog; knows nothing of training. */
@NullMarked
package io.github.piste.queue;

import org.jspecify.annotations.NullMarked;
