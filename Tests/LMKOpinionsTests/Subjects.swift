import LMKCore
import LMKOpinions

/// Populations drawn in text, for tests: `pid adj rss [swap S] [pte P] [score N] [born T] …`, sizes
/// in pages.
func population(
  _ text: String, total: Int = 1_000_000, available: Int = 500_000, swapTotal: Int = 0,
  swapFree: Int = 0, anonymous: Int = 0
) -> Population {
  var memory = MemoryReading()
  memory.totalPages = total
  memory.availablePages = available
  memory.swapTotalPages = swapTotal
  memory.swapFreePages = swapFree
  memory.anonPages = anonymous
  let subjects = text.split(separator: "\n").map { subject(String($0)) }
  return Population(memory: memory, pageSize: 4096, subjects: subjects)
}

private func subject(_ line: String) -> DeepReading {
  let words = line.split(separator: " ").map(String.init)
  let pid = Int32(words[0])!
  var reading = ProcessReading(
    key: ProcessKey(pid: pid, startTime: UInt64(pid) * 10), adj: OOMScoreAdj(Int(words[1])!)!,
    rssPages: Int(words[2])!, name: ProcessName("p\(pid)"))
  var deep = DeepReading(reading, oomScore: 666)
  var rest = words[3...]
  while let word = rest.popFirst() {
    switch word {
    case "kernel": reading.isKernelThread = true
    case "leader":
      reading.state = .zombie
      reading.threadCount = 2
      deep.leaderRSSPages = 0
    default:
      let value = Int(rest.popFirst()!)!
      switch word {
      case "swap": reading.swapPages = value
      case "pte": deep.pageTablePages = value
      case "score": deep.oomScore = value
      case "born": reading = reading.born(at: UInt64(value))
      case "uid": reading.uid = UInt32(value)
      case "parent": reading.parent = Int32(value)
      case "threads": reading.threadCount = Int32(value)
      default: preconditionFailure("what is '\(word)'?")
      }
    }
  }
  deep.reading = reading
  return deep
}

extension ProcessReading {
  fileprivate func born(at time: UInt64) -> ProcessReading {
    ProcessReading(
      key: ProcessKey(pid: key.pid, startTime: time), adj: adj, rssPages: rssPages, name: name)
  }
}
