package dev.understudy.decision;

/** What a member is told by a call to it. */
public enum Hook {
  /** That it is to lead: it may take traffic when it has said that it is done. */
  PROMOTE("promoted"),
  /** That it leads no more, and may go on as a standby. */
  DEMOTE("demoted");

  private final String word;

  Hook(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
