// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.DirectoryLock;
import org.moneyrocket.settings.Handover;
import org.moneyrocket.settings.HelpText;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Naming;
import org.moneyrocket.settings.Notices;
import org.moneyrocket.settings.PidFile;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.SettingsLoader;
import org.moneyrocket.settings.StartChecks;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.log.DebugLog;
import org.moneyrocket.settings.log.LogLevel;
import org.moneyrocket.settings.memory.HeapPlan;
import org.moneyrocket.settings.memory.MachineMemory;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.OfflineTool;
import org.moneyrocket.settings.process.Role;
import org.moneyrocket.settings.process.RuntimeDirectory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a program, from its command line to its status. */
final class Launch {
  private static final Logger log = LoggerFactory.getLogger(Launch.class);

  private record Remark(LogLevel level, String text) {}

  private final ProgramKind kind;
  private final List<String> arguments;
  private final int given;
  private final Console console;
  private final boolean child;
  private final boolean background;

  /** What came up while the options were read, for the log of the program in the background. */
  private final List<Remark> remarks = new ArrayList<>();

  private final Path home;
  private final Profile profile;

  /**
   * Prepares a run.
   *
   * @param given how many arguments there were before a first run's dialog added some
   */
  Launch(ProgramKind kind, List<String> arguments, int given, Console console) {
    this.kind = kind;
    this.arguments = arguments;
    this.given = given;
    this.console = console;
    this.child = isChild(arguments);
    this.background = Background.isMarked(arguments);
    this.home = Path.of(System.getProperty("moneyrocket.home", ".")).toAbsolutePath().normalize();
    this.profile = Profile.read(home.resolve("etc/profiles").resolve(kind.id()));
  }

  /** Tells whether another of our processes started this one. */
  static boolean isChild(List<String> arguments) {
    String option = IpcOptions.IPCFD.name() + "=";
    return arguments.stream().anyMatch(argument -> argument.startsWith(option));
  }

  /** Runs the program to its end and returns its status. */
  int run() throws IOException, BundleException, InterruptedException {
    Lifeline lifeline = new Lifeline(kind.id(), profile, home, arguments, child, console);
    DebugLog log = DebugLog.get();
    Signals.install(child, log, lifeline::stop);
    Signals.onOutOfMemory(lifeline::outOfMemory);
    Notices notices = notices(log);
    SettingsLoader loader = new SettingsLoader(kind.program(), notices);
    if (child || background) {
      // Unbuffered: what follows the options belongs to the connection with the parent.
      return runOn(received(loader, new FileInputStream(FileDescriptor.in)), lifeline, notices);
    }
    if (Replacement.isDone()) {
      Settings settings;
      try (FileInputStream options = Replacement.options()) {
        settings = received(loader, options);
      }
      return runOn(settings, lifeline, notices);
    }
    Settings asked = commandLine(loader);
    Optional<String> help = new HelpText(asked).requested();
    if (help.isPresent()) {
      console.out().print(help.get());
      return 0;
    }
    boolean offline = kind == ProgramKind.MONEYROCKET_WALLET && !asked.commands().isEmpty();
    if (offline) {
      if (!SettingsLoader.dataDirectoryExists(asked)) {
        throw new StartException(
            "Specified data directory \""
                + asked.get(GeneralOptions.DATADIR)
                + "\" does not exist.");
      }
      // The tool goes by its command line alone, as Bitcoin Core's does.
      asked.chooseChain();
      return runTool(asked, lifeline);
    }
    if (kind == ProgramKind.MONEYROCKET_WALLET && arguments.isEmpty()) {
      console.out().print(new HelpText(asked).help());
      console.show("Error: too few parameters");
      return 1;
    }
    if (kind == ProgramKind.MONEYROCKET_WALLET && !child && !asked.isSet(IpcOptions.IPCCONNECT)) {
      String name = kind.program().commandName(Naming.ofProcess());
      console.show("No method provided. Run `" + name + " -help` for valid methods.");
      return 1;
    }
    return runOn(loader.load(arguments), lifeline, notices);
  }

  private static Settings received(SettingsLoader loader, FileInputStream in) {
    try {
      return loader.receive(in);
    } catch (EOFException e) {
      throw new StartException("The process that started this one is gone.");
    } catch (IOException e) {
      throw new StartException(
          "This program was started as if by another of ours, but " + e.getMessage() + ".");
    }
  }

  private Settings commandLine(SettingsLoader loader) {
    try {
      refuseIpcBindUnderForeignName();
      return loader.commandLine(arguments);
    } catch (StartException e) {
      throw new StartException("Error parsing command line arguments: " + e.getMessage());
    }
  }

  // Bitcoin Core's program of one process does not know this option, and its scripts rely on that.
  private void refuseIpcBindUnderForeignName() {
    if (kind == ProgramKind.MONEYROCKETD && Naming.ofProcess() == Naming.BITCOIN) {
      for (String argument : arguments) {
        if (argument.startsWith("-ipcbind") || argument.startsWith("--ipcbind")) {
          throw new StartException("Invalid parameter " + argument);
        }
      }
    }
  }

  // A child's files were read by its parent before, which has said what there is to say.
  private Notices notices(DebugLog log) {
    return new Notices() {
      @Override
      public void log(LogLevel level, String text) {
        if (!child) {
          log.log(level, text);
          remarks.add(new Remark(level, text));
        }
      }

      @Override
      public void show(String line) {
        if (!child) {
          console.show(line);
        }
      }
    };
  }

  private int runOn(Settings settings, Lifeline lifeline, Notices notices)
      throws IOException, BundleException, InterruptedException {
    boolean node = profile.roles().contains(Role.NODE);
    DebugLog log = DebugLog.get();
    log.configure(settings);
    HeapPlan heap = HeapPlan.of(settings, profile.roles(), MachineMemory.mebibytes());
    boolean starts = !background && kind.program() == Program.NODE && !child && isDaemon(settings);
    if (!starts && !child && !background && !Replacement.isDone() && Heap.differs(heap)) {
      replace(settings, heap, lifeline);
    }
    List<String> warnings = List.of();
    if (node) {
      StartChecks checks = new StartChecks(settings, notices);
      checks.applyImplied();
      warnings = checks.check();
    }
    if (starts) {
      if (node) {
        lock(settings).forEach(DirectoryLock::close);
      }
      return startInBackground(settings, heap);
    }
    List<DirectoryLock> locks = node ? lock(settings) : List.of();
    lifeline.onStop(() -> locks.forEach(DirectoryLock::announceEnd));
    Optional<PidFile> pid = node ? Optional.of(PidFile.create(settings)) : Optional.empty();
    try {
      log.open(settings, node ? DebugLog.Role.OWNER : DebugLog.Role.GUEST);
      if (node) {
        StartLog.write(settings);
      }
      Optional<String> shortHeap = Heap.describe(heap);
      if (node) {
        settings.describe(notices);
      }
      warnings.forEach(lifeline::warn);
      if (!child) {
        shortHeap.ifPresent(lifeline::warn);
      }
      runContainer(settings, lifeline);
      return lifeline.status();
    } finally {
      pid.ifPresent(PidFile::close);
      locks.forEach(DirectoryLock::close);
    }
  }

  private int startInBackground(Settings settings, HeapPlan heap)
      throws IOException, InterruptedException {
    List<String> shown = new ArrayList<>(settings.withoutSecrets(arguments));
    if (Heap.differs(heap)) {
      // Read by the script, which starts the virtual machine; the program has its options already.
      shown.add(GeneralOptions.MAXHEAP.name() + "=" + heap.heapMebibytes());
    }
    return Background.start(
        home,
        kind.id(),
        shown,
        handover(settings),
        settings.get(GeneralOptions.DAEMONWAIT),
        console);
  }

  private byte[] handover(Settings settings) {
    Handover handover = new Handover(settings, kind.program(), option -> true);
    remarks.forEach(remark -> handover.remark(remark.level(), remark.text()));
    return handover.toBytes();
  }

  /** Goes on as the same process with another heap, or as it is if that cannot be. */
  private void replace(Settings settings, HeapPlan heap, Lifeline lifeline) {
    if (!Replacement.isPossible() || lifeline.isStopping()) {
      return;
    }
    try {
      Replacement.run(heap.heapMebibytes(), arguments, given, handover(settings));
    } catch (IOException e) {
      log.warn("This program cannot be started again with another heap: {}", IoText.of(e));
    }
  }

  private static boolean isDaemon(Settings settings) {
    return settings.get(GeneralOptions.DAEMON) || settings.get(GeneralOptions.DAEMONWAIT);
  }

  private static List<DirectoryLock> lock(Settings settings) {
    List<DirectoryLock> locks = new ArrayList<>();
    Path chain = settings.dataDirectory().chain();
    locks.add(DirectoryLock.acquire(chain));
    // Even inside the chain's directory: another node may be told to keep its blocks there.
    locks.add(DirectoryLock.acquire(settings.dataDirectory().blocks()));
    return locks;
  }

  private void runContainer(Settings settings, Lifeline lifeline)
      throws IOException, BundleException, InterruptedException {
    lifeline.startsBundles();
    if (profile.roles().contains(Role.WALLET)) {
      Privacy.begin();
    }
    HeapThread.start(lifeline::outOfMemory);
    Container container = container(settings);
    container.context().registerService(HostProcess.class, lifeline, null);
    container.context().registerService(Settings.class, settings, null);
    try {
      container.start(files(), lifeline::isStopping);
      lookAfterParts(container.context(), lifeline);
      Path sockets = RuntimeDirectory.of(System.getenv(), settings.dataDirectory().chain());
      try (ShellGate gate = openShell(sockets, container)) {
        lifeline.awaitEnd();
      }
    } finally {
      container.stop();
      lifeline.bundlesStopped();
    }
  }

  /** Ends the process if one of its parts does not come up, now or until the start is complete. */
  private static void lookAfterParts(BundleContext context, Lifeline lifeline)
      throws InterruptedException {
    if (lifeline.isStopping()) {
      return;
    }
    Parts parts = new Parts(context);
    Optional<String> fault = parts.fault();
    if (fault.isPresent()) {
      lifeline.fail(fault.get());
      return;
    }
    ServiceListener listener =
        event -> {
          if (!lifeline.isStarted() && !lifeline.isStopping()) {
            parts.failure().ifPresent(lifeline::fail);
          }
        };
    try {
      context.addServiceListener(listener, Parts.CHANGES);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    lifeline.onStarted(() -> context.removeServiceListener(listener));
    lifeline.bundlesStarted();
  }

  /** Lets terminals attach; a program without a place for sockets runs all the same. */
  private @Nullable ShellGate openShell(Path sockets, Container container) {
    try {
      return ShellGate.open(sockets, kind.id(), () -> container.shell(shellFiles()));
    } catch (IOException e) {
      log.warn("No shell can attach: {}", IoText.of(e));
      return null;
    }
  }

  private List<Path> shellFiles() {
    BundleStore store = new BundleStore(home.resolve("bundles"));
    return profile.shellBundles().stream().map(store::file).toList();
  }

  private int runTool(Settings settings, Lifeline lifeline)
      throws IOException, BundleException, InterruptedException {
    DebugLog.get().configure(settings);
    Container container = container(settings);
    container.context().registerService(HostProcess.class, lifeline, null);
    container.context().registerService(Settings.class, settings, null);
    try {
      container.start(files(), lifeline::isStopping);
      BundleContext context = container.context();
      ServiceReference<OfflineTool> reference = context.getServiceReference(OfflineTool.class);
      if (reference == null) {
        throw new BrokenInstallation(
            "No bundle of this installation has commands for " + kind.id());
      }
      OfflineTool tool = context.getService(reference);
      return tool.run(settings, settings.commands(), console.out(), console.err());
    } finally {
      container.stop();
    }
  }

  private Container container(Settings settings) throws IOException, BundleException {
    Path data = settings.dataDirectory().base();
    CacheDirectory cache =
        CacheDirectory.take(
            CacheDirectory.places(
                System.getenv(),
                System.getProperty("user.home", ""),
                System.getProperty("os.name", ""),
                data),
            data.toString(),
            settings.chain().id(),
            kind.id());
    StartLog.writeCache(cache);
    List<Path> classPath = SystemPackages.classPath(System.getProperty("java.class.path"));
    return new Container(
        cache,
        SystemPackages.of(classPath, home.resolve("bundles")),
        new ConnectedBundles(classPath, Launch.class.getClassLoader()));
  }

  private List<Path> files() {
    BundleStore store = new BundleStore(home.resolve("bundles"));
    List<Path> files = new ArrayList<>();
    for (String bundle : profile.bundles()) {
      files.add(store.file(bundle));
    }
    return files;
  }
}
