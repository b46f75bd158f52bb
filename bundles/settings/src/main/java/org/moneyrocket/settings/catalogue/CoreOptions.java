// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.HIDDEN;
import static org.moneyrocket.settings.OptionFlag.SECRET;
import static org.moneyrocket.settings.OptionFlag.UNAVAILABLE;
import static org.moneyrocket.settings.OptionFlag.WITHOUT_EFFECT;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/**
 * What Bitcoin Core takes and this program cannot do, so that nobody believes to be protected or
 * served by an option that was dropped in silence. Whoever builds one of them moves it to the
 * catalogue of its topic.
 */
public final class CoreOptions {
  private static final Topic TOPIC = new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI);

  static {
    // Privacy and safety: how peers are reached, and what they learn of us.
    list("-proxy=<ip:port>");
    text("-onion=<ip:port>");
    list("-onlynet=<net>");
    text("-i2psam=<ip:port>");
    text("-torcontrol=<ip:port>");
    list("-externalip=<ip>");
    flag("-privatebroadcast");
    text("-maxuploadtarget=<n>");
    // Interfaces: somebody waits for what they offer.
    flag("-rest");
    flag("-peerblockfilters");
    flag("-peerbloomfilters");
    list("-zmqpubhashblock=<address>");
    list("-zmqpubhashtx=<address>");
    list("-zmqpubrawblock=<address>");
    list("-zmqpubrawtx=<address>");
    list("-zmqpubsequence=<address>");
    flag("-persistmempoolv1");
    flag("-capturemessages");
    flag("-stopafterblockimport");
    // Without effect unless one of the above is set as well.
    idle("-proxyrandomize");
    idle("-i2pacceptincoming");
    TOPIC.text("-torpassword=<pass>", "", "", HIDDEN, SECRET, WITHOUT_EFFECT);
    idle("-zmqpubhashblockhwm=<n>");
    idle("-zmqpubhashtxhwm=<n>");
    idle("-zmqpubrawblockhwm=<n>");
    idle("-zmqpubrawtxhwm=<n>");
    idle("-zmqpubsequencehwm=<n>");
    // Speed, tests of others, and the other window. Peers are spoken to without BIP324 so far.
    idle("-discover");
    idle("-v2transport");
    idle("-blockreconstructionextratxn=<n>");
    idle("-maxsigcachesize=<n>");
    idle("-txreconciliation");
    idle("-forcecompactdb");
    idle("-printpriority");
    idle("-choosedatadir");
    idle("-lang=<lang>");
    idle("-min");
    idle("-resetguisettings");
    idle("-splash");
    idle("-uiplatform");
  }

  /** Removed from Bitcoin Core, which warns of them. */
  public static final Option<String> CHECKPOINTS = TOPIC.text("-checkpoints", "", "", HIDDEN);

  /** Removed from Bitcoin Core, which warns of them. */
  public static final Option<String> LIMITANCESTORSIZE =
      TOPIC.text("-limitancestorsize=<n>", "", "", HIDDEN);

  /** Removed from Bitcoin Core, which warns of them. */
  public static final Option<String> LIMITDESCENDANTSIZE =
      TOPIC.text("-limitdescendantsize=<n>", "", "", HIDDEN);

  private CoreOptions() {}

  private static void flag(String name) {
    TOPIC.plainFlag(name, false, "", HIDDEN, UNAVAILABLE);
  }

  private static void text(String name) {
    TOPIC.text(name, "", "", HIDDEN, UNAVAILABLE);
  }

  private static void list(String name) {
    TOPIC.list(name, "", HIDDEN, UNAVAILABLE);
  }

  private static void idle(String name) {
    TOPIC.text(name, "", "", HIDDEN, WITHOUT_EFFECT);
  }

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return TOPIC.options();
  }
}
