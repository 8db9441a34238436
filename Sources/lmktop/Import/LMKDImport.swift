import LMKCore

/// lmkd's table as a configuration. The rule is the same; the sizes are in pages of 4 KiB whatever
/// the page size here is.
struct LMKDImport {
  struct Defect: Error {
    var words: String
  }

  private let rows: [(kibibytes: Int, adj: Int)]

  /// - Throws: what lmkd would not take either, or no table can hold.
  init(_ levels: String) throws(Defect) {
    var rows: [(kibibytes: Int, adj: Int)] = []
    for (index, piece) in levels.split(separator: ",", omittingEmptySubsequences: false)
      .enumerated()
    {
      let parts = piece.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let pages = Int(parts[0]), pages > 0, pages < 1 << 40,
        let adj = Int(parts[1]), (-1000...1000).contains(adj)
      else { throw Defect(words: "'\(piece)' is not PAGES:ADJ, such as 18432:0") }
      if let last = rows.last {
        guard pages * 4 > last.kibibytes else {
          throw Defect(words: "row \(index + 1): the pages must be more than in the row before it")
        }
        guard adj >= last.adj else {
          throw Defect(
            words: "row \(index + 1): the adj must not be lower than in the row before it")
        }
      }
      rows.append((pages * 4, adj))
    }
    guard rows.count <= Thresholds.capacity else {
      throw Defect(words: "it has \(rows.count) rows; both lmkd and lmktop hold 6")
    }
    self.rows = rows
  }

  var text: String {
    let table = rows.map { "\($0.kibibytes)KiB:\($0.adj)" }.joined(separator: ",")
    return """
      # sys.lmk.minfree_levels in minfree mode (ro.lmk.use_minfree_levels)
      #
      # not carried over: above adj 200 lmkd takes the process that was registered longest ago, unless
      #   ro.lmk.kill_heaviest_task is set; here it is always the largest
      # not carried over: lmkd knows registered processes alone; here rules and a scope say whom to spare
      # not carried over: lmkd looks when PSI or vmpressure tells it to; here memory is watched all the time

      thresholds = "\(table)"
      file_term = "driver"
      steps = "KILL"

      """
  }
}
