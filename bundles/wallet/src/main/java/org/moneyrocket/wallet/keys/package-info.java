// SPDX-License-Identifier: MIT
/**
 * The wallet's descriptors and their keys: what they watch, the addresses they give out, what they
 * can sign and how they are encrypted. Nothing here is thread-safe: the wallet's lock is held by
 * whoever calls. Start with {@link org.moneyrocket.wallet.keys.KeyRing}.
 */
@NullMarked
package org.moneyrocket.wallet.keys;

import org.jspecify.annotations.NullMarked;
