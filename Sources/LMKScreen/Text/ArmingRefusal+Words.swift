import LMKCore

extension ArmingRefusal {
  /// The reason, as the end of a sentence.
  public var words: String {
    switch self {
    case .capturedTree: "this is a captured tree, not the running machine"
    case .readOnly: "lmktop was started read-only"
    case .hiddenProcesses: "other users' processes are hidden"
    case .noPidfd: "the kernel has no pidfd"
    case .noVmstat: "/proc/vmstat cannot be read"
    case .noThresholds: "there is no row of thresholds"
    case .scopeLost: "what the scope names is gone"
    case .memoryDisagrees:
      "/proc/meminfo and /proc/zoneinfo speak of different machines (a container's own /proc?)"
    }
  }
}
