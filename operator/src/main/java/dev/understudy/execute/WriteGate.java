package dev.understudy.execute;

/** Whether this replica of the operator may write at this moment. */
@FunctionalInterface
public interface WriteGate {
  boolean isOpen();
}
