import CLinux
import LMKCore

/// The folders within a folder, by their names (getdents64(2)); links are none.
public enum FolderNames {
  /// `DT_DIR`.
  private static let folder: UInt8 = 4
  private static let nameOffset = 19

  /// - Throws: what open or getdents64 say.
  public static func within(_ path: String) throws(Errno) -> [String] {
    let opened = try FileDescriptor.open(path: path, .folder)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 * 1024, alignment: 8)
    defer { buffer.deallocate() }
    var names: [String] = []
    while true {
      let filled = try System.check(
        lmk_getdents(opened.raw, buffer.baseAddress, buffer.count))
      if filled == 0 { return names }
      var start = 0
      while start + nameOffset < filled {
        let length = Int(buffer.loadUnaligned(fromByteOffset: start + 16, as: UInt16.self))
        guard length > nameOffset, length <= filled - start else { throw .inputOutput }
        if buffer[start + 18] == folder {
          let bytes = buffer[(start + nameOffset)..<(start + length)].prefix { $0 != 0 }
          let name = String(decoding: bytes, as: UTF8.self)
          if name != ".", name != ".." { names.append(name) }
        }
        start += length
      }
    }
  }
}
