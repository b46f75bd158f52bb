// SPDX-License-Identifier: MIT
/** The names under which SLF4J 1.7 looks for its implementation. */
@NullMarked
package org.slf4j.impl;

import org.jspecify.annotations.NullMarked;
