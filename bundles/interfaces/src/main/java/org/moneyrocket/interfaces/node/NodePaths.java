// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.node;

/** Where the node keeps its files: absolute paths in its own file system. */
public record NodePaths(
    String dataDirectory, String networkDirectory, String logFile, String configFile) {}
