/// The contrast of two colours by WCAG 2: 1 (the same) … 21 (black on white). 3 is the least that
/// large or bold text needs, 4.5 what running text needs.
public enum Contrast {
  /// Both as 0xRRGGBB; their order does not matter.
  public static func ratio(_ left: UInt32, _ right: UInt32) -> Double {
    let (one, other) = (luminance(left), luminance(right))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  /// Relative luminance, 0…1, of an sRGB colour.
  public static func luminance(_ rgb: UInt32) -> Double {
    0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff)
      + 0.0722 * linear(rgb & 0xff)
  }

  private static func linear(_ channel: UInt32) -> Double {
    let value = Double(channel) / 255
    if value <= 0.04045 { return value / 12.92 }
    // x^2.4 = x² · ⁵√x²: this room has no libm.
    let base = (value + 0.055) / 1.055
    return base * base * fifthRoot(base * base)
  }

  /// By Newton's method, for 0 < value ≤ 1.
  private static func fifthRoot(_ value: Double) -> Double {
    var root = 1.0
    for _ in 0..<40 {
      let fourth = root * root * root * root
      root -= (root * fourth - value) / (5 * fourth)
    }
    return root
  }
}
