package dev.understudy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The source of all modules is as google-java-format writes it, without unused imports or imports
 * of everything. A test and no plugin, because Maven may run on a JDK that cannot run the
 * formatter.
 */
class SourceFormatTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String REWRITE =
      "mvn test -pl operator -am -Dtest=SourceFormatTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dformat.rewrite=true";
  private static final Pattern IMPORTS_ALL = Pattern.compile("(?m)^import .*\\*;");

  private final Formatter formatter = new Formatter();

  @Test
  void isThatOfTheFormatter() throws IOException {
    List<Path> wrong = sources(this::isWrong);
    if (Boolean.getBoolean("format.rewrite")) {
      wrong.forEach(this::rewrite);
    } else {
      assertThat(wrong.stream().map(ROOT::relativize))
          .as("not formatted; this puts them right: " + REWRITE)
          .isEmpty();
    }
  }

  @Test
  void importsNoWholePackage() throws IOException {
    assertThat(
            sources(path -> IMPORTS_ALL.matcher(read(path)).find()).stream().map(ROOT::relativize))
        .as("import what is used, by its name")
        .isEmpty();
  }

  @Test
  void isFound() throws IOException {
    assertThat(sources(path -> true))
        .contains(
            ROOT.resolve("operator/src/test/java/dev/understudy/SourceFormatTest.java"),
            ROOT.resolve("crds/src/main/java/dev/understudy/api/HAService.java"));
  }

  private static List<Path> sources(Predicate<Path> which) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceFormatTest::files)
          .filter(path -> path.toString().endsWith(".java"))
          .filter(which)
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isWrong(Path path) {
    String source = read(path);
    return !source.equals(formatted(path, source));
  }

  private String formatted(Path path, String source) {
    try {
      return formatter.formatSourceAndFixImports(source);
    } catch (FormatterException e) {
      throw new IllegalStateException(path + ": " + e.getMessage(), e);
    }
  }

  private void rewrite(Path path) {
    try {
      Files.writeString(path, formatted(path, read(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
