// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.component;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.gui.dialog.StopQuestion;
import org.moneyrocket.gui.frame.MainWindow;
import org.moneyrocket.gui.model.Background;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.Node;
import org.moneyrocket.interfaces.node.NodePaths;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.wallet.WalletLoader;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the window, and tells its models which node, wallets and processes come and go. Everything
 * is optional here: what is missing is something to show.
 */
@Component(
    immediate = true,
    service = {})
public final class WindowComponent {
  private static final Logger log = LoggerFactory.getLogger(WindowComponent.class);

  private final HostProcess host;
  private final Background background = new Background();
  private final boolean attached;
  private final Models models;
  private final HostProcess.Registration onStop;
  private volatile @Nullable MainWindow window;

  @Activate
  public WindowComponent(@Reference HostProcess host, @Reference Settings settings) {
    this.host = host;
    this.attached = settings.isSet(IpcOptions.IPCCONNECT);
    Path file = Preferences.defaultFile(System.getenv(), System.getProperty("user.home"));
    Preferences preferences = Preferences.read(file, background);
    this.models = onEventThread(settings.chain().id(), preferences);
    this.onStop = host.onStop(this::stopping);
    open(paths(settings));
  }

  /** Models are used on the event thread only, and so are made there. */
  private Models onEventThread(String chain, Preferences preferences) {
    Models[] made = new Models[1];
    CountDownLatch done = new CountDownLatch(1);
    SwingUtilities.invokeLater(
        () -> {
          made[0] = Models.create(chain, background, preferences);
          done.countDown();
        });
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the window was made", e);
    }
    return made[0];
  }

  private static NodePaths paths(Settings settings) {
    Path base = settings.dataDirectory().base();
    Path chain = settings.dataDirectory().chain();
    return new NodePaths(
        base.toString(), chain.toString(), chain.resolve("debug.log").toString(), "");
  }

  private void open(NodePaths paths) {
    if (GraphicsEnvironment.isHeadless()) {
      host.fail(noDisplay());
      return;
    }
    SwingUtilities.invokeLater(
        () -> {
          try {
            Theme.install(models.preferences().dark());
            MainWindow made = new MainWindow(models, paths, this::closed);
            window = made;
            made.open();
            host.started();
          } catch (HeadlessException | AWTError e) {
            log.debug("There is no display", e);
            host.fail(noDisplay());
          } catch (RuntimeException e) {
            log.error("The window cannot be made", e);
            host.fail(t("The window cannot be opened: %s", String.valueOf(e.getMessage())));
          }
        });
  }

  private static String noDisplay() {
    return t(
        "The window needs a display, and none is there. Set DISPLAY, or start moneyrocketd"
            + " instead.");
  }

  /** The user has closed the window. Runs on the event thread. */
  private void closed() {
    MainWindow open = window;
    boolean endsNode = !attached || host.roles().contains(Role.NODE);
    if (endsNode && open != null && !host.isStopping() && !mayStop(open)) {
      return;
    }
    stopping();
    // Ends the node with us if it runs here or was started by us; one we attached to goes on.
    host.stop("the window was closed");
  }

  /** Asks whether the node may end with the window, unless the user wants no such question. */
  private boolean mayStop(MainWindow open) {
    Preferences preferences = models.preferences();
    if (!preferences.asksBeforeStopping()) {
      return true;
    }
    StopQuestion.Answer answer = StopQuestion.ask(open.panel().notes());
    if (answer.stop() && !answer.askAgain()) {
      preferences.setAsksBeforeStopping(false);
    }
    return answer.stop();
  }

  private void stopping() {
    boolean inProcess = host.roles().contains(Role.NODE);
    String text =
        attached && !inProcess
            ? t("The node goes on running.")
            : t("The node writes what it knows to disk. Please do not switch the computer off.");
    SwingUtilities.invokeLater(
        () -> {
          MainWindow open = window;
          if (open != null) {
            open.showStopping(text);
          }
        });
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addNode(Node node) {
    models.node().attach(node);
  }

  public void removeNode(Node node) {
    models.node().detach(node);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addWallets(WalletLoader loader, Map<String, Object> properties) {
    models
        .wallets()
        .attach(loader, String.valueOf(properties.getOrDefault("moneyrocket.peer", "")));
  }

  public void removeWallets(WalletLoader loader) {
    models.wallets().detach(loader);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addProcesses(ProcessControl control) {
    models.processes().attach(control);
  }

  public void removeProcesses(ProcessControl control) {
    models.processes().detach(control);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addMethods(RpcModule module) {
    models.console().attach(module);
  }

  public void removeMethods(RpcModule module) {
    models.console().detach(module);
  }

  @Deactivate
  public void deactivate() {
    onStop.close();
    models.close();
    if (!host.isStopping()) {
      SwingUtilities.invokeLater(
          () -> {
            MainWindow open = window;
            if (open != null) {
              open.dispose();
            }
          });
    }
    // While the process ends the window stays and says so; it goes with the process.
  }
}
