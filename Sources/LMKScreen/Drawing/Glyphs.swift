/// The signs that are not letters, in Unicode or in plain ASCII.
struct Glyphs: Hashable, Sendable {
  var isASCII: Bool

  var horizontal: String { isASCII ? "-" : "─" }
  var heavy: String { isASCII ? "=" : "═" }
  var vertical: String { isASCII ? "|" : "│" }
  var topTee: String { isASCII ? "+" : "┬" }
  var topLeft: String { isASCII ? "+" : "┌" }
  var topRight: String { isASCII ? "+" : "┐" }
  var bottomLeft: String { isASCII ? "+" : "└" }
  var bottomRight: String { isASCII ? "+" : "┘" }
  /// The row under the cursor, the active row.
  var pointer: String { isASCII ? ">" : "▶" }
  var barLeft: String { isASCII ? "[" : "▕" }
  var barRight: String { isASCII ? "]" : "▏" }
  var barUsed: String { isASCII ? "#" : "█" }
  var barFree: String { isASCII ? "." : "·" }
  var barMark: String { isASCII ? "^" : "▲" }
  var barBeyond: String { isASCII ? "<" : "◂" }
  var atLeast: String { isASCII ? ">=" : "≥" }
  var atMost: String { isASCII ? "<=" : "≤" }
  var arrow: String { isASCII ? "->" : "→" }
  var minus: String { isASCII ? "-" : "−" }
  var dot: String { isASCII ? "-" : "·" }
  var ellipsis: String { isASCII ? "~" : "…" }
  var times: String { isASCII ? "x" : "×" }

  /// Behind the heading of the column that is sorted by: the largest on top, or the least.
  var sortedDown: String { isASCII ? "v" : "▾" }
  var sortedUp: String { isASCII ? "^" : "▴" }
  var redNode: String { isASCII ? "R" : "○" }
  var blackNode: String { isASCII ? "B" : "●" }

  func fold(_ fold: ListLine.Fold) -> String {
    switch fold {
    case .none: " "
    case .open: isASCII ? "-" : "▾"
    case .closed: isASCII ? "+" : "▸"
    }
  }

  /// One column for each share (0…1): its height.
  func sparkline(_ shares: some Sequence<Float>) -> String {
    let steps: [Character] = isASCII ? Array("_.:-=+*#") : Array("▁▂▃▄▅▆▇█")
    return String(
      shares.map { share in
        let clamped = share.isFinite ? min(max(share, 0), 1) : 0
        // Any stall at all is more than the lowest step: zero must look like zero.
        return steps[clamped == 0 ? 0 : 1 + Int(clamped * Float(steps.count - 2))]
      })
  }
}
