// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.mining;

/**
 * What the node says of a block.
 *
 * @param accepted whether it passed
 * @param reason reject reason as in Bitcoin Core, empty when accepted
 * @param detail free text for the log
 */
public record BlockVerdict(boolean accepted, String reason, String detail) {}
