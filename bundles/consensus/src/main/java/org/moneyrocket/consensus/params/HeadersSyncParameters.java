// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

/**
 * How headers of little work are kept in check while they are fetched twice.
 *
 * @param commitmentPeriod headers between two stored commitment bits
 * @param redownloadBufferSize headers held back in the second pass
 */
public record HeadersSyncParameters(int commitmentPeriod, int redownloadBufferSize) {}
