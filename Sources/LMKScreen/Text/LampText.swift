import LMKCore

/// A condition of a row in words: its value, its limit, and whether it holds.
public struct LampText {
  let lamp: Lamp
  let size: SizeText
  let atLeast: String
  let atMost: String

  public init(_ lamp: Lamp, pageSize: Int, isASCII: Bool = false) {
    self.lamp = lamp
    size = SizeText(pageSize: pageSize)
    atLeast = isASCII ? ">=" : "\u{2265}"
    atMost = isASCII ? "<=" : "\u{2264}"
  }

  var name: String {
    switch lamp.quantity {
    case .swapFree: "swap free"
    case .some: "stalled some"
    case .full: "stalled full"
    case .refaults: "refaults"
    case .available: "available"
    }
  }

  private func amount(_ value: Double) -> String {
    switch lamp.quantity {
    case .available: size(NumberText.whole(value))
    case .swapFree, .some, .full, .refaults:
      value < 9.95 && value != Double(NumberText.whole(value))
        ? "\(NumberText.tenths(value))%" : "\(NumberText.whole(value))%"
    }
  }

  private var value: String { lamp.value.map(amount) ?? "unknown" }

  private var lasting: String {
    lamp.lasting > .zero ? " for \(NumberText.span(lamp.lasting))" : ""
  }

  /// `swap free 40% ≤ 10% no`
  var condition: String {
    "\(name) \(value) \(lamp.isCeiling ? atMost : atLeast) \(amount(lamp.limit))\(lasting) "
      + (lamp.isLit ? "yes" : "no")
  }

  /// Why it is dark: `swap free 40% is above 10%`.
  public var reason: String {
    guard let margin = lamp.margin else { return "\(name) cannot be measured here" }
    if lamp.isCeiling {
      return margin < 0
        ? "\(name) \(value) is above \(amount(lamp.limit))"
        : "\(name) \(value) was above \(amount(lamp.limit)) a moment ago"
    }
    return margin < 0
      ? "\(name) \(value) is below \(amount(lamp.limit))"
      : "\(name) \(value) has not lasted\(lasting) yet"
  }
}
