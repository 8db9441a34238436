/// What a snapshot holds only while somebody looks at it: it costs what nobody else needs.
public struct SnapshotDemand: OptionSet, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `Snapshot.places`: the inner shape of the tree, one more walk over it for each snapshot.
  public static let shape = SnapshotDemand(rawValue: 1)
  /// `Snapshot.times`: the CPU time of every process, one more file of each in every interval.
  public static let times = SnapshotDemand(rawValue: 2)
}
