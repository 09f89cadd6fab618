package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MissedTest {
  private static final ResourceID A = new ResourceID("a", "shop");
  private static final ResourceID B = new ResourceID("b", "shop");

  private final Missed missed = new Missed();

  private static Told changed(ResourceID id, long version) {
    return new Told(id, version, false);
  }

  private static Told deleted(ResourceID id, long version) {
    return new Told(id, version, true);
  }

  private Optional<Told> look(Map<ResourceID, Long> cached, Told... told) {
    return missed.look(
        List.of(told),
        id -> cached.containsKey(id) ? OptionalLong.of(cached.get(id)) : OptionalLong.empty());
  }

  @Test
  void nothingIsMissingWhereNothingWasTold() {
    assertThat(look(Map.of(A, 3L))).isEmpty();
    assertThat(missed.isAwaiting()).isFalse();
  }

  @Test
  void whatIsInTheCacheIsNotAwaited() {
    assertThat(look(Map.of(A, 7L, B, 9L), changed(A, 7), changed(B, 8))).isEmpty();
    assertThat(missed.isAwaiting()).isFalse();
  }

  @Test
  void aChangeIsMissingIfItIsNotThereTheNextTime() {
    assertThat(look(Map.of(A, 3L), changed(A, 7))).isEmpty();
    assertThat(missed.isAwaiting()).isTrue();
    assertThat(look(Map.of(A, 3L))).contains(changed(A, 7));
    assertThat(look(Map.of(A, 3L))).contains(changed(A, 7));
    assertThat(look(Map.of(A, 7L))).isEmpty();
    assertThat(missed.isAwaiting()).isFalse();
  }

  @Test
  void soIsAnObjectThatIsNew() {
    assertThat(look(Map.of(), changed(A, 7))).isEmpty();
    assertThat(look(Map.of())).contains(changed(A, 7));
  }

  @Test
  void soIsADeletion() {
    assertThat(look(Map.of(A, 3L), deleted(A, 7))).isEmpty();
    assertThat(look(Map.of(A, 3L))).contains(deleted(A, 7));
    assertThat(look(Map.of())).isEmpty();
  }

  /** Or an object that changes every second would never be missing. */
  @Test
  void theFirstChangeIsAwaitedWhateverComesAfterIt() {
    assertThat(look(Map.of(A, 3L), changed(A, 7), changed(A, 8))).isEmpty();
    assertThat(look(Map.of(A, 3L), changed(A, 9))).contains(changed(A, 7));
  }

  @Test
  void whatWasDeletedSinceIsNotMissing() {
    assertThat(look(Map.of(), changed(A, 7))).isEmpty();
    assertThat(look(Map.of(), deleted(A, 9))).isEmpty();
    assertThat(missed.isAwaiting()).isFalse();
  }

  /** Though the deletion, told the first time, is not told again. */
  @Test
  void norIsWhatWasDeletedMeanwhile() {
    assertThat(look(Map.of(A, 3L), changed(A, 7), deleted(A, 9))).isEmpty();
    assertThat(missed.isAwaiting()).isTrue();
    assertThat(look(Map.of())).isEmpty();
  }

  @Test
  void whatIsThereAgainIsNotMissing() {
    assertThat(look(Map.of(A, 3L), deleted(A, 7))).isEmpty();
    assertThat(look(Map.of(A, 9L), changed(A, 9))).isEmpty();
    assertThat(missed.isAwaiting()).isFalse();
  }

  /** A deletion before it is another object's. */
  @Test
  void anObjectThatIsThereAgainAndNotInTheCacheIsMissing() {
    assertThat(look(Map.of(), deleted(A, 7), changed(A, 9))).isEmpty();
    assertThat(look(Map.of(), deleted(A, 7), changed(A, 9))).contains(changed(A, 9));
  }

  @Test
  void afterOneThatCameInTheNextIsAwaited() {
    assertThat(look(Map.of(), changed(A, 7))).isEmpty();
    assertThat(look(Map.of(A, 7L), changed(B, 8))).isEmpty();
    assertThat(look(Map.of(A, 7L))).contains(changed(B, 8));
  }
}
