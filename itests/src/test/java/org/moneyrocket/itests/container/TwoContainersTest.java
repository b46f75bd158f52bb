// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.Running;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The provider in a process of its own, started by the real launcher; the consumer here. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class TwoContainersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject private BundleContext context;

  private Path folder;
  private GreeterProcess greeter;
  private TestHost host;
  private Running process;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  @Configuration
  public Option[] container() throws Exception {
    return container(ContainerOptions.IPC);
  }

  static Option[] container(List<String> bundles) throws Exception {
    Path jars = Files.createTempDirectory("mr");
    Path contract = GreetingBundles.contract(jars);
    Path consumer = GreetingBundles.consumer(jars);
    for (Path file : List.of(jars, contract, consumer)) {
      file.toFile().deleteOnExit();
    }
    return ContainerOptions.container(bundles, List.of(contract, consumer));
  }

  @Before
  public void startTheProviderAndAttach() throws Exception {
    folder = Files.createTempDirectory("mr");
    greeter = new GreeterProcess(folder);
    process = greeter.start();
    Await.until("the socket", PATIENCE, () -> process.isAlive() && Files.exists(greeter.socket()));
    Path profile = Files.writeString(folder.resolve("consumer-profile"), "role wallet\n");
    host = new TestHost(profile, Set.of(Role.WALLET));
    Settings settings =
        Settings.of(
            Program.WALLET,
            "-regtest",
            "-datadir=" + folder.resolve("data"),
            "-ipcconnect=unix:" + greeter.socket());
    registrations.add(context.registerService(HostProcess.class, host, null));
    registrations.add(context.registerService(Settings.class, settings, null));
  }

  @After
  public void stop() throws Exception {
    registrations.forEach(ServiceRegistration::unregister);
    process.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @SuppressWarnings("rawtypes")
  private List<ServiceReference<Supplier>> users() throws Exception {
    return List.copyOf(context.getServiceReferences(Supplier.class, "(test=greeter)"));
  }

  private String greeting() throws Exception {
    Await.until("the consumer has a greeter", PATIENCE, () -> !users().isEmpty());
    return (String) context.getService(users().get(0)).get();
  }

  @Test
  public void theConsumerHoldsAProxyThatComesAndGoesWithTheProvidersProcess() throws Exception {
    String[] first = greeting().split("\\|");
    assertThat(first[0]).isEqualTo("Hello, world");
    assertThat(first[1]).isEqualTo(Long.toString(process.pid()));
    assertThat(first[2]).doesNotContain("GreeterService");

    process.kill();
    Await.until("the consumer has lost its greeter", PATIENCE, () -> users().isEmpty());

    process = greeter.start();
    String[] second = greeting().split("\\|");
    assertThat(second[1]).isEqualTo(Long.toString(process.pid()));
    assertThat(host.errors()).isEmpty();
  }

  @Test
  public void importedServicesTellWhoseTheyAre() throws Exception {
    greeting();

    ServiceReference<?> reference =
        context.getServiceReference("org.moneyrocket.itests.greeting.Greeter");

    assertThat(reference.getProperty("moneyrocket.peer")).isEqualTo("node " + process.pid());
    assertThat(reference.getProperty("service.imported")).isNotNull();
  }
}
