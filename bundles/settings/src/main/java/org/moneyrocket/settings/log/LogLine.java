// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line before it is formatted.
 *
 * @param mockSeconds mock time, 0 if the clock is real
 * @param source null if nobody needs it
 * @param category null for lines that do not depend on a category
 */
record LogLine(
    Instant time,
    long mockSeconds,
    String thread,
    @Nullable SourceLocation source,
    LogLevel level,
    @Nullable LogCategory category,
    String message) {}
