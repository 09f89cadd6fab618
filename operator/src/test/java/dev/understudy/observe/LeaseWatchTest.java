package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
  private static final ZonedDateTime NOON = ZonedDateTime.parse("2026-03-01T12:00:00Z");
  private static final Duration HOLDS = Duration.ofSeconds(15);

  private long nanos = Long.MAX_VALUE - 5; // the monotonic clock may overflow at any moment
  private int version = 998; // one digit more, and text would be the less for it
  private final LeaseWatch watch = new LeaseWatch(() -> nanos);

  private static LeaseBuilder lease() {
    return new LeaseBuilder()
        .withNewMetadata()
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity("a_1")
        .withAcquireTime(NOON)
        .withRenewTime(NOON)
        .withLeaseTransitions(3)
        .withLeaseDurationSeconds(15)
        .endSpec();
  }

  private static Lease renewedAt(ZonedDateTime time) {
    return lease().editSpec().withRenewTime(time).endSpec().build();
  }

  /** Written after all that was seen before. */
  private boolean see(Lease lease) {
    version++;
    return watch.see(Optional.of(at(version, lease)));
  }

  private static Lease at(int version, Lease lease) {
    return new LeaseBuilder(lease)
        .editMetadata()
        .withResourceVersion(Integer.toString(version))
        .endMetadata()
        .build();
  }

  private void after(Duration time) {
    nanos += time.toNanos();
  }

  private Watched watched() {
    return watch.watched().orElseThrow();
  }

  @Test
  void knowsNothingBeforeItHasSeenAnything() {
    assertThat(watch.watched()).isEmpty();
  }

  @Test
  void doesNotKnowOfTheFirstRecordHowOldItIs() {
    assertThat(see(lease().build())).isTrue();
    after(HOLDS);
    assertThat(watched().changed()).isFalse();
    assertThat(watched().unchangedFor()).isEqualTo(HOLDS);
    assertThat(watched().record()).contains(LeaseRecord.of(lease().build()));
  }

  @Test
  void timesARecordAnewWhenItIsRenewed() {
    see(lease().build());
    after(HOLDS.dividedBy(2));
    assertThat(see(renewedAt(NOON.plusSeconds(1)))).as("the first sign of life").isTrue();
    assertThat(watched().changed()).isTrue();
    assertThat(watched().unchangedFor()).isZero();
  }

  /** Whatever the clock of the holder says, even if it is set back. */
  @Test
  void knowsARenewalByTheChangeAlone() {
    see(lease().build());
    see(renewedAt(NOON.minusHours(1)));
    after(HOLDS.minusNanos(1));
    assertThat(see(renewedAt(NOON.plusYears(1)))).isFalse();
    assertThat(watched().unchangedFor()).isZero();
    after(HOLDS);
    assertThat(watched().unchangedFor()).isEqualTo(HOLDS);
  }

  @Test
  void callsForNoPassWhileOneThatWasSeenAliveRenews() {
    see(lease().build());
    assertThat(see(renewedAt(NOON.plusSeconds(2)))).isTrue();
    assertThat(see(renewedAt(NOON.plusSeconds(4)))).isFalse();
    assertThat(see(renewedAt(NOON.plusSeconds(6)))).isFalse();
  }

  @Test
  void callsForAPassWhenOneRenewsThatHadLapsed() {
    see(lease().build());
    see(renewedAt(NOON.plusSeconds(2)));
    after(HOLDS);
    assertThat(see(renewedAt(NOON.plusSeconds(4)))).isTrue();
  }

  @Test
  void callsForAPassWhenItChangesHands() {
    see(lease().build());
    see(renewedAt(NOON.plusSeconds(2)));
    assertThat(see(lease().editSpec().withHolderIdentity("b_1").endSpec().build())).isTrue();
    assertThat(watch.see(Optional.empty())).isTrue();
    assertThat(see(lease().build())).isTrue();
  }

  /** Another process of the same pod perhaps, or another election. */
  @Test
  void callsForAPassWhenMoreChangesThanTheTime() {
    see(lease().build());
    see(renewedAt(NOON.plusSeconds(2)));
    assertThat(see(lease().editSpec().withLeaseTransitions(4).endSpec().build())).isTrue();
    assertThat(see(lease().build())).isTrue();
    assertThat(see(lease().editSpec().withLeaseDurationSeconds(16).endSpec().build())).isTrue();
  }

  @Test
  void hasSeenOneAliveThatTookALeaseWhichWasNotThere() {
    watch.see(Optional.empty());
    assertThat(watched().changed()).isFalse();
    assertThat(see(lease().build())).isTrue();
    assertThat(watched().changed()).isTrue();
  }

  @Test
  void knowsThatItIsGone() {
    see(lease().build());
    watch.see(Optional.empty());
    assertThat(watched().record()).isEmpty();
    assertThat(watch.see(Optional.empty())).isFalse();
  }

  /** Somebody labels it, say: its holder may be dead. */
  @Test
  void takesNoOtherChangeForARenewal() {
    see(lease().build());
    after(HOLDS);
    assertThat(see(lease().editMetadata().addToLabels("team", "shop").endMetadata().build()))
        .isFalse();
    assertThat(watched().unchangedFor()).isEqualTo(HOLDS);
    assertThat(watched().changed()).isFalse();
  }

  /** The API server was asked, and its watch tells late what was so before. */
  @Test
  void isNotToldWhatWasSoBefore() {
    see(lease().build());
    watch.see(Optional.of(at(1001, renewedAt(NOON.plusSeconds(4)))));
    after(Duration.ofSeconds(1));
    assertThat(watch.see(Optional.of(at(1000, renewedAt(NOON.plusSeconds(2)))))).isFalse();
    assertThat(watched().record()).contains(LeaseRecord.of(renewedAt(NOON.plusSeconds(4))));
    assertThat(watched().unchangedFor()).isEqualTo(Duration.ofSeconds(1));
  }

  /** Two threads may ask the clock in one order and be answered in the other. */
  @Test
  void isNeverUnchangedForLessThanNoTime() {
    see(lease().build());
    nanos -= 1;
    assertThat(watched().unchangedFor()).isZero();
  }
}
