package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.LeaseView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How an operator sees a Lease that the workload keeps: the real code, for a simulation. */
public final class KeptLeaseSight {
  private final LeaseWatch watch;

  /**
   * @param nanoTime the operator's own clock
   */
  public KeptLeaseSight(LongSupplier nanoTime) {
    this.watch = new LeaseWatch(nanoTime);
  }

  /**
   * @param lease as a watch or an answer shows it; empty if there is none
   * @return whether a pass should look
   */
  public boolean see(Optional<Lease> lease) {
    return watch.see(lease);
  }

  /**
   * @param members named and with a uid
   * @throws java.util.NoSuchElementException when nothing was seen yet
   */
  public LeaseView read(HAService has, List<Pod> members) {
    return new KeptLeaseReader(has, members).read(watch.watched().orElseThrow());
  }
}
