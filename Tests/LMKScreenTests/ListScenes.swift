import LMKCore
import LMKTestSupport

@testable import LMKScreen

extension SnapshotBuilder {
  /// The busy machine with control groups, the shape of its tree and CPU times.
  static func busyServer() -> SnapshotBuilder {
    var builder = SnapshotBuilder.busyDesktop()
    let groups: [Int32: String] = [
      1: "/user.slice/user-1000.slice/user@1000.service/app.slice/app-chrome.scope",
      2: "/system.slice/mysql.service", 3: "/system.slice/build.service",
      4: "/system.slice/ssh.service",
    ]
    for (number, path) in groups {
      builder.snapshot.groups[ControlGroupID(rawValue: number)] = ControlGroup(
        memoryPath: path, unitPath: path)
    }
    let members: [Int32: Int32] = [
      4711: 1, 4790: 1, 5102: 1, 3321: 1, 3100: 2, 2210: 3, 2305: 3, 871: 4,
    ]
    for index in builder.candidates.indices {
      let pid = builder.candidates[index].candidate.key.pid
      builder.candidates[index].candidate.group = ControlGroupID(rawValue: members[pid] ?? 0)
    }
    return builder
  }
}

extension TestScreen {
  /// What the engine would add to the snapshot, having heard what is shown.
  mutating func answerDemand() {
    let demand = view.demand
    snapshot.demand = demand
    snapshot.places = []
    snapshot.times = []
    snapshot.blackHeight = 0
    if demand.contains(.shape) {
      // As a balanced tree of nine would stand.
      let depths: [UInt8] = [2, 1, 3, 2, 0, 2, 1, 3, 2, 3, 4]
      snapshot.blackHeight = 3
      for rank in 0..<snapshot.candidateCount {
        let depth = depths[rank % depths.count]
        let candidate = snapshot.rows.first { $0.rank == rank + 1 }?.candidate
        snapshot.places.append(
          TreePlace(
            depth: depth, isRed: depth == 3, count: Int32(max(1, 8 >> depth)),
            pages: (candidate?.freesPages ?? 0) * max(1, 4 - Int(depth))))
      }
    }
    if demand.contains(.times) {
      for row in snapshot.rows {
        let pid = UInt64(row.candidate.key.pid)
        // One that was read but once has no share yet.
        snapshot.times.append(
          ProcessTime(ticks: pid * 97 % 4_000_000, share: pid == 871 ? nil : Float(pid % 37) / 20))
      }
    }
    draw()
  }

  /// The pids on the list, top first.
  var pids: [Int32] {
    mutating get {
      let listing = view.listing(snapshot)
      return (0..<listing.count).compactMap { listing.key(at: $0, in: snapshot)?.pid }
    }
  }

  var cursorPid: Int32? { view.drawn.cursor?.pid }
}
