import Foundation
import LMKCore
import LMKTestSupport
import Testing

@testable import LMKLinux

@Suite("Control groups")
struct CgroupTests {
  private func group(_ text: String) -> ControlGroup {
    var names = CgroupNames()
    return Array(text.utf8).withUnsafeBytes { bytes in
      switch names.number(of: bytes) {
      case .new(_, let group), .newAfterAll(_, let group): group
      case .known: ControlGroup(memoryPath: "?", unitPath: "?")
      }
    }
  }

  @Test(
    "The memory's path and the unit's are found on every kind of machine",
    arguments: [
      ("0::/system.slice/ssh.service\n", "/system.slice/ssh.service", "ssh.service"),
      (
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-foot.scope\n",
        "/user.slice/user-1000.slice/user@1000.service/app.slice/app-foot.scope", "app-foot.scope"
      ),
      (
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice\n",
        "/user.slice/user-1000.slice/user@1000.service/app.slice", "user@1000.service"
      ),
      (
        "4:memory:/docker/4711\n3:cpu,cpuacct:/\n1:name=systemd:/docker/4711\n0::/\n",
        "/docker/4711", "4711"
      ),
      (
        "9:name=systemd:/system.slice/cron.service\n4:memory:/system.slice\n0::/\n",
        "/system.slice", "cron.service"
      ),
      ("2:cpu,memory:/a\n", "/a", "a"),
      ("0::/\n", "/", ""),
      ("", "", ""),
      ("garbage\n::\n1:x\n", "", ""),
      ("0::/odd:name/with:colons\n", "/odd:name/with:colons", "with:colons"),
      ("0::/cut", "", ""),
    ])
  func parsed(text: String, memory: String, unit: String) {
    let group = group(text)
    #expect(group.memoryPath == memory)
    #expect(group.unit == unit)
  }

  @Test("No cut and no flipped byte makes the parser leave its buffer")
  func hostile() {
    let whole = Array("12:cpu,memory:/a/b.service\n1:name=systemd:/c\n0::/d\n".utf8)
    for length in 0...whole.count {
      for flipped in 0..<length {
        var bytes = Array(whole[..<length])
        bytes[flipped] ^= 0x31
        bytes.withUnsafeBytes {
          let found = CgroupParser.parse($0)
          #expect(found.memory.upperBound <= length)
          #expect(found.unit.upperBound <= length)
        }
      }
    }
  }

  @Test("A group keeps its number; too many, and all numbers are given anew")
  func numbers() {
    var names = CgroupNames(limit: 2)
    func number(_ path: String) -> CgroupNames.Answer {
      Array("0::\(path)\n".utf8).withUnsafeBytes { names.number(of: $0) }
    }
    let one = ControlGroupID(rawValue: 1)
    #expect(number("/a") == .new(one, ControlGroup(memoryPath: "/a", unitPath: "/a")))
    guard case .new(let second, _) = number("/b") else {
      Issue.record("/b is not new")
      return
    }
    #expect(number("/a") == .known(one))
    #expect(number("/b") == .known(second))
    #expect(number("/c") == .newAfterAll(one, ControlGroup(memoryPath: "/c", unitPath: "/c")))
    #expect(number("/c") == .known(one))
  }

  @Test("The group of a live process is its /proc/PID/cgroup")
  func live() throws {
    let storm = try Storm("sleep")
    var reader = ProcessReader(root: try ProcRoot())
    var names = CgroupNames()
    guard case .new(_, let group) = reader.group(of: storm.pid, names: &names) else {
      Issue.record("no group")
      return
    }
    let text = try String(contentsOfFile: "/proc/\(storm.pid)/cgroup", encoding: .utf8)
    #expect(text.contains(":\(group.memoryPath)\n"))
    storm.signal(9)
    storm.wait()
    #expect(reader.group(of: storm.pid, names: &names) == nil)
  }
}
