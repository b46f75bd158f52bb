// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import java.io.PrintStream;
import java.util.List;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.process.OfflineTool;
import org.moneyrocket.wallet.tool.WalletTool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Runs the verbs of the wallet program that need no node. */
@Component(service = OfflineTool.class)
public final class OfflineWalletTool implements OfflineTool {
  @Activate
  public OfflineWalletTool() {}

  @Override
  public int run(Settings settings, List<String> command, PrintStream out, PrintStream err) {
    ChainParameters parameters = WalletProcess.parameters(settings);
    return new WalletTool(settings, parameters, WalletProcess.files(settings, parameters), out, err)
        .run(command);
  }
}
