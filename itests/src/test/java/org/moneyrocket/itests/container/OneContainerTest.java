// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;

/** Provider and consumer in one container. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class OneContainerTest {
  @Inject
  @Filter("(test=greeter)")
  @SuppressWarnings("rawtypes")
  private Supplier user;

  @Configuration
  public Option[] container() throws Exception {
    Path folder = Files.createTempDirectory("mr");
    List<Path> jars = new ArrayList<>();
    jars.add(GreetingBundles.contract(folder));
    jars.add(GreetingBundles.provider(folder));
    jars.add(GreetingBundles.consumer(folder));
    jars.forEach(jar -> jar.toFile().deleteOnExit());
    folder.toFile().deleteOnExit();
    return ContainerOptions.container(ContainerOptions.IPC, jars);
  }

  @Test
  public void theConsumerHoldsTheProviderItself() {
    assertThat(user.get())
        .isEqualTo(
            "Hello, world|"
                + ProcessHandle.current().pid()
                + "|org.moneyrocket.itests.greeting.provider.GreeterService");
  }
}
