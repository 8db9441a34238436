import ArgumentParser
import LMKLinux

/// `lmktop pictures`: the README's pictures, written anew.
struct PicturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pictures",
    abstract: "Write the README's pictures: frames of the demo, one in each shipped theme.",
    shouldDisplay: false)

  @Argument(help: "The folder; Themes/previews in the repository.")
  var folder: String

  func run() throws {
    let pictures: [PictureBook.Picture]
    do {
      pictures = try PictureBook(library: ThemeLibrary(userFolder: nil)).pictures()
    } catch {
      throw Failure(.configuration, "a shipped theme: \(error)")
    }
    for picture in pictures {
      let path = "\(folder)/\(picture.name)"
      do {
        try FileWriting.replace(path: path, with: Array(picture.content.utf8))
      } catch {
        throw Failure(.system, "writing \(path): \(error)")
      }
    }
  }
}
