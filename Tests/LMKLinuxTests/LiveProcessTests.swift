import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// What the running kernel says of children of ours.
@Suite("Reading live processes", .serialized)
struct LiveProcessTests {
  private func reading(of pid: Int32) throws -> ProcessReading? {
    let root = try ProcRoot()
    var directory = try ProcessDirectory(root: root)
    var reader = ProcessReader(root: root)
    while let entry = try directory.next() {
      guard entry.pid == pid else { continue }
      if case .read(let reading) = reader.read(pid: pid, inode: entry.inode) { return reading }
    }
    return nil
  }

  @Test("A child of 24 MiB with adj 300 is told as it is")
  func grown() throws {
    let child = try Storm("grow", "24", "300")
    let told = try #require(try reading(of: child.pid))
    #expect(told.rssPages * Host.pageSize >= 24 << 20)
    #expect(told.adj == 300)
    #expect(told.parent == getpid())
    #expect(told.uid == geteuid())
    #expect(told.threadCount == 1)
    #expect(!told.isKernelThread)
    #expect(told.name.text == "lmkstorm")
    #expect(told.freesPages * Host.pageSize >= 24 << 20)
    #expect(told.key.startTime > 0)
  }

  @Test("A zombie leader whose thread holds 16 MiB has its true RSS")
  func zombieLeader() throws {
    let child = try Storm("zombie-leader", "16")
    let told = try #require(try reading(of: child.pid))
    #expect(told.state == .zombie)
    #expect(told.threadCount == 2)
    #expect(told.rssPages * Host.pageSize >= 16 << 20)
  }

  @Test("A dead child that nobody has waited for holds nothing")
  func deadZombie() throws {
    let child = try Storm("sleep")
    child.signal(SIGKILL)
    var told = try reading(of: child.pid)
    while told?.state != .zombie { told = try reading(of: child.pid) }
    #expect(told?.rssPages == 0)
  }

  @Test(
    "Hostile names come through the kernel byte for byte",
    arguments: ProcessParserTests.hostileNames.filter { !$0.isEmpty })
  func names(name: [UInt8]) throws {
    let child = try Storm(
      "name", name.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
    #expect(try #require(try reading(of: child.pid)).name.bytes == Array(name.prefix(15)))
  }

  @Test("A child that is gone is vanished, to a reading and to a refresh")
  func gone() throws {
    let child = try Storm("sleep")
    var reading = try #require(try reading(of: child.pid))
    var reader = ProcessReader(root: try ProcRoot())
    #expect(reader.refresh(&reading) == .refreshed)
    child.signal(SIGKILL)
    child.wait()
    #expect(reader.refresh(&reading) == .vanished)
    #expect(reader.read(pid: child.pid, inode: reading.inode) == .vanished)
  }

  @Test("A walk over the live /proc meets this process and its children, and reads what it meets")
  func walk() throws {
    let tree = try Storm("tree", "3")
    let root = try ProcRoot()
    var directory = try ProcessDirectory(root: root)
    var reader = ProcessReader(root: root)
    var parents: [Int32: Int32] = [:]
    var bad = 0
    while let entry = try directory.next() {
      switch reader.read(pid: entry.pid, inode: entry.inode) {
      case .read(let reading): parents[entry.pid] = reading.parent
      case .malformed: bad += 1
      case .vanished, .refused: break
      }
    }
    #expect(bad == 0)
    #expect(parents[getpid()] == getppid())
    #expect(parents[tree.pid] == getpid())
    #expect(parents.values.filter { $0 == tree.pid }.count == 3)
  }

  @Test("The command line of a child is its words")
  func commandLine() throws {
    let child = try Storm("sleep")
    let key = try #require(try reading(of: child.pid)).key
    var reader = CommandLineReader(root: try ProcRoot())
    #expect(
      reader.read(pid: key.pid, startTime: key.startTime)?.bytes == Array("lmkstorm sleep".utf8))
  }
}
