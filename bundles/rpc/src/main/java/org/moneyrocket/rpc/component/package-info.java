// SPDX-License-Identifier: MIT
/** What this bundle offers and needs in a container. */
@NullMarked
package org.moneyrocket.rpc.component;

import org.jspecify.annotations.NullMarked;
