import CLinux
import LMKCore

/// Files of the processes that are read in every pass, kept open: one pread(2) instead of open,
/// read and close, and no path to be looked up.
///
/// A kept descriptor stays bound to its process: after the end `pread` gives ESRCH, whoever has
/// the pid by then. But each statm and stat that was read once holds 4 KiB in the kernel (an
/// oom_score_adj holds nothing), so only so many are kept, and those that fall out of use are
/// closed.
public struct KeptFiles: ~Copyable {
  /// 1,024 processes: at most 8 MiB in the kernel, 4 where their state is not read.
  public static let usualLimit = 1024
  /// Descriptors that are left to everything else, when `RLIMIT_NOFILE` is low.
  private static let reserve = 400
  /// Passes that an unused entry survives: whoever stands at an edge does not come and go.
  private static let patience: UInt32 = 4

  public enum File: Int, Sendable, CaseIterable {
    case statm, adj, stat

    var name: StaticString {
      switch self {
      case .statm: "statm"
      case .adj: "oom_score_adj"
      case .stat: "stat"
      }
    }
  }

  private struct Entry {
    var key: ProcessKey
    /// By `File`; −1: not open.
    var files: (Int32, Int32, Int32) = (-1, -1, -1)
    var lastUse: UInt32

    subscript(file: File) -> Int32 {
      get {
        switch file {
        case .statm: files.0
        case .adj: files.1
        case .stat: files.2
        }
      }
      set {
        switch file {
        case .statm: files.0 = newValue
        case .adj: files.1 = newValue
        case .stat: files.2 = newValue
        }
      }
    }

    func closeAll() {
      for file in File.allCases where self[file] >= 0 { _ = lmk_close(self[file]) }
    }
  }

  private let limit: Int
  private var entries: ContiguousArray<Entry> = []
  private var places: [Int32: Int32] = [:]
  private var pass: UInt32 = 0

  /// - Parameters:
  ///   - limit: so many processes at most; 0 keeps nothing.
  ///   - descriptors: how many may be open in all (`RLIMIT_NOFILE`).
  public init(limit: Int = Self.usualLimit, descriptors: UInt64) {
    let room = Int(clamping: descriptors) - Self.reserve
    self.limit = max(0, min(limit, room / File.allCases.count))
    entries.reserveCapacity(self.limit)
    places.reserveCapacity(self.limit)
  }

  deinit {
    for entry in entries { entry.closeAll() }
  }

  /// How many processes have files here.
  public var count: Int { entries.count }

  /// The open file of exactly this process, if there is one. O(1).
  mutating func descriptor(_ file: File, of key: ProcessKey) -> Int32? {
    guard let place = places[key.pid], entries[Int(place)].key == key else { return nil }
    entries[Int(place)].lastUse = pass
    let raw = entries[Int(place)][file]
    return raw >= 0 ? raw : nil
  }

  /// Whether a file of this process would be kept: it has others here, or there is room.
  func hasRoom(for key: ProcessKey) -> Bool {
    if let place = places[key.pid] { return entries[Int(place)].key == key }
    return entries.count < limit
  }

  /// Keeps a file that is known to be this process's. O(1).
  ///
  /// - Precondition: `hasRoom(for:)`, and the file is not kept already.
  mutating func keep(_ descriptor: consuming FileDescriptor, as file: File, of key: ProcessKey) {
    if let place = places[key.pid] {
      entries[Int(place)][file] = descriptor.release()
      return
    }
    var entry = Entry(key: key, lastUse: pass)
    entry[file] = descriptor.release()
    places[key.pid] = Int32(entries.count)
    entries.append(entry)
  }

  /// Closes the files of whoever had this pid. O(1).
  mutating func close(pid: Int32) {
    if let place = places[pid] { close(at: Int(place)) }
  }

  /// A pass is over: closes what was not used for some passes. O(`count`).
  public mutating func endPass() {
    var place = entries.count - 1
    while place >= 0 {
      if pass &- entries[place].lastUse > Self.patience { close(at: place) }
      place -= 1
    }
    pass &+= 1
  }

  private mutating func close(at place: Int) {
    let entry = entries[place]
    entry.closeAll()
    places[entry.key.pid] = nil
    let last = entries.removeLast()
    if place < entries.count {
      entries[place] = last
      places[last.key.pid] = Int32(place)
    }
  }
}
