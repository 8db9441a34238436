import Foundation
import LMKCore
import LMKTestSupport
import Testing

@testable import LMKLinux

/// A control group's memory in the place of a machine's. Pages of 4 KiB.
@Suite("The memory of a control group", .serialized)
struct CgroupMemoryTests {
  private static let page = 4096

  private var machine: MemoryReading {
    var machine = MemoryReading()
    machine.freePages = 5000
    machine.reservePages = 100
    machine.totalPages = 1_000_000
    machine.managedPages = 1_000_000
    machine.kernelKills = 7
    machine.pressure = Pressure(some: .init(total: 99), full: .init())
    return machine
  }

  /// /outer (limit 100 pages, 40 used) with /outer/inner (limit 50, 30 used), of version 2.
  private func two() throws -> (FixtureTree, CgroupMount) {
    let tree = try FixtureTree()
    try tree.write("outer/memory.max", "\(100 * Self.page)\n")
    try tree.write("outer/memory.current", "\(95 * Self.page)\n")
    try tree.write("outer/inner/memory.max", "\(50 * Self.page)\n")
    try tree.write("outer/inner/memory.current", "\(30 * Self.page)\n")
    try tree.write(
      "outer/inner/memory.stat",
      """
      anon \(5 * Self.page)
      file \(20 * Self.page)
      shmem \(3 * Self.page)
      inactive_file \(8 * Self.page)
      active_file \(9 * Self.page)
      unevictable \(2 * Self.page)
      slab_unreclaimable \(Self.page)

      """)
    try tree.write(
      "outer/inner/memory.pressure",
      "some avg10=1.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=2\n"
    )
    return (tree, CgroupMount(version: .two, point: tree.path))
  }

  @Test("Version 2: free is the least that its limits and those above it leave; file is its own")
  func versionTwo() throws {
    let (tree, mount) = try two()
    var memory = try CgroupMemory(path: "/outer/inner", in: mount, pageSize: Self.page)
    var reading = MemoryReading()
    _ = try memory.sample(machine: machine, into: &reading)
    // /outer leaves 5, though /outer/inner would leave 20.
    let lru = MemoryTerms(reading, fileTerm: .lru)
    #expect(lru.otherFree == 5)
    #expect(lru.otherFile == 17)
    // file − shmem, and nothing else is taken off.
    #expect(MemoryTerms(reading, fileTerm: .driver).otherFile == 17)
    #expect(reading.usablePages == 50)
    #expect(reading.ramPages == 50)
    #expect(reading.anonPages == 5)
    #expect(reading.kernelKills == 7)
    #expect(reading.pressure?.some.total == 5)
    #expect(!reading.isOfTwoMinds)
    try tree.write("outer/memory.max", "max\n")
    _ = try memory.sample(machine: machine, into: &reading)
    #expect(MemoryTerms(reading, fileTerm: .lru).otherFree == 20)
    // More than its limit is used for a moment.
    try tree.write("outer/inner/memory.current", "\(60 * Self.page)\n")
    _ = try memory.sample(machine: machine, into: &reading)
    #expect(MemoryTerms(reading, fileTerm: .lru).otherFree == -10)
  }

  @Test("Without a limit below the machine's memory, the machine's is what counts")
  func unlimited() throws {
    let (tree, mount) = try two()
    try tree.write("outer/memory.max", "max\n")
    try tree.write("outer/inner/memory.max", "\(2_000_000 * Self.page)\n")
    var memory = try CgroupMemory(path: "/outer/inner", in: mount, pageSize: Self.page)
    var reading = MemoryReading()
    _ = try memory.sample(machine: machine, into: &reading)
    #expect(MemoryTerms(reading, fileTerm: .lru).otherFree == 4900)
    #expect(reading.totalPages == 1_000_000)
    #expect(reading.pressure?.some.total == 5)
  }

  @Test("Version 1: the same by its own names, and no pressure")
  func versionOne() throws {
    let tree = try FixtureTree()
    try tree.write("a/memory.limit_in_bytes", "\(50 * Self.page)\n")
    try tree.write("a/memory.usage_in_bytes", "\(30 * Self.page)\n")
    try tree.write(
      "a/memory.stat",
      """
      cache \(99 * Self.page)
      total_cache \(20 * Self.page)
      total_rss \(5 * Self.page)
      total_shmem \(3 * Self.page)
      total_inactive_file \(8 * Self.page)
      total_active_file \(9 * Self.page)

      """)
    try tree.write("memory.limit_in_bytes", "9223372036854771712\n")
    try tree.write("memory.usage_in_bytes", "\(Self.page)\n")
    let mount = CgroupMount(version: .one, point: tree.path)
    var memory = try CgroupMemory(path: "/a", in: mount, pageSize: Self.page)
    var reading = MemoryReading()
    _ = try memory.sample(machine: machine, into: &reading)
    #expect(MemoryTerms(reading, fileTerm: .lru).otherFree == 20)
    #expect(MemoryTerms(reading, fileTerm: .driver).otherFile == 17)
    #expect(reading.pressure == nil)
    let (tells, reason) = (memory.tellsPressure, memory.pressureReason)
    #expect(!tells)
    #expect(reason.contains("version 1"))
  }

  @Test("A group that is not there cannot be opened")
  func absent() throws {
    let (_, mount) = try two()
    #expect(throws: Errno.noEntry) {
      _ = try CgroupMemory(path: "/none", in: mount, pageSize: Self.page)
    }
  }

  @Test("The hierarchy that accounts for memory is found: version 1's where it is mounted")
  func mounts() {
    let hybrid = """
      25 30 0:22 / /sys rw - sysfs sysfs rw
      31 25 0:27 / /sys/fs/cgroup/unified rw shared:10 - cgroup2 cgroup2 rw
      32 25 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
      33 25 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory

      """
    #expect(
      CgroupMount.find(Array(hybrid.utf8))
        == CgroupMount(version: .one, point: "/sys/fs/cgroup/memory"))
    let lines = hybrid.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(
      CgroupMount.find(Array(lines.utf8))
        == CgroupMount(version: .two, point: "/sys/fs/cgroup/unified"))
    #expect(CgroupMount.find([]) == nil)
    let mount = CgroupMount(version: .two, point: "/sys/fs/cgroup")
    #expect(mount.path(of: "/a/b/") == "/a/b")
    #expect(mount.path(of: "a") == "/a")
    #expect(mount.path(of: "/sys/fs/cgroup/a") == "/a")
    #expect(mount.path(of: "/") == "/")
    #expect(mount.pressurePath(of: "/a") == "/sys/fs/cgroup/a/memory.pressure")
  }

  @Test(
    "Live, in version 1: what a child holds is taken off the limit; a removed group is gone",
    .enabled(if: MemoryCgroup.isPossible, "needs a memory cgroup v1"))
  func live() throws {
    let root = try ProcRoot()
    let mount = try #require(CgroupMount.find(root))
    var group: MemoryCgroup? = try MemoryCgroup(limit: 64 << 20)
    let child = try PlainChild(
      "/bin/sh", ["-c", "read x; x=$(head -c 20m /dev/zero | tr '\\0' a); read y"], holdsInput: true
    )
    try group?.add(child.pid)
    let path = try #require(group?.path(in: mount.point))
    var sampler = try MemorySampler(root: root, scope: .cgroup(path))
    var reading = MemoryReading()
    sampler.sample(at: Instant(nanoseconds: 0), into: &reading)
    #expect(reading.totalPages == (64 << 20) / Host.pageSize)
    let before = MemoryTerms(reading, fileTerm: .lru).otherFree
    try child.say("\n")
    var after = before
    for _ in 0..<500 where before - after < (20 << 20) / Host.pageSize {
      usleep(20_000)
      sampler.sampleTerms(into: &reading)
      let hasTerms = sampler.hasTerms
      #expect(hasTerms)
      after = MemoryTerms(reading, fileTerm: .lru).otherFree
    }
    #expect(before - after >= (20 << 20) / Host.pageSize)
    let told = sampler.capabilities
    #expect(told.first { $0.name == .scope }?.isAvailable == true)
    #expect(told.first { $0.name == .pressure }?.isAvailable == false)
    child.kill()
    let generation = sampler.generation
    group = nil
    for _ in 0..<200 where sampler.generation == generation {
      usleep(20_000)
      sampler.sample(at: Instant(nanoseconds: 0), into: &reading)
    }
    let (hasTerms, last) = (sampler.hasTerms, sampler.capabilities)
    #expect(!hasTerms)
    #expect(last.first { $0.name == .scope }?.isAvailable == false)
  }
}
