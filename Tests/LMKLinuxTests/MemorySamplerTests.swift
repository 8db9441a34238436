import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@Suite("Sampling the machine's memory")
struct MemorySamplerTests {
  private let start = Instant(nanoseconds: 5_000_000_000)

  private func missing(_ sampler: borrowing MemorySampler) -> [Capability] {
    sampler.capabilities.filter { !$0.isAvailable }
  }

  @Test("A sample fills every field, by four files, and later ones read three")
  func wholeSample() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    var sampler = MemorySampler(root: try ProcRoot(path: tree.path), pageSize: 4096)
    var reading = MemoryReading()
    #expect(sampler.sample(at: start, into: &reading).filesRead == 4)
    #expect(reading.freePages == 200_000)
    #expect(reading.reservePages == 10_000)
    #expect(reading.managedPages == 1_000_000)
    #expect(reading.pageSetPages == 42)
    #expect(reading.availablePages == 400_000)
    #expect(reading.pressure?.some.average10 == 12.4)
    #expect(sampler.capabilities.allSatisfy { $0.isAvailable && $0.reason.isEmpty })
    #expect(sampler.sample(at: start.advanced(by: .seconds(9)), into: &reading).filesRead == 3)
    #expect(sampler.sample(at: start.advanced(by: .seconds(10)), into: &reading).filesRead == 4)
    #expect(sampler.sampleTerms(into: &reading).filesRead == 1)
  }

  @Test("What changes in an open file is seen")
  func changes() throws {
    let tree = try FixtureTree()
    var memory = FixtureMemory()
    try tree.add(memory)
    var sampler = MemorySampler(root: try ProcRoot(path: tree.path), pageSize: 4096)
    var reading = MemoryReading()
    sampler.sample(at: start, into: &reading)
    memory.free = 1
    memory.available = 2
    try tree.add(memory)
    sampler.sampleTerms(into: &reading)
    #expect(reading.freePages == 1)
    #expect(reading.availablePages == 400_000)
    sampler.sample(at: start.advanced(by: .seconds(1)), into: &reading)
    #expect(reading.availablePages == 2)
  }

  @Test("A missing file is a capability with its reason, and is found when it comes")
  func missingFiles() throws {
    let tree = try FixtureTree()
    let memory = FixtureMemory()
    try tree.write("vmstat", memory.vmstat)
    var sampler = MemorySampler(root: try ProcRoot(path: tree.path), pageSize: 4096)
    var reading = MemoryReading()
    #expect(sampler.sample(at: start, into: &reading).filesRead == 1)
    let holes = missing(sampler)
    #expect(holes.map(\.name) == [.zoneinfo, .meminfo, .pressure])
    #expect(holes.allSatisfy { $0.reason.contains("is not there: ") })
    #expect(reading.reservePages == 0)
    #expect(reading.pressure == nil)
    let generation = sampler.generation

    try tree.add(memory)
    sampler.sample(at: start.advanced(by: .seconds(1)), into: &reading)
    #expect(sampler.generation == generation)
    sampler.sample(at: start.advanced(by: .seconds(11)), into: &reading)
    #expect(sampler.generation > generation)
    #expect(missing(sampler).isEmpty)
    #expect(reading.reservePages == 10_000)
  }

  @Test("A refused file says what is wrong with it")
  func refused() throws {
    let tree = try FixtureTree()
    var memory = FixtureMemory()
    memory.available = memory.total + 1
    try tree.add(memory)
    try tree.write("vmstat", memory.vmstat.replacing("nr_shmem 40000\n", with: ""))
    try tree.write("zoneinfo", "Node 0, zone Normal\n")
    try tree.write("pressure/memory", "none\n")
    var sampler = MemorySampler(root: try ProcRoot(path: tree.path), pageSize: 4096)
    var reading = MemoryReading()
    sampler.sample(at: start, into: &reading)
    let reasons = Dictionary(
      uniqueKeysWithValues: sampler.capabilities.map { ($0.name, $0.reason) })
    #expect(sampler.capabilities.allSatisfy { !$0.isAvailable })
    #expect(reasons[.vmstat]?.contains("has no nr_shmem") == true)
    #expect(reasons[.meminfo]?.contains("MemAvailable is above MemTotal") == true)
    #expect(reasons[.zoneinfo]?.contains("expected form") == true)
  }

  @Test("Where vmstat has no nr_swapcached, as before 5.12, meminfo's SwapCached counts")
  func oldSwapCache() throws {
    let tree = try FixtureTree()
    let memory = FixtureMemory()
    try tree.add(memory)
    try tree.write("vmstat", memory.vmstat.replacing("nr_swapcached 700\n", with: ""))
    var sampler = MemorySampler(root: try ProcRoot(path: tree.path), pageSize: 4096)
    var reading = MemoryReading()
    sampler.sample(at: start, into: &reading)
    #expect(reading.swapCachePages == 700)
    sampler.sampleTerms(into: &reading)
    #expect(reading.swapCachePages == 700)
    #expect(missing(sampler).isEmpty)
  }

  @Test("Files longer than the buffer at the start are read whole")
  func longFiles() throws {
    let tree = try FixtureTree()
    var memory = FixtureMemory()
    try tree.add(memory)
    memory.protection = 0
    let zone = memory.zoneinfo
    try tree.write("zoneinfo", String(repeating: zone, count: 200))
    var sampler = MemorySampler(root: try ProcRoot(path: tree.path), pageSize: 4096)
    var reading = MemoryReading()
    sampler.sample(at: start, into: &reading)
    #expect(reading.reservePages == 200 * 8_000)
  }

  @Test("This machine's numbers are plausible")
  func live() throws {
    var sampler = MemorySampler(root: try ProcRoot())
    var reading = MemoryReading()
    sampler.sample(at: start, into: &reading)
    let can = Dictionary(
      uniqueKeysWithValues: sampler.capabilities.map { ($0.name, $0.isAvailable) })
    try #require(can[.vmstat] == true)
    #expect(reading.freePages > 0)
    #expect(reading.filePages > 0)
    if can[.meminfo] == true {
      #expect(reading.availablePages > 0 && reading.availablePages <= reading.totalPages)
    }
    if can[.zoneinfo] == true {
      #expect(reading.managedPages > 0)
      #expect(reading.reservePages > 0)
      #expect(reading.reservePages < reading.managedPages / 2)
      // Not compared with MemTotal: a kernel may give its zones their memory only when it is asked
      // for, and MemTotal is five times what they manage then.
      #expect(reading.freePages <= reading.managedPages)
    }
    // A sum of the page sets is never more than the machine.
    #expect(reading.pageSetPages <= max(reading.managedPages, 0))
  }
}
