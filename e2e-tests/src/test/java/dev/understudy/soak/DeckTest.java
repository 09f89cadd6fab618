package dev.understudy.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeckTest {
  private static List<Fault> dealt(long seed, int count) {
    var deck = new Deck(seed);
    return Stream.generate(deck::next).limit(count).toList();
  }

  @Test
  void aRoundHasEachFaultOnce() {
    assertThat(dealt(1, Fault.values().length)).containsExactlyInAnyOrder(Fault.values());
  }

  @Test
  void whatIsRationedComesInOneRoundOfFour() {
    int rationed = 2;
    int rest = Fault.values().length - rationed;
    assertThat(dealt(3, rationed + 4 * rest)).filteredOn(Fault::isRationed).hasSize(rationed);
  }

  @Test
  void theSameSeedDealsTheSame() {
    assertThat(dealt(5, 100)).isEqualTo(dealt(5, 100)).isNotEqualTo(dealt(6, 100));
  }
}
