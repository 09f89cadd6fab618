package dev.understudy.simulation;

import dev.understudy.decision.MemberId;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Route;
import java.util.Optional;

/** An object as the API server stores it. A write makes another, at another version. */
sealed interface Stored {
  /** The name of what there is one of: HAService, Lease and Service. */
  String ONLY = "orders";

  Kind kind();

  String name();

  long version();

  Stored at(long version);

  /** The HAService. */
  record Declaration(long version, Policy policy) implements Stored {
    @Override
    public Kind kind() {
      return Kind.DECLARATION;
    }

    @Override
    public String name() {
      return ONLY;
    }

    @Override
    public Declaration at(long now) {
      return new Declaration(now, policy);
    }
  }

  record Lease(long version, Optional<MemberId> holder, long epoch) implements Stored {
    @Override
    public Kind kind() {
      return Kind.LEASE;
    }

    @Override
    public String name() {
      return ONLY;
    }

    @Override
    public Lease at(long now) {
      return new Lease(now, holder, epoch);
    }
  }

  /** Whose a Service is. */
  enum Claim {
    FREE,
    CREATED,
    ADOPTED
  }

  record Service(long version, Claim claim, Route route, long epoch, boolean asDeclared)
      implements Stored {
    @Override
    public Kind kind() {
      return Kind.SERVICE;
    }

    @Override
    public String name() {
      return ONLY;
    }

    @Override
    public Service at(long now) {
      return new Service(now, claim, route, epoch, asDeclared);
    }

    Service routed(Route to, long at) {
      return new Service(version, claim, to, at, asDeclared);
    }

    Service claimed(Claim now) {
      return new Service(version, now, route, epoch, true);
    }

    Service declared(boolean now) {
      return new Service(version, claim, route, epoch, now);
    }
  }

  /** Named by its revision. */
  record ReplicaSet(long version, String revision, int replicas) implements Stored {
    @Override
    public Kind kind() {
      return Kind.REPLICA_SET;
    }

    @Override
    public String name() {
      return revision;
    }

    @Override
    public ReplicaSet at(long now) {
      return new ReplicaSet(now, revision, replicas);
    }
  }

  record Node(long version, String name, boolean ready, boolean cordoned) implements Stored {
    @Override
    public Kind kind() {
      return Kind.NODE;
    }

    @Override
    public Node at(long now) {
      return new Node(now, name, ready, cordoned);
    }

    Node ready(boolean now) {
      return new Node(version, name, now, cordoned);
    }

    Node cordoned(boolean now) {
      return new Node(version, name, ready, now);
    }
  }

  /** What of a pod never changes. */
  record Identity(String name, String uid, MemberId id, String revision, String node) {}

  /** What others than its kubelet say of a pod. */
  record Marks(Optional<MemberId> label, boolean deleting, boolean evicted, int cost) {
    static final Marks NONE = new Marks(Optional.empty(), false, false, 0);

    Marks labelled(Optional<MemberId> now) {
      return new Marks(now, deleting, evicted, cost);
    }

    Marks doomed() {
      return new Marks(label, true, evicted, cost);
    }

    Marks beingEvicted() {
      return new Marks(label, deleting, true, cost);
    }

    Marks costing(int now) {
      return new Marks(label, deleting, evicted, now);
    }
  }

  /**
   * What its kubelet says of a pod.
   *
   * @param process the instance of its container that was reported last; 0 before the first
   */
  record Status(int process, boolean terminated, boolean ready) {
    static final Status PENDING = new Status(0, false, false);

    Status unready() {
      return new Status(process, terminated, false);
    }
  }

  record Pod(long version, Identity identity, Marks marks, Status status) implements Stored {
    @Override
    public Kind kind() {
      return Kind.POD;
    }

    @Override
    public String name() {
      return identity.name();
    }

    @Override
    public Pod at(long now) {
      return new Pod(now, identity, marks, status);
    }

    Pod with(Marks now) {
      return new Pod(version, identity, now, status);
    }

    Pod with(Status now) {
      return new Pod(version, identity, marks, now);
    }

    String uid() {
      return identity.uid();
    }

    MemberId id() {
      return identity.id();
    }

    String revision() {
      return identity.revision();
    }

    String node() {
      return identity.node();
    }

    boolean isDeleting() {
      return marks.deleting();
    }

    boolean isSelectedBy(MemberId member) {
      return marks.label().equals(Optional.of(member));
    }
  }
}
