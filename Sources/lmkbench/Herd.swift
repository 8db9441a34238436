import LMKCore
import LMKLinux

/// Real children to be read: `lmkherd`, which stands beside this program, ended with its owner.
struct Herd: ~Copyable {
  private var program: ChildProgram

  /// Returns when all of them are there. `nil`: the machine does not allow so many.
  init?(sleeping: Int, victims: Int = 0) {
    guard let path = Self.path else { return nil }
    do {
      var program = try ChildProgram(
        path: path, ["\(sleeping)", "0", "0", "\(victims)"], readsOutput: true)
      guard try program.readOutput().starts(with: "ready".utf8) else {
        _ = try program.wait()
        return nil
      }
      self.program = program
    } catch {
      return nil
    }
  }

  /// It ends its children, and then itself.
  consuming func end() {
    program.signal(.terminate)
    do {
      _ = try program.wait()
    } catch {
      print("the herd could not be waited for: \(error)")
    }
  }

  private static var path: String? {
    guard let own = Host.programPath, let slash = own.lastIndex(of: "/") else { return nil }
    return "\(own[...slash])lmkherd"
  }
}
