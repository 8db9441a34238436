import LMKCore

/// Numbers for control groups: whoever is read in a group that is known costs no memory.
public struct CgroupNames: ~Copyable {
  /// More groups than any machine has at once; when they are reached, by containers that came and
  /// went, all numbers are given anew.
  public static let limit = 16_384

  public enum Answer: Hashable, Sendable {
    case known(ControlGroupID)
    case new(ControlGroupID, ControlGroup)
    /// The same, and all numbers that were given before are void.
    case newAfterAll(ControlGroupID, ControlGroup)
  }

  private let limit: Int
  /// By a hash of both paths. Two groups whose hashes agree would be taken for one: of 2⁶⁴.
  private var numbers: [UInt64: ControlGroupID] = [:]

  public init(limit: Int = Self.limit) { self.limit = limit }

  /// - Parameter bytes: the whole file.
  public mutating func number(of bytes: UnsafeRawBufferPointer) -> Answer {
    let found = CgroupParser.parse(bytes)
    let hash = Self.hash(bytes, found)
    if let known = numbers[hash] { return .known(known) }
    let isFull = numbers.count >= limit
    if isFull { numbers.removeAll(keepingCapacity: true) }
    let number = ControlGroupID(rawValue: Int32(numbers.count + 1))
    numbers[hash] = number
    let group = ControlGroup(
      memoryPath: Self.text(bytes, found.memory), unitPath: Self.text(bytes, found.unit))
    return isFull ? .newAfterAll(number, group) : .new(number, group)
  }

  /// FNV-1a, with a byte between the paths that stands in none.
  private static func hash(
    _ bytes: UnsafeRawBufferPointer, _ found: CgroupParser.Found
  ) -> UInt64 {
    var hash: UInt64 = 14_695_981_039_346_656_037
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    for index in found.memory { add(bytes[index]) }
    add(0)
    for index in found.unit { add(bytes[index]) }
    return hash
  }

  private static func text(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}
