// SPDX-License-Identifier: MIT
/** Starts the real programs of the built distribution, for tests from start to end. */
@NullMarked
package org.moneyrocket.itests.harness;

import org.jspecify.annotations.NullMarked;
