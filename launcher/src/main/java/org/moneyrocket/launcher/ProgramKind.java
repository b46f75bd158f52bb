// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import org.moneyrocket.settings.Program;

/** The programs that run in a container. Each has a profile of its name. */
enum ProgramKind {
  MONEYROCKETD("moneyrocketd", Program.NODE),
  MONEYROCKET_QT("moneyrocket-qt", Program.GUI),
  MONEYROCKET_NODE("moneyrocket-node", Program.NODE),
  MONEYROCKET_WALLET("moneyrocket-wallet", Program.WALLET),
  MONEYROCKET_GUI("moneyrocket-gui", Program.GUI);

  private final String id;
  private final Program program;

  ProgramKind(String id, Program program) {
    this.id = id;
    this.program = program;
  }

  /** Returns the program's name, which is also its profile's. */
  String id() {
    return id;
  }

  /** Returns whose options it takes. */
  Program program() {
    return program;
  }

  static ProgramKind of(String id) {
    for (ProgramKind kind : values()) {
      if (kind.id.equals(id)) {
        return kind;
      }
    }
    throw new BrokenInstallation("There is no program " + id);
  }
}
