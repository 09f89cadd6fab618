package dev.understudy.idle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {
  private static final String TCP =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65532        0 1 1
         1: 020012C6:A3D2 010012C6:8235 01 00000000:00000000 02:000000A7 00000000 65532        0 2 2
         2: 020012C6:A3D4 010012C6:1A0B 01 00000000:00000000 02:000000A7 00000000 65532        0 3 2
         3: 020012C6:A3D6 010012C6:8235 06 00000000:00000000 03:000000A7 00000000 65532        0 0 2
      """;

  private static final String DEV =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
          lo:       7       1    0    0    0     0          0         0        7       1    0    0
        eth0:    1200      12    0    0    0     0          0         0     3400      34    0    0
      """;

  @Test
  void connectionsAreThoseEstablished() {
    assertThat(Usage.connections(TCP, "")).isEqualTo(2);
    assertThat(Usage.connections(TCP, ":8235")).isEqualTo(1);
  }

  @Test
  void trafficIsThatOfTheInterface() {
    assertThat(Usage.Traffic.of(DEV)).isEqualTo(new Usage.Traffic(1200, 12, 3400, 34));
  }

  @Test
  void cpuIsOfUserAndSystem() {
    String stat = "7 (a ) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 3 4 20 0 30 0 99 1 2";
    assertThat(Usage.cpuMillis(stat)).isEqualTo(3000);
  }

  @Test
  void memoryIsInKibibytes() {
    assertThat(Usage.kibi("Name:\tjava\nVmRSS:\t  1234 kB\nRssAnon:\t 99 kB", "VmRSS:"))
        .isEqualTo(1234);
  }
}
