/** From the training thread to mailboxes, and the sinks that write log lines and metrics. */
@NullMarked
package io.github.piste.sink;

import org.jspecify.annotations.NullMarked;
