// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.util.Optional;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.index.BlockEntry;

/**
 * What became of headers that were handed in.
 *
 * @param verdict of the first header that was refused, else valid
 * @param last the last header that was accepted or known before
 */
public record HeadersResult(Verdict verdict, Optional<BlockEntry> last) {}
