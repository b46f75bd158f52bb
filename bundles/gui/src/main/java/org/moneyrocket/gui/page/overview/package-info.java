// SPDX-License-Identifier: MIT
/** The first page: balance and newest transactions. */
@NullMarked
package org.moneyrocket.gui.page.overview;

import org.jspecify.annotations.NullMarked;
