// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import org.moneyrocket.consensus.check.Verdict;

/**
 * What became of a block that was handed in.
 *
 * @param verdict of the checks before connection; whether it could be connected is told by {@link
 *     KernelNotifications#blockChecked}
 * @param isNew whether it was stored now
 */
public record BlockResult(Verdict verdict, boolean isNew) {}
