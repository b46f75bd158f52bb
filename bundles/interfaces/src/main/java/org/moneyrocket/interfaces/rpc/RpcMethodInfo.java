// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.rpc;

import java.util.List;

/**
 * What the outside needs to know of a method.
 *
 * @param category heading in {@code help}; {@code hidden} methods are left out there
 * @param walletMethod whether it acts on one wallet
 * @param argNames names with aliases separated by {@code |}, in order
 * @param usage first line of the help: name and arguments
 * @param help whole help text
 */
public record RpcMethodInfo(
    String name,
    String category,
    boolean walletMethod,
    List<String> argNames,
    String usage,
    String help) {}
