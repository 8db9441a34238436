import CZstd

/// A stream of zstd that is flushed at each block: each block is whole in itself on the disk, and
/// small because it may point into those before it. Begun anew at each keyframe.
public final class Compressor {
  /// 64 KiB of the past may be pointed into, ten seconds of 8,000 idle processes: what a recorder and
  /// a reader must keep.
  static let windowLog: Int32 = 16
  /// The quickest, with small tables: a recorder is 1.7 MB smaller than with zstd's usual ones.
  private static let level: Int32 = 1
  private static let hashLog: Int32 = 14
  private static let pieceBytes = 16 * 1024

  private let context: OpaquePointer
  private var room: [UInt8]

  /// `nil`: there is no memory for it.
  public init?() {
    guard let context = ZSTD_createCCtx() else { return nil }
    self.context = context
    room = [UInt8](repeating: 0, count: Self.pieceBytes)
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, Self.windowLog)
    ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, Self.hashLog)
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Forgets what came before.
  public func begin() { ZSTD_CCtx_reset(context, ZSTD_reset_session_only) }

  /// Appends the block's bytes, compressed and flushed. `false`: the library failed, which it does
  /// only without memory; then a new stream must be begun.
  public func compress(_ bytes: [UInt8], into output: inout [UInt8]) -> Bool {
    bytes.withUnsafeBytes { source in
      var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
      while true {
        let left = room.withUnsafeMutableBytes { target in
          var piece = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          let left = ZSTD_compressStream2(context, &piece, &input, ZSTD_e_flush)
          output.append(contentsOf: target[..<piece.pos])
          return left
        }
        if ZSTD_isError(left) != 0 { return false }
        if left == 0, input.pos == input.size { return true }
      }
    }
  }
}

/// Reads what a `Compressor` has written, block after block.
public final class Decompressor {
  /// The largest that any writer of this format had.
  private static let windowLogLimit: Int32 = 19

  private let context: OpaquePointer
  private var room: [UInt8]

  /// `nil`: there is no memory for it.
  public init?() {
    guard let context = ZSTD_createDCtx() else { return nil }
    self.context = context
    room = [UInt8](repeating: 0, count: ZSTD_DStreamOutSize())
    // No damaged block makes it ask for more than a writer's window.
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogLimit)
  }

  deinit { ZSTD_freeDCtx(context) }

  public func begin() { ZSTD_DCtx_reset(context, ZSTD_reset_session_only) }

  /// The plain bytes of a block; `nil`: it is damaged, or comes to another size than `count`.
  public func decompress(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
    var output: [UInt8] = []
    output.reserveCapacity(min(count, 1 << 20))
    return bytes.withUnsafeBytes { source in
      var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
      while true {
        var isFull = false
        let result = room.withUnsafeMutableBytes { target in
          var piece = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          let result = ZSTD_decompressStream(context, &piece, &input)
          output.append(contentsOf: target[..<piece.pos])
          isFull = piece.pos == piece.size
          return result
        }
        if ZSTD_isError(result) != 0 || output.count > count { return nil }
        // All is read, and there was room for all that came of it.
        if input.pos == input.size, !isFull { return output.count == count ? output : nil }
      }
    }
  }
}
