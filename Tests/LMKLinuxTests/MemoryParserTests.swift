import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// Every prefix of a file, the whole one last.
func cuts(of text: String) -> [[UInt8]] {
  let bytes = Array(text.utf8)
  return (0...bytes.count).map { Array(bytes[..<$0]) }
}

/// The text with some bytes replaced, always the same for the same seed.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed | 1 }

  mutating func next(below limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }

  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let interesting = Array(" \n\t()-+.:,0099".utf8) + [0, 255]
    for _ in 0...next(below: 6) where !bytes.isEmpty {
      let place = next(below: bytes.count)
      switch next(below: 4) {
      case 0: bytes[place] = interesting[next(below: interesting.count)]
      case 1: bytes[place] = UInt8(next(below: 256))
      case 2: bytes.remove(at: place)
      default: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: place)
      }
    }
    return bytes
  }
}

@Suite("The parsers of the machine's memory")
struct MemoryParserTests {
  private let memory = FixtureMemory()

  private func vmstat(_ bytes: [UInt8]) -> (reading: MemoryReading, found: VmstatParser.Found) {
    var reading = MemoryReading()
    let found = bytes.withUnsafeBytes { VmstatParser.parse($0, into: &reading) }
    return (reading, found)
  }

  private func meminfo(_ text: String, pageSize: Int = 4096) -> (
    MemoryReading, MeminfoParser.Defect?
  ) {
    var reading = MemoryReading()
    let defect = Array(text.utf8).withUnsafeBytes {
      MeminfoParser.parse($0, pageSize: pageSize, into: &reading)
    }
    return (reading, defect)
  }

  private func zones(_ text: String) -> ZoneinfoParser.Zones? {
    Array(text.utf8).withUnsafeBytes { ZoneinfoParser.parse($0) }
  }

  private func pressure(_ text: String) -> Pressure? {
    Array(text.utf8).withUnsafeBytes { PressureParser.parse($0) }
  }

  @Test("vmstat gives every field that the rule needs")
  func wholeVmstat() {
    let (reading, found) = vmstat(Array(memory.vmstat.utf8))
    #expect(found.missing == nil)
    #expect(found.hasSwapCache)
    #expect(reading.freePages == 200_000)
    #expect(reading.filePages == 300_000)
    #expect(reading.activeFilePages == 120_000)
    #expect(reading.inactiveFilePages == 130_000)
    #expect(reading.shmemPages == 40_000)
    #expect(reading.unevictablePages == 5_000)
    #expect(reading.swapCachePages == 700)
    #expect(reading.slabPages == 5225)
    #expect(reading.lockedPages == 31)
    #expect(reading.fileRefaults == 518_329)
    #expect(reading.kernelKills == 7)
  }

  @Test("vmstat names the first line of the rule that is missing or no number")
  func incompleteVmstat() {
    let without = memory.vmstat.replacing("nr_shmem 40000\n", with: "")
    #expect(vmstat(Array(without.utf8)).found.missing == .shmem)
    for bad in ["-1", "x", "12x", "", "18446744073709551616", "99999999999999999"] {
      let text = memory.vmstat.replacing("nr_free_pages 200000", with: "nr_free_pages \(bad)")
      let (reading, found) = vmstat(Array(text.utf8))
      #expect(found.missing == .free, "\(bad)")
      #expect(reading.freePages == 0)
    }
  }

  @Test("vmstat cut at any length gives a field whole or not at all")
  func cutVmstat() {
    let whole = vmstat(Array(memory.vmstat.utf8)).reading
    for bytes in cuts(of: memory.vmstat) {
      let (reading, _) = vmstat(bytes)
      #expect([0, whole.freePages].contains(reading.freePages))
      #expect([0, whole.filePages].contains(reading.filePages))
      #expect([0, whole.inactiveFilePages].contains(reading.inactiveFilePages))
      #expect([0, whole.fileRefaults].contains(reading.fileRefaults))
      #expect([0, whole.kernelKills].contains(reading.kernelKills))
    }
  }

  @Test("The reserve is min(managed, max(protection) + high − boost), summed over zones")
  func reserve() throws {
    let found = zones(memory.zoneinfo)
    let told = try #require(found)
    #expect(told.reservePages == 9_000 - 1_000 + 2_000)
    #expect(told.managedPages == 1_000_000)
    #expect(told.pageSetPages == 42)
    #expect(told.zoneCount == 2)
  }

  @Test("A zone cannot keep back more than it has, and one without memory keeps nothing")
  func smallZone() throws {
    var small = memory
    small.total = 5_000
    #expect(try #require(zones(small.zoneinfo)).reservePages == 5_000)
    small.total = 0
    #expect(try #require(zones(small.zoneinfo)).reservePages == 0)
  }

  @Test("zoneinfo without boost, as before 5.12, counts as boost 0")
  func noBoost() throws {
    let old = memory.zoneinfo.replacing("        boost    1000\n", with: "")
    #expect(try #require(zones(old)).reservePages == 11_000)
  }

  @Test("zoneinfo with a zone that lacks a term is refused: the sum would be too small")
  func incompleteZone() {
    for line in ["high     9000", "managed  1000000", "protection: (0, 2000, 1000)"] {
      #expect(zones(memory.zoneinfo.replacing(line, with: "")) == nil, "\(line)")
      let garbled = memory.zoneinfo.replacing(
        "\(line)\n", with: "\(line.replacing("000", with: "00x"))\n")
      #expect(zones(garbled) == nil, "\(line)")
    }
    #expect(zones(memory.zoneinfo.replacing("2000, 1000)", with: "2000, 1000")) == nil)
    #expect(zones("") == nil)
  }

  @Test("zoneinfo cut at any length gives the sum of whole zones or nothing")
  func cutZoneinfo() {
    for bytes in cuts(of: memory.zoneinfo) {
      let told = bytes.withUnsafeBytes { ZoneinfoParser.parse($0) }
      if let told {
        #expect(told.reservePages == 10_000)
        #expect(told.managedPages == 1_000_000)
      }
    }
  }

  @Test("meminfo is converted from kB to pages of the machine's size")
  func pageSizes() {
    let (small, defect) = meminfo(memory.meminfo)
    #expect(defect == nil)
    #expect(small.totalPages == 1_000_000)
    #expect(small.availablePages == 400_000)
    #expect(small.swapTotalPages == 2000)
    #expect(small.swapFreePages == 1000)
    #expect(small.hugetlbPages == 5120)
    let (large, _) = meminfo(memory.meminfo, pageSize: 65536)
    #expect(large.totalPages == 62_500)
    #expect(large.hugetlbPages == 320)
  }

  @Test("Without Hugetlb, its pages are HugePages_Total times Hugepagesize")
  func oldHugetlb() {
    let (reading, defect) = meminfo(
      memory.meminfo.replacing("Hugetlb:        20480 kB\n", with: ""))
    #expect(defect == nil)
    #expect(reading.hugetlbPages == 5120)
  }

  @Test(
    "meminfo with a missing, doubled or garbled line is refused with the line's name",
    arguments: [
      ("MemAvailable:   1600000 kB\n", "", MeminfoParser.Defect.missing(.memAvailable)),
      ("MemTotal:       4000000 kB\n", "", .missing(.memTotal)),
      ("SwapFree:       4000 kB\n", "", .missing(.swapFree)),
      ("SwapFree:", "SwapTotal:", .doubled(.swapTotal)),
      ("1600000 kB", "1600000 kB trailing", .malformed(.memAvailable)),
      ("1600000 kB", "1600000", .malformed(.memAvailable)),
      ("1600000 kB", "1600000 MB", .malformed(.memAvailable)),
      ("1600000 kB", "-1600000 kB", .malformed(.memAvailable)),
      ("1600000 kB", "some words", .malformed(.memAvailable)),
      ("1600000 kB", "99999999999999999999999 kB", .malformed(.memAvailable)),
      ("1600000 kB", "4000001 kB", .availableAboveTotal),
      ("SwapFree:       4000 kB", "SwapFree:       8001 kB", .swapFreeAboveTotal),
    ])
  func defects(from: String, to: String, expected: MeminfoParser.Defect) {
    let (reading, defect) = meminfo(memory.meminfo.replacing(from, with: to))
    #expect(defect == expected)
    if from.hasPrefix("1600000") || expected == .missing(.memAvailable) {
      #expect(reading.availablePages == 0)
    }
  }

  @Test("meminfo cut at any length gives a field whole or not at all")
  func cutMeminfo() {
    for bytes in cuts(of: memory.meminfo) {
      let (reading, _) = meminfo(String(decoding: bytes, as: UTF8.self))
      #expect([0, 1_000_000].contains(reading.totalPages))
      #expect([0, 400_000].contains(reading.availablePages))
      #expect([0, 5120].contains(reading.hugetlbPages))
    }
  }

  @Test("pressure gives shares in per cent and totals in microseconds")
  func wholePressure() throws {
    let told = try #require(pressure(memory.pressure))
    #expect(told.some.average10 == 12.4)
    #expect(told.some.total == 123_456)
    #expect(told.full.average300 == 0.3)
    #expect(told.full.total == 4567)
  }

  @Test("pressure without its full line has zeros there")
  func someOnly() throws {
    let told = try #require(pressure("some avg10=1.00 avg60=2.00 avg300=3.00 total=4\n"))
    #expect(told.full == Pressure.Line())
    #expect(pressure("full avg10=1.00 avg60=2.00 avg300=3.00 total=4\n") == nil)
  }

  @Test("pressure cut at any length gives a line whole or not at all")
  func cutPressure() {
    for bytes in cuts(of: memory.pressure) {
      guard let told = bytes.withUnsafeBytes({ PressureParser.parse($0) }) else { continue }
      #expect(told.some.total == 123_456)
      #expect([0, 4567].contains(told.full.total))
    }
  }

  @Test("No garbage traps a parser, and no sum overflows behind it")
  func garbage() {
    var mutator = Mutator(seed: 4711)
    for _ in 0..<4000 {
      var reading = MemoryReading()
      mutator.mutate(Array(memory.vmstat.utf8)).withUnsafeBytes {
        _ = VmstatParser.parse($0, into: &reading)
      }
      mutator.mutate(Array(memory.meminfo.utf8)).withUnsafeBytes {
        _ = MeminfoParser.parse($0, pageSize: 4096, into: &reading)
      }
      mutator.mutate(Array(memory.zoneinfo.utf8)).withUnsafeBytes {
        if let zones = ZoneinfoParser.parse($0) {
          reading.reservePages = zones.reservePages
          reading.managedPages = zones.managedPages
        }
      }
      mutator.mutate(Array(memory.pressure.utf8)).withUnsafeBytes {
        if let pressure = PressureParser.parse($0) {
          #expect((0...100).contains(pressure.some.average10))
        }
      }
      _ = MemoryTerms(reading, fileTerm: .driver).headroom
      _ = MemoryTerms(reading, fileTerm: .lru).headroom
      _ = reading.usablePages
    }
  }
}

@Suite("ZFS's cache")
struct ArcstatsParserTests {
  private func parse(_ text: String) -> Int {
    Array(text.utf8).withUnsafeBytes { ArcstatsParser.reclaimableBytes($0) }
  }

  @Test("What it gives back is its size less its least")
  func size() {
    let text = """
      9 1 0x01 147 39984 7215862 98237461
      name                            type data
      hits                            4    123
      c_min                           4    1000
      c_max                           4    8000
      size                            4    7300
      """
    #expect(parse(text + "\n") == 6300)
    #expect(parse(text) == 0)
    #expect(parse("size 4 10\nc_min 4 20\n") == 0)
    #expect(parse("size 4 x\nc_min 4 20\n") == 0)
    #expect(parse("") == 0)
  }
}
