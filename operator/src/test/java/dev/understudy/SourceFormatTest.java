package dev.understudy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test, because Maven itself may run on a JDK that cannot parse what we write. */
class SourceFormatTest {
  private static final Path ROOT =
      Objects.requireNonNull(Path.of("").toAbsolutePath().getParent(), "the checkout");

  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    List<Path> wrong = new ArrayList<>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      String formatted =
          new Formatter()
              .formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(source));
      if (!formatted.equals(source)) {
        wrong.add(ROOT.relativize(file));
        if (Boolean.getBoolean("format.rewrite")) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertThat(wrong)
        .as(
            "not formatted: run 'mvn -pl crds,operator test -Dtest=SourceFormatTest"
                + " -Dformat.rewrite=true -Dsurefire.failIfNoSpecifiedTests=false'")
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
          .toList();
    }
  }
}
