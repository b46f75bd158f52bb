// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.RpcMethod;

/** All methods that the node answers. */
public final class NodeMethods {
  private NodeMethods() {}

  /** Makes the methods of a running node. */
  public static List<RpcMethod> of(NodeCore core) {
    List<RpcMethod> all = new ArrayList<>();
    all.addAll(blockchain(core));
    all.addAll(mempool(core));
    all.addAll(mining(core));
    all.addAll(network(core));
    all.addAll(raw(core));
    all.addAll(util(core));
    return all;
  }

  private static List<RpcMethod> blockchain(NodeCore core) {
    return List.of(
        new DumpTxOutSet(core),
        new GetBestBlockHash(core),
        new GetBlock(core),
        new GetBlockCount(core),
        new GetBlockFilter(core),
        new GetBlockHash(core),
        new GetBlockHeader(core),
        new GetBlockStats(core),
        new GetBlockchainInfo(core),
        new GetChainStates(core),
        new GetChainTips(core),
        new GetChainTxStats(core),
        new GetDeploymentInfo(core),
        new GetDescriptorActivity(core),
        new GetDifficulty(core),
        new GetTxOut(core),
        new TxOutProof(core),
        new GetTxOutSetInfo(core),
        new InvalidateBlock(core),
        new LoadTxOutSet(core),
        new PreciousBlock(core),
        new PruneBlockchain(core),
        new ReconsiderBlock(core),
        new ScanBlocks(core),
        new ScanTxOutSet(core),
        new VerifyChain(core),
        new VerifyTxOutProof(core),
        WaitForBlocks.anyNew(core),
        WaitForBlocks.one(core),
        WaitForBlocks.height(core));
  }

  private static List<RpcMethod> mempool(NodeCore core) {
    return List.of(
        GetMempoolRelatives.ancestors(core),
        GetMempoolRelatives.descendants(core),
        new GetMempoolCluster(core),
        new GetMempoolEntry(core),
        new GetMempoolFeerateDiagram(core),
        new GetMempoolInfo(core),
        new GetOrphanTxs(core),
        new GetRawMempool(core),
        new GetTxSpendingPrevout(core),
        new ImportMempool(core),
        new SaveMempool(core),
        new SendRawTransaction(core),
        new SubmitPackage(core),
        new TestMempoolAccept(core));
  }

  private static List<RpcMethod> mining(NodeCore core) {
    return List.of(
        Generate.removed(core),
        Generate.toAddress(core),
        Generate.toDescriptor(core),
        new GenerateBlock(core),
        new GetBlockTemplate(core),
        new GetMiningInfo(core),
        new GetNetworkHashPs(core),
        new GetPrioritisedTransactions(core),
        new PrioritiseTransaction(core),
        new SubmitBlock(core),
        new SubmitHeader(core));
  }

  private static List<RpcMethod> network(NodeCore core) {
    return List.of(
        new AddConnection(core),
        new AddNode(core),
        new AddPeerAddress(core),
        new ClearBanned(core),
        new DisconnectNode(core),
        new ExportAsmap(core),
        new GetAddedNodeInfo(core),
        new GetAddrmanInfo(core),
        new GetBlockFromPeer(core),
        new GetConnectionCount(core),
        new GetNetTotals(core),
        new GetNetworkInfo(core),
        new GetNodeAddresses(core),
        new GetPeerInfo(core),
        new GetRawAddrman(core),
        new ListBanned(core),
        new PingPeers(core),
        new SendMsgToPeer(core),
        new SetBan(core),
        new SetNetworkActive(core));
  }

  private static List<RpcMethod> raw(NodeCore core) {
    return List.of(
        new AnalyzePsbt(core),
        new CombinePsbt(core),
        new CombineRawTransaction(core),
        new ConvertToPsbt(core),
        new CreatePsbt(core),
        new CreateRawTransaction(core),
        new DecodePsbt(core),
        new DecodeRawTransaction(core),
        new DecodeScript(core),
        new DescriptorProcessPsbt(core),
        new FinalizePsbt(core),
        new GetRawTransaction(core),
        new JoinPsbts(core),
        new SignRawTransactionWithKey(core),
        new UtxoUpdatePsbt(core));
  }

  private static List<RpcMethod> util(NodeCore core) {
    return List.of(
        new CreateMultisig(core),
        new DeriveAddresses(core),
        new EnumerateSigners(core),
        new EstimateRawFee(core),
        new EstimateSmartFee(core),
        new GetDescriptorInfo(core),
        new GetIndexInfo(core),
        new GetMemoryInfo(core),
        new MockScheduler(core),
        new SetMockTime(core),
        new SignMessageWithPrivKey(core),
        new SyncWithValidationInterfaceQueue(core),
        new ValidateAddress(core),
        new VerifyMessage(core));
  }
}
