// SPDX-License-Identifier: MIT
/**
 * The messages of the peer protocol and their bytes. {@link org.moneyrocket.node.message.Message}
 * lists them.
 */
@NullMarked
package org.moneyrocket.node.message;

import org.jspecify.annotations.NullMarked;
