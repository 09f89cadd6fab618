package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.Keeper;
import dev.understudy.api.LeaseSpec;
import dev.understudy.decision.Holder;
import dev.understudy.decision.LeaseView;
import dev.understudy.decision.MemberId;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Lease that the workload keeps, as it is observed. */
class KeptLeaseReaderTest {
  private final Scene scene = new Scene().pod("orders-0123456789-abcde").pod("orders-ab-x");

  private static LeaseBuilder heldBy(@Nullable String holder) {
    return new LeaseBuilder()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseTransitions(7)
        .withLeaseDurationSeconds(15)
        .endSpec();
  }

  private LeaseView seen(LeaseBuilder lease, Duration unchangedFor) {
    return scene.kept(lease, unchangedFor, true).observe().lease();
  }

  private Holder holder(@Nullable String identity) {
    return ((LeaseView.Kept) seen(heldBy(identity), Duration.ZERO)).holder();
  }

  private Duration left(LeaseBuilder lease, Duration unchangedFor) {
    return ((LeaseView.Kept) seen(lease, unchangedFor)).left();
  }

  private static MemberId member(String pod) {
    return Names.member(pod, "uid-of-" + pod);
  }

  @Test
  void isWhatWasSeenOfIt() {
    assertThat(scene.kept(heldBy("orders-ab-x"), Duration.ofSeconds(5), false).observe().lease())
        .isEqualTo(
            new LeaseView.Kept(
                new Holder.Of(member("orders-ab-x")), false, Duration.ofSeconds(10), 7));
  }

  @Test
  void isAbsent() {
    assertThat(scene.noneKept().observe().lease()).isEqualTo(new LeaseView.Absent());
  }

  @Test
  void isTheWorkloadsBecauseThatIsDeclared() {
    scene.declares(has -> {
      has.getSpec().activePassive = new ActivePassiveSpec();
      has.getSpec().activePassive.lease = new LeaseSpec();
      has.getSpec().activePassive.lease.keeper = Keeper.Workload;
    });
    assertThat(scene.observe().policy().succession().keeper())
        .isEqualTo(dev.understudy.decision.Keeper.WORKLOAD);
  }

  /** client-go by default, Fabric8 if so told, and an invention. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders-ab-x",
        "orders-ab-x_0d4e4f0e-2c3b-4f4e-9a0a-7f4a2d1c5b6e",
        "orders-ab-x_",
        "orders-ab-x_1_2"
      })
  void isHeldByTheMemberOfThatName(String identity) {
    assertThat(holder(identity)).isEqualTo(new Holder.Of(member("orders-ab-x")));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "")
  void isHeldByNobody(@Nullable String identity) {
    assertThat(holder(identity)).isEqualTo(new Holder.Nobody());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "laptop",
        "orders",
        "orders-ab",
        "orders-ab-xy",
        "orders-ab-x-1",
        "x_orders-ab-x",
        "_orders-ab-x",
        "catalog-0123456789-abcde",
        "orders-worker-0123456789-abcde"
      })
  void isHeldByAStranger(String identity) {
    Holder holder = holder(identity);
    assertThat(holder instanceof Holder.Of).as(holder.toString()).isFalse();
    if (!identity.startsWith("orders-ab-")) {
      assertThat(holder).isEqualTo(new Holder.Stranger(identity));
    }
  }

  @Test
  void isHeldByAPodOfOursThatIsGone() {
    assertThat(holder("orders-0123456789-fghij_1"))
        .isEqualTo(new Holder.Gone("orders-0123456789-fghij_1"));
    scene.without("orders-0123456789-abcde");
    assertThat(holder("orders-0123456789-abcde"))
        .isEqualTo(new Holder.Gone("orders-0123456789-abcde"));
  }

  /** The pod is there, and no member. */
  @Test
  void isHeldByAStrangerThoughThereIsAPodOfThatName() {
    scene.pod("intruder", PodFacet.WITHOUT_OWNER::of);
    assertThat(holder("intruder")).isEqualTo(new Holder.Stranger("intruder"));
  }

  /** Not a moment early: who looks again then must find it lapsed. */
  @ParameterizedTest
  @CsvSource({
    "0, 15000",
    "1, 15000",
    "999999, 15000",
    "1000000, 14999",
    "14998999999, 2",
    "14999000000, 1",
    "14999999999, 1",
    "15000000000, 0",
    "15000000001, 0",
    "9000000000000000, 0"
  })
  void holdsForWhatIsLeftOfItsDuration(long unchangedNanos, long leftMillis) {
    assertThat(left(heldBy("orders-ab-x"), Duration.ofNanos(unchangedNanos)))
        .isEqualTo(Duration.ofMillis(leftMillis));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(ints = {0, -1})
  void holdsForFifteenSecondsIfItDoesNotSayForHowLong(@Nullable Integer seconds) {
    LeaseBuilder lease =
        heldBy("orders-ab-x").editSpec().withLeaseDurationSeconds(seconds).endSpec();
    assertThat(left(lease, Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void holdsForAsLongAsItSays() {
    LeaseBuilder lease = heldBy("orders-ab-x").editSpec().withLeaseDurationSeconds(1).endSpec();
    assertThat(left(lease, Duration.ofMillis(400))).isEqualTo(Duration.ofMillis(600));
  }

  /** The epoch of the Service is to stay above it, and must be a number that can be read. */
  @ParameterizedTest
  @CsvSource({", 0", "-1, 0", "7, 7", "2147483647, 1073741824"})
  void countsAsManyTransitionsAsThereMayBe(@Nullable Integer says, long transitions) {
    LeaseBuilder lease = heldBy("orders-ab-x").editSpec().withLeaseTransitions(says).endSpec();
    assertThat(((LeaseView.Kept) seen(lease, Duration.ZERO)).transitions()).isEqualTo(transitions);
  }

  @Test
  void isVacantIfItSaysNothing() {
    assertThat(((LeaseView.Kept) seen(new LeaseBuilder(), Duration.ZERO)).holder())
        .isEqualTo(new Holder.Nobody());
  }
}
