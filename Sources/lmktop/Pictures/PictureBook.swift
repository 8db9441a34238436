import LMKCore
import LMKEngine
import LMKScreen

/// The pictures of the README: frames of the demo, drawn by the screen itself at moments that are
/// always the same. Nothing here looks at this machine.
struct PictureBook {
  struct Picture {
    /// Of its file.
    var name: String
    var content: String
  }

  /// Seconds of the demo at which the storm is at its height, and nobody has acted.
  private static let storm = 38
  /// Seconds at which the armed one is armed.
  private static let armed = 30

  let library: ThemeLibrary
  /// Of the SVGs, in columns and rows.
  var width = 120
  var height = 36

  /// All pictures, as they shall be.
  func pictures() throws(ThemeError) -> [Picture] {
    var pictures: [Picture] = []
    for name in library.names {
      let theme = try library.theme(named: name).theme
      let frame = Self.frame(width: width, height: height, theme: name, after: Self.storm)
      pictures.append(
        Picture(name: "\(name).svg", content: FrameSVG(frame, theme: Self.resolved(theme)).text))
    }
    let dark = try library.theme(named: "dark").theme
    pictures.append(
      Picture(
        name: "armed.svg",
        content: FrameSVG(
          Self.frame(
            width: width, height: height, theme: "dark", after: Self.storm, armedAfter: Self.armed),
          theme: Self.resolved(dark)
        ).text))
    pictures.append(
      Picture(
        name: "details.svg",
        content: FrameSVG(
          Self.frame(
            width: width, height: height, theme: "dark", after: Self.storm,
            keys: [.down, .down, .enter]),
          theme: Self.resolved(dark)
        ).text))
    pictures.append(
      Picture(
        name: "screen.txt",
        content: Self.frame(width: 80, height: 24, theme: "default", after: Self.storm).plainText))
    return pictures
  }

  /// What has no colours has none in 24 bits either.
  private static func resolved(_ theme: Theme) -> ResolvedTheme {
    theme.resolved(for: theme.name == "mono" ? .mono : .trueColor)
  }

  /// One frame of the demo.
  ///
  /// - Parameters:
  ///   - seconds: of the demo; whole ones, so that the clock is what it says.
  ///   - armedAfter: seconds; `nil`: never.
  static func frame(
    width: Int, height: Int, theme: String, after seconds: Int, armedAfter: Int? = nil,
    keys: [Key] = []
  ) -> Frame {
    let start = Instant(nanoseconds: 3_600_000_000_000)
    var demo = DemoRun(at: start)
    for second in 0...seconds {
      let now = start.advanced(by: .seconds(second))
      demo.advance(to: now)
      if second == armedAfter { demo.obey(.arm, at: now) }
    }
    let now = start.advanced(by: .seconds(seconds))
    var snapshot = Snapshot()
    demo.writeSnapshot(into: &snapshot, at: now)
    var environment = ViewEnvironment()
    // 2026-03-09 00:48:00 UTC at the beginning: nobody is well served at that hour.
    environment.wallClockOffset = 1_773_017_280_000_000_000 - start.nanoseconds
    environment.userNames = DemoRun.userNames
    environment.hostName = DemoRun.hostName
    environment.stage = "DEMO"
    environment.themeName = theme
    environment.version = LMKTop.version
    var view = ViewState()
    func draw() -> Frame {
      view.frame(of: snapshot, in: environment, width: width, height: height, at: now)
    }
    _ = draw()
    environment.commandLines.notePlayers(view.shownProcesses, now)
    for key in keys {
      // What they ask for is not for a picture.
      _ = view.press(key, on: snapshot, at: now)
      _ = draw()
    }
    return draw()
  }
}
