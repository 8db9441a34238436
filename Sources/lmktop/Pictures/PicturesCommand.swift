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

  @Option(
    help: ArgumentHelp(
      "Of the SVGs; to look at other windows than the README's.", valueName: "size"))
  var size = "120x36"

  func validate() throws {
    if columnsAndRows == nil { throw ValidationError("--size takes COLUMNSxROWS, such as 200x50.") }
  }

  private var columnsAndRows: (Int, Int)? {
    let numbers = size.split(separator: "x").map { Int($0) }
    guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1],
      (1...500).contains(columns), (1...200).contains(rows)
    else { return nil }
    return (columns, rows)
  }

  func run() throws {
    let pictures: [PictureBook.Picture]
    do {
      var book = PictureBook(library: ThemeLibrary(userFolder: nil))
      if let columnsAndRows { (book.width, book.height) = columnsAndRows }
      pictures = try book.pictures()
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
