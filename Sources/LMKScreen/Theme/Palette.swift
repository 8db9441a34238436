/// The 256 colours of xterm, as 0xRRGGBB.
///
///     0…15     the terminal's own sixteen; the values here are xterm's, a user's may differ
///     16…231   a cube of 6 × 6 × 6
///     232…255  greys
public enum Palette {
  private static let own: [UInt32] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
  ]

  /// 0xRRGGBB of a colour of the palette.
  public static func rgb(of index: UInt8) -> UInt32 {
    if index < 16 { return own[Int(index)] }
    if index >= 232 {
      let grey = 8 + 10 * UInt32(index - 232)
      return grey << 16 | grey << 8 | grey
    }
    let cube = UInt32(index) - 16
    func step(_ level: UInt32) -> UInt32 { level == 0 ? 0 : 55 + 40 * level }
    return step(cube / 36) << 16 | step(cube / 6 % 6) << 8 | step(cube % 6)
  }

  /// The nearest of 16…255. The terminal's own sixteen are left out: a user's theme moves them.
  public static func nearest256(to rgb: UInt32) -> UInt8 {
    nearest(to: rgb, among: 16...255)
  }

  /// The nearest of 0…15, by xterm's values.
  public static func nearest16(to rgb: UInt32) -> UInt8 {
    nearest(to: rgb, among: 0...15)
  }

  private static func nearest(to rgb: UInt32, among indices: ClosedRange<UInt8>) -> UInt8 {
    var best = indices.lowerBound
    var bestDistance = Int.max
    for index in indices {
      let distance = distance(rgb, self.rgb(of: index))
      if distance < bestDistance {
        best = index
        bestDistance = distance
      }
    }
    return best
  }

  /// The "redmean" distance: near enough to what an eye sees, in integers.
  private static func distance(_ left: UInt32, _ right: UInt32) -> Int {
    func channels(_ rgb: UInt32) -> (red: Int, green: Int, blue: Int) {
      (Int(rgb >> 16 & 0xff), Int(rgb >> 8 & 0xff), Int(rgb & 0xff))
    }
    let (one, other) = (channels(left), channels(right))
    let mean = (one.red + other.red) / 2
    let red = one.red - other.red
    let green = one.green - other.green
    let blue = one.blue - other.blue
    return ((512 + mean) * red * red) / 256 + 4 * green * green + ((767 - mean) * blue * blue) / 256
  }
}
