import LMKCore

/// The processes and the memory of a machine at one moment, as far as any killer looks at them.
public struct Population: Hashable, Sendable {
  public var memory: MemoryReading
  /// Bytes.
  public var pageSize: Int
  /// By pid, ascending: the order in which /proc lists them.
  public var subjects: [DeepReading]
  /// The control groups of version 2 that systemd-oomd could take: leaves, and those with
  /// `memory.oom.group`. `nil`: they cannot be had.
  public var groups: [GroupReading]?
  /// Why there are none, as the rest of a sentence.
  public var groupsReason = ""

  public init(memory: MemoryReading, pageSize: Int, subjects: [DeepReading]) {
    self.memory = memory
    self.pageSize = pageSize
    self.subjects = subjects.sorted { $0.pid < $1.pid }
  }

  var size: SizeText { SizeText(pageSize: pageSize) }

  /// MemAvailable in per cent of `total` pages; 0 where there is none.
  func availablePercent(of total: Int) -> Double {
    total > 0 ? Double(memory.availablePages) * 100 / Double(total) : 0
  }

  /// 0 without swap: no swap is swap that is gone.
  var swapFreePercent: Double {
    memory.swapTotalPages > 0
      ? Double(memory.swapFreePages) * 100 / Double(memory.swapTotalPages) : 0
  }
}

extension DeepReading {
  var pid: Int32 { reading.key.pid }
  var adj: Int { Int(reading.adj.rawValue) }
  var victim: Opinion.Victim { Opinion.Victim(key: reading.key, name: reading.name) }
  /// For a sentence: `4711 chrome`.
  var words: String { "\(pid) \(reading.name.text)" }
  /// A dead zombie, or a process in its exit: it has given its memory back.
  var holdsNothing: Bool { reading.rssPages == 0 && reading.swapPages == 0 && pageTablePages == 0 }
}
