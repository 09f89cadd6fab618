package dev.understudy.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs, with the project's root as working directory, and gives what they print. */
public final class Shell {
  private static final long MINUTES = 30;

  private final Path root;
  private final Map<String, String> environment;

  public Shell(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = Map.copyOf(environment);
  }

  /** The standard output; what goes to standard error is shown. */
  public String run(String... command) {
    Result result = attempt(command);
    if (result.code() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + result.code() + ":\n" + result.all());
    }
    return result.output();
  }

  public Result attempt(String... command) {
    try {
      Path output = Files.createTempFile("e2e", ".out");
      Path errors = Files.createTempFile("e2e", ".err");
      ProcessBuilder builder = new ProcessBuilder(onItsOwnPath(command)).directory(root.toFile());
      builder.environment().putAll(environment);
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " does not end");
      }
      Result result = new Result(process.exitValue(), read(output), read(errors));
      Files.delete(output);
      Files.delete(errors);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Java itself would look for the program on the PATH that this process was started with. */
  private static List<String> onItsOwnPath(String... command) {
    List<String> words = new ArrayList<>(List.of("env"));
    words.addAll(List.of(command));
    return words;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
  }

  public record Result(int code, String output, String errors) {
    public String all() {
      return (output + "\n" + errors).strip();
    }
  }
}
