package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.benchmark.Picture.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {

  @Test
  void theLineRisesWhereARunEnds() {
    assertThat(Steps.of(List.of(300.0, 0.0)))
        .isEqualTo(new Steps(List.of(1.0, 1.0, 300.0, 300.0), List.of(0.0, 50.0, 50.0, 100.0)));
  }

  @Test
  void isAFileOfItsOwnForEachFault(@TempDir Path folder) throws IOException {
    Picture.draw(folder, Fault.NODE_CUT, Map.of("the floor", List.of(60.0, 70.0)));
    Picture.draw(folder, Fault.KILLED, Map.of("the floor", List.of(60.0, 1900.0)));
    Path one = folder.resolve("failover-node-cut.png");
    Path other = folder.resolve("failover-killed.png");
    assertThat(ImageIO.read(one.toFile()).getWidth()).isEqualTo(900);
    assertThat(Files.mismatch(one, other)).as("where they differ").isNotNegative();
  }
}
