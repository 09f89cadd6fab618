package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SightingsTest {
  private static final String SERVICE = "shop/orders";

  private long nanos = Long.MAX_VALUE - 5; // the monotonic clock may overflow at any moment
  private final Sightings sightings = new Sightings(() -> nanos);

  @Test
  void beginWhenAThingIsFirstSeen() {
    assertThat(sightings.unchangedFor(SERVICE, "thing", "value")).isZero();
  }

  @Test
  void lastWhileTheThingStaysTheSame() {
    sightings.unchangedFor(SERVICE, "thing", "value");
    nanos += 10;
    assertThat(sightings.unchangedFor(SERVICE, "thing", new String("value")))
        .isEqualTo(Duration.ofNanos(10));
    nanos += 10;
    assertThat(sightings.unchangedFor(SERVICE, "thing", "value")).isEqualTo(Duration.ofNanos(20));
  }

  @Test
  void beginAnewWhenTheThingChangesAndChangesBack() {
    sightings.unchangedFor(SERVICE, "thing", "value");
    nanos += 10;
    assertThat(sightings.unchangedFor(SERVICE, "thing", "other")).isZero();
    nanos += 10;
    assertThat(sightings.unchangedFor(SERVICE, "thing", "value")).isZero();
  }

  @Test
  void areOfEachThingByItself() {
    sightings.unchangedFor(SERVICE, "thing", "value");
    nanos += 10;
    assertThat(sightings.unchangedFor(SERVICE, "another", "value")).isZero();
    assertThat(sightings.unchangedFor(SERVICE, "thing", "value")).isEqualTo(Duration.ofNanos(10));
  }

  @Test
  void areOfEachServiceByItself() {
    sightings.unchangedFor("shop/orders", "thing", "value");
    nanos += 10;
    assertThat(sightings.unchangedFor("shop/orders-eu", "thing", "value")).isZero();
  }

  @Test
  void areForgottenWithTheirServiceAndWithNoOther() {
    sightings.unchangedFor("shop/orders", "thing", "value");
    sightings.unchangedFor("shop/orders-eu", "thing", "value");
    nanos += 10;
    sightings.forget("shop/orders");
    assertThat(sightings.unchangedFor("shop/orders", "thing", "value")).isZero();
    assertThat(sightings.unchangedFor("shop/orders-eu", "thing", "value"))
        .isEqualTo(Duration.ofNanos(10));
  }

  @Test
  void areForgottenOfThingsThatAreNoMore() {
    sightings.unchangedFor("shop/orders", "pod", "value");
    sightings.unchangedFor("shop/orders", "former pod", "value");
    nanos += 10;
    sightings.keepOnly("shop/orders", Set.of("pod"));
    sightings.keepOnly("shop/unheard-of", Set.of());
    assertThat(sightings.unchangedFor("shop/orders", "former pod", "value")).isZero();
    assertThat(sightings.unchangedFor("shop/orders", "pod", "value"))
        .isEqualTo(Duration.ofNanos(10));
  }

  /** Two threads may ask the clock in one order and be answered in the other. */
  @Test
  void areNeverNegative() {
    sightings.unchangedFor(SERVICE, "thing", "value");
    nanos -= 1;
    assertThat(sightings.unchangedFor(SERVICE, "thing", "value")).isZero();
  }
}
