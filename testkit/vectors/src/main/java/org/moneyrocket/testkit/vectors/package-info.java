// SPDX-License-Identifier: MIT
/** The published vectors that lie in {@code testkit/vectors}, for the tests of every module. */
@NullMarked
package org.moneyrocket.testkit.vectors;

import org.jspecify.annotations.NullMarked;
