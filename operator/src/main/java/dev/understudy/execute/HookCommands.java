package dev.understudy.execute;

import dev.understudy.api.ExecHookSpec;
import dev.understudy.decision.CallResult;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hooks that are commands in a container of the pod, run by its kubelet. */
final class HookCommands {
  private final KubernetesClient client;

  HookCommands(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Waits until the command has ended, or the time is over; then it goes on, and nobody listens.
   *
   * @param told what stands for a word in the command as {@code $(WORD)}, as in a pod's own
   * @throws IOException if it could not be started, or nobody knows how it ended
   */
  CallResult run(ExecHookSpec hook, Map<String, String> told, Pod pod, Duration patience)
      throws IOException {
    String container =
        Optional.ofNullable(hook.container)
            .orElseGet(() -> pod.getSpec().getContainers().getFirst().getName());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (ExecWatch watch =
        client
            .pods()
            .resource(pod)
            .inContainer(container)
            .writingOutput(said)
            .writingError(said)
            .exec(expanded(Objects.requireNonNull(hook.command, "command"), told))) {
      int code = watch.exitCode().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return code == 0 ? new CallResult.Done() : HookCalls.failed(why(hook, container, code, said));
    } catch (TimeoutException e) {
      return new CallResult.Failed(
          "its command has not ended after " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  static String[] expanded(List<String> command, Map<String, String> told) {
    return command.stream().map(word -> expanded(word, told)).toArray(String[]::new);
  }

  private static String expanded(String word, Map<String, String> told) {
    String expanded = word;
    for (Map.Entry<String, String> each : told.entrySet()) {
      expanded = expanded.replace("$(" + each.getKey() + ")", each.getValue());
    }
    return expanded;
  }

  /** A code below zero is the client's own: the command never ran. */
  private static String why(
      ExecHookSpec hook, String container, int code, ByteArrayOutputStream said) {
    String program = Objects.requireNonNull(hook.command, "command").getFirst();
    String last =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .reduce((one, next) -> next)
            .map(line -> ": " + line)
            .orElse("");
    return code > 0
        ? program + " ended with code " + code + last
        : program + " could not be run; is it there, in container " + container + "?" + last;
  }
}
