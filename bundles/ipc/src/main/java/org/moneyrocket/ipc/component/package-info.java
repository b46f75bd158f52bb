// SPDX-License-Identifier: MIT
/**
 * What the container sees of this bundle: the distribution provider, discovery over connections,
 * and the processes around this one.
 */
@NullMarked
package org.moneyrocket.ipc.component;

import org.jspecify.annotations.NullMarked;
