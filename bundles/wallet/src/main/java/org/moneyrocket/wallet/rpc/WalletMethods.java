// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.Wallets;

/** All methods of the wallet bundle. */
public final class WalletMethods {
  private WalletMethods() {}

  /** Returns the methods on these wallets. */
  public static List<RpcMethod> all(Wallets wallets) {
    CallContext context = new CallContext(wallets);
    List<RpcMethod> all = new ArrayList<>();
    all.addAll(new WalletFileMethods(context).all());
    all.addAll(new EncryptionMethods(context).all());
    all.addAll(new AddressMethods(context).all());
    all.addAll(new BalanceMethods(context).all());
    all.addAll(new UnspentMethods(context).all());
    all.addAll(new HistoryMethods(context).all());
    all.addAll(new ReceivedMethods(context).all());
    all.addAll(new ScanMethods(context).all());
    all.addAll(new DescriptorMethods(context).all());
    all.addAll(new HdKeyMethods(context).all());
    all.addAll(new SendMethods(context).all());
    all.addAll(new FundingMethods(context).all());
    all.add(new SendAllMethod(context));
    all.addAll(new BumpMethods(context).all());
    all.addAll(new SigningMethods(context).all());
    all.add(new SimulationMethod(context));
    all.addAll(new PrunedFundsMethods(context).all());
    all.addAll(new SignerMethods(context).all());
    return all.stream().<RpcMethod>map(GuardedMethod::new).toList();
  }
}
