#if LIBFUZZER
  import Glibc
  import LMKFuzz

  @testable import lmktop

  @_silgen_name("LLVMFuzzerRunDriver")
  func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32

  /// The driver's callback takes nothing along.
  nonisolated(unsafe) var body: ([UInt8]) -> Void = { _ in }

  /// One target, guided by coverage, as libFuzzer's options say: `LMKFUZZ=trace lmkfuzz CORPUS`.
  @main
  struct GuidedFuzz {
    /// What people write is parsed by the program itself.
    static let texts: [String: @Sendable (String) -> Void] = [
      "config": { _ = SettingsFile(examining: $0, file: "c.toml") },
      "theme": { text in
        do throws(ThemeError) {
          _ = try ThemeFile(text, file: "x.toml", name: "x") { (name, _) throws(ThemeError) in
            throw .unknown(name, names: [])
          }
        } catch {
          precondition(!"\(error)".isEmpty)
        }
      },
      "dropin": { text in
        guard (try? TOMLTable(parsing: text)) != nil else { return }
        let entry = DropInText.Entry(key: "grace", value: "3", notes: ["seconds"])
        let written = DropInText(text).setting([entry])
        precondition((try? TOMLTable(parsing: written))?["grace"]?.int == 3, "\(written)")
      },
    ]

    static func main() {
      let name = getenv("LMKFUZZ").map { String(cString: $0) } ?? ""
      if let target = FuzzTarget(rawValue: name) {
        body = target.run
      } else if let text = texts[name] {
        body = { text(String(decoding: $0, as: UTF8.self)) }
      } else {
        print((FuzzTarget.allCases.map(\.rawValue) + texts.keys.sorted()).joined(separator: " "))
        exit(64)
      }
      var count = CommandLine.argc
      var words = CommandLine.unsafeArgv
      exit(
        runDriver(&count, &words) { bytes, count in
          body(Array(UnsafeBufferPointer(start: bytes, count: count)))
          return 0
        })
    }
  }
#endif
