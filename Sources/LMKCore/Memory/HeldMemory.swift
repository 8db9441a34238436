/// Memory that the death of no process gives back, by who holds it. In pages.
public struct HeldMemory: Hashable, Sendable {
  public enum Holder: String, Hashable, Sendable, CaseIterable {
    /// tmpfs, System V and shared anonymous memory: it stands until it is removed.
    case shmem
    /// The kernel's own objects that it cannot drop.
    case slab
    /// Locked, or unevictable for another reason, such as a ramfs.
    case locked
    /// Set aside for huge pages.
    case hugetlb
    /// ZFS's cache, which MemAvailable does not know.
    case arc = "ZFS ARC"
  }

  private var pages: InlineArray<5, Int> = [0, 0, 0, 0, 0]
  /// What the shares are of.
  public private(set) var totalPages: Int

  public init(_ memory: MemoryReading) {
    totalPages = memory.totalPages
    self[.shmem] = memory.shmemPages
    self[.slab] = memory.slabPages
    self[.locked] = max(memory.lockedPages, memory.unevictablePages)
    self[.hugetlb] = memory.hugetlbPages
    self[.arc] = memory.arcPages
  }

  public private(set) subscript(holder: Holder) -> Int {
    get { pages[Self.place(of: holder)] }
    set { pages[Self.place(of: holder)] = newValue }
  }

  private static func place(of holder: Holder) -> Int {
    switch holder {
    case .shmem: 0
    case .slab: 1
    case .locked: 2
    case .hugetlb: 3
    case .arc: 4
    }
  }

  /// All of them together. Locked shmem counts twice.
  public var sum: Int { Holder.allCases.reduce(0) { $0 + self[$1] } }

  /// In per cent of all memory, 100 at most.
  public var share: Int { totalPages > 0 ? min(100, sum * 100 / totalPages) : 0 }

  /// Those that hold more than a fiftieth of all memory, the largest first.
  public var largest: [Holder] {
    Holder.allCases.filter { self[$0] * 50 > totalPages }.sorted { self[$0] > self[$1] }
  }

  public static func == (left: HeldMemory, right: HeldMemory) -> Bool {
    left.totalPages == right.totalPages && Holder.allCases.allSatisfy { left[$0] == right[$0] }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(totalPages)
    for holder in Holder.allCases { hasher.combine(self[holder]) }
  }
}

extension HeldMemory: FieldRecordable {
  static var blank: HeldMemory { HeldMemory(MemoryReading()) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    for place in pages.indices { try coder.pass(&pages[place]) }
    try coder.pass(&totalPages)
  }
}
