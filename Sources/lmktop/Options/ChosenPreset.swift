import LMKCore
import LMKLinux

/// The preset that holds, and who chose it; none where somebody wrote a table of his own.
struct ChosenPreset: Hashable {
  var preset: Preset
  /// Why it was chosen, where nobody named one.
  var reason: String?

  /// - Throws: what makes a preset impossible here.
  init?(
    _ options: PolicyOptions, _ settings: Settings, _ memory: MemoryReading, root: ProcRoot
  ) throws(Failure) {
    if let named = options.preset ?? (options.thresholds == nil ? settings.preset : nil) {
      preset = named
    } else if options.thresholds != nil || settings.thresholds != nil {
      return nil
    } else if root.isLive {
      let machine = MachineClass(memory: memory, pageSize: Host.pageSize)
      preset = machine.preset
      reason = machine.reason
    } else {
      // Of whose machine it is a copy, nobody knows.
      preset = .plain
    }
    let namesScope = options.scope != nil || settings.scope != nil
    if preset == .node, !namesScope, root.isLive, Pods.find() == nil {
      throw Failure(
        .usage,
        "the preset node kills in the pods' control group alone, and there is none here: name one "
          + "with --scope")
    }
  }

  /// The scope that goes with it where none is named.
  var scope: String? { preset == .node ? Pods.find().map { "cgroup:\($0.path)" } : nil }

  /// For the title of the table: `desktop`.
  var name: String { preset.rawValue }

  /// What an operator should know at the start.
  var remarks: [String] {
    var remarks: [String] = []
    if let reason {
      remarks.append("preset \(name), chosen because \(reason); --preset chooses another")
    }
    if preset == .node, let pods = Pods.find() {
      remarks.append("kubelet evicts pods when memory.available is below \(pods.evictsBelow)")
    }
    return remarks
  }
}
