import Foundation
import LMKCore
import LMKLinux
import Testing

@Suite("A file of lines that is rotated by size")
struct RotatingFileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lmk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
    try body(folder.path)
  }

  private func contents(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)  // nil: it is not there
  }

  private func line(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test("It makes the folders above it, for its owner alone")
  func folders() throws {
    try withFolder { folder in
      let path = "\(folder)/a/b/journal"
      var file = try RotatingFile(path: path, sizeLimit: 100, kept: 2)
      try file.append(line: line("one"))
      #expect(contents(path) == "one\n")
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
    }
  }

  @Test("Full, it becomes .1; the former ones move on, and the last is dropped")
  func rotation() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      var file = try RotatingFile(path: path, sizeLimit: 10, kept: 2)
      for text in ["aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "gggg"] {
        try file.append(line: line(text))
      }
      #expect(contents(path) == "gggg\n")
      #expect(contents(path + ".1") == "eeee\nffff\n")
      #expect(contents(path + ".2") == "cccc\ndddd\n")
      #expect(contents(path + ".3") == nil)
      #expect(RotatingFile.paths("j", kept: 2) == ["j.2", "j.1", "j"])
      // A line that is longer than a file may be stands alone, and is whole.
      try file.append(line: line("a very long line"))
      #expect(contents(path) == "a very long line\n")
    }
  }

  @Test("A line that was torn by an earlier run is ended before the next begins")
  func torn() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      try "whole\ntor".write(toFile: path, atomically: false, encoding: .utf8)
      var file = try RotatingFile(path: path, sizeLimit: 1000, kept: 2)
      try file.append(line: line("new"))
      try file.append(line: line("er"))
      #expect(contents(path) == "whole\ntor\nnew\ner\n")
    }
  }

  @Test("Renamed or removed by others, the next line goes to the file that has the name then")
  func replaced() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      var file = try RotatingFile(path: path, sizeLimit: 1000, kept: 2)
      try file.append(line: line("one"))
      try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
      try file.append(line: line("two"))
      #expect(contents(path) == "two\n")
      #expect(contents(path + ".old") == "one\n")
    }
  }

  @Test("Two writers of one path lose no line while they rotate")
  func twoWriters() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      var first = try RotatingFile(path: path, sizeLimit: 40, kept: 4)
      var second = try RotatingFile(path: path, sizeLimit: 40, kept: 4)
      for number in 0..<10 {
        try first.append(line: line("a\(number)"))
        try second.append(line: line("b\(number)"))
      }
      let all = RotatingFile.paths(path, kept: 4).compactMap(contents).joined()
      #expect(all.split(separator: "\n").count == 20)
    }
  }

  @Test("A full disk is an error of that line, and the next one begins on its own")
  func full() throws {
    var file = try RotatingFile(path: "/dev/full", sizeLimit: 1000, kept: 2)
    var refusal: Errno?
    do throws(Errno) { try file.append(line: line("one")) } catch { refusal = error }
    #expect(refusal == .noSpace)
  }

  @Test("A datagram is taken whole; nobody there is an errno")
  func datagram() throws {
    try withFolder { folder in
      let path = "\(folder)/socket"
      let server = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      defer { close(server) }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let bound = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      #expect(bound == 0)
      try DatagramSocket(path: path).send(line("MESSAGE=x\n"))
      var bytes = [UInt8](repeating: 0, count: 64)
      #expect(recv(server, &bytes, 64, 0) == 10)
      var refusal: Errno?
      do throws(Errno) { _ = try DatagramSocket(path: path + "x") } catch { refusal = error }
      #expect(refusal == .noEntry)
    }
  }
}
