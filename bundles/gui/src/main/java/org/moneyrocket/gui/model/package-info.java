// SPDX-License-Identifier: MIT
/**
 * What the pages show. A model talks to contracts on threads of {@link
 * org.moneyrocket.gui.model.Background} and changes on the event thread only.
 */
@NullMarked
package org.moneyrocket.gui.model;

import org.jspecify.annotations.NullMarked;
