package dev.understudy.harness;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives stories a cluster with the operator installed, and each test a {@link Space} of its own.
 * Spaces that a test creates besides are closed after it, too.
 *
 * <p>The cluster is brought up, the images are built and loaded and the chart is installed once for
 * all stories. It stays up afterwards, so that the next run is quick; {@code
 * e2e-tests/cluster/clean} removes it.
 */
public final class Cluster
    implements BeforeAllCallback,
        ParameterResolver,
        TestExecutionExceptionHandler,
        AfterTestExecutionCallback,
        AfterEachCallback {
  private static final ExtensionContext.Namespace KEY =
      ExtensionContext.Namespace.create(Cluster.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    installation(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Space.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(KEY)
        .getOrComputeIfAbsent(
            "space", _ -> Space.create(installation(context), name(context)), Space.class);
  }

  /** Whoever sees no more than the failure should see what happened, too. */
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
    var told = new AssertionError(failure.getMessage() + happened(installation(context)), failure);
    told.setStackTrace(failure.getStackTrace());
    throw told;
  }

  private static String happened(Installation installation) {
    return installation.spaces().stream().map(Space::happened).collect(Collectors.joining());
  }

  /** While the namespaces are still there. */
  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      Path folder = Path.of("target", "failures", name(context)).toAbsolutePath();
      Snapshot.of(installation(context), folder);
      System.out.println("failed: " + name(context) + "; what was there is in " + folder);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    installation(context).spaces().forEach(Space::close);
  }

  private static Installation installation(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(KEY)
        .getOrComputeIfAbsent("cluster", _ -> Installation.make(), Installation.class);
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + context.getRequiredTestMethod().getName();
  }
}
