import Foundation
import LMKScreen
import Testing

@testable import lmktop

@Suite("The README's pictures")
struct PicturesTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appending(path: "Themes/previews")

  @Test("They are what `lmktop pictures Themes/previews` writes; LMKTOP_RECORD=1 writes them")
  func same() throws {
    let pictures = try PictureBook(library: ThemeLibrary(userFolder: nil)).pictures()
    if ProcessInfo.processInfo.environment["LMKTOP_RECORD"] == "1" {
      for picture in pictures {
        try picture.content.write(
          to: Self.folder.appending(path: picture.name), atomically: true, encoding: .utf8)
      }
      Issue.record("the pictures were written anew")
      return
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.sorted() == pictures.map(\.name).sorted())
    for picture in pictures {
      let file = try String(
        contentsOf: Self.folder.appending(path: picture.name), encoding: .utf8)
      #expect(file == picture.content, "swift run lmktop pictures Themes/previews")
    }
  }

  @Test("The README shows the one in text as it is, names the command, and links the others")
  func readme() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let text = try String(
      contentsOf: Self.folder.appending(path: "screen.txt"), encoding: .utf8)
    #expect(readme.contains("```\n\(text)```"))
    #expect(readme.contains("lmktop pictures Themes/previews"))
    for match in readme.matches(of: /Themes\/previews\/([a-z]+\.svg)/) {
      let path = Self.folder.appending(path: String(match.output.1)).path
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  @Test("A picture is XML that says what the frame says, whatever stands in a name")
  func escapes() throws {
    var frame = Frame(width: 12, height: 1)
    for (column, character) in "<a&b> \"'é".enumerated() {
      frame[column, 0] = Cell(character, role: .victim)
    }
    let theme = try ThemeLibrary(userFolder: nil).theme(named: "dark").theme
    let text = FrameSVG(frame, theme: theme.resolved(for: .trueColor)).text
    #expect(text.contains("&lt;a&amp;b&gt; \"'é"))
    #expect(text.contains(".victim{fill:#"))
    #expect(text.hasSuffix("</svg>\n"))
  }
}
