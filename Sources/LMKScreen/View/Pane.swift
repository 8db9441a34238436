/// The part of the screen that the keys speak to.
public enum Pane: Hashable, Sendable, CaseIterable {
  case candidates
  case thresholds
}
