// SPDX-License-Identifier: MIT
/**
 * The addresses of possible peers: {@link org.moneyrocket.node.addrman.AddressBook} keeps them in
 * tables that nobody can fill alone, {@link org.moneyrocket.node.addrman.PeersFile} on disk.
 */
@NullMarked
package org.moneyrocket.node.addrman;

import org.jspecify.annotations.NullMarked;
