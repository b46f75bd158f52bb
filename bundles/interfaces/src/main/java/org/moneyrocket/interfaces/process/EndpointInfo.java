// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.process;

/**
 * One contract that leaves or enters this process.
 *
 * @param exported true if it is ours
 * @param contract full name of the interface
 * @param peer whose it is, empty when exported
 */
public record EndpointInfo(boolean exported, String contract, String peer, String id) {}
