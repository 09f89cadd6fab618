package dev.understudy.sample;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Whether the sample is warm, ready and responsive. */
final class Health {

  private final long warmAtNanos;
  private volatile boolean ready = true;
  private volatile CountDownLatch responsive = new CountDownLatch(0);

  Health(Duration warmup) {
    this.warmAtNanos = System.nanoTime() + warmup.toNanos();
  }

  boolean isReady() {
    return ready && System.nanoTime() - warmAtNanos >= 0;
  }

  void becomeReady() {
    ready = true;
  }

  void becomeUnready() {
    ready = false;
  }

  synchronized void hang() {
    if (responsive.getCount() == 0) {
      responsive = new CountDownLatch(1);
    }
  }

  synchronized void unhang() {
    responsive.countDown();
  }

  void awaitResponsive() throws InterruptedException {
    responsive.await();
  }
}
