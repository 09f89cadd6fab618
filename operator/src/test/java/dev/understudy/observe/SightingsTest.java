package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SightingsTest {
  private long nanos = Long.MAX_VALUE - 5; // the monotonic clock may overflow at any moment
  private final Sightings sightings = new Sightings(() -> nanos);

  @Test
  void beginWhenAThingIsFirstSeen() {
    assertThat(sightings.unchangedFor("thing", "value")).isZero();
  }

  @Test
  void lastWhileTheThingStaysTheSame() {
    sightings.unchangedFor("thing", "value");
    nanos += 10;
    assertThat(sightings.unchangedFor("thing", new String("value")))
        .isEqualTo(Duration.ofNanos(10));
    nanos += 10;
    assertThat(sightings.unchangedFor("thing", "value")).isEqualTo(Duration.ofNanos(20));
  }

  @Test
  void beginAnewWhenTheThingChangesAndChangesBack() {
    sightings.unchangedFor("thing", "value");
    nanos += 10;
    assertThat(sightings.unchangedFor("thing", "other")).isZero();
    nanos += 10;
    assertThat(sightings.unchangedFor("thing", "value")).isZero();
  }

  @Test
  void areOfEachThingByItself() {
    sightings.unchangedFor("thing", "value");
    nanos += 10;
    assertThat(sightings.unchangedFor("another", "value")).isZero();
    assertThat(sightings.unchangedFor("thing", "value")).isEqualTo(Duration.ofNanos(10));
  }

  @Test
  void areForgottenByTheBeginningOfTheirNames() {
    sightings.unchangedFor("shop/orders", "value");
    sightings.unchangedFor("shop/catalog", "value");
    nanos += 10;
    sightings.forget("shop/orders");
    assertThat(sightings.unchangedFor("shop/orders", "value")).isZero();
    assertThat(sightings.unchangedFor("shop/catalog", "value")).isEqualTo(Duration.ofNanos(10));
  }

  /** Two threads may ask the clock in one order and be answered in the other. */
  @Test
  void areNeverNegative() {
    sightings.unchangedFor("thing", "value");
    nanos -= 1;
    assertThat(sightings.unchangedFor("thing", "value")).isZero();
  }
}
