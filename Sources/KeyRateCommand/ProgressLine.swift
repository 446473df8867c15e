/// A line on a terminal that tells how far a run has come; silent elsewhere.
struct ProgressLine: Sendable {
  private let isShown: Bool

  init() { isShown = StandardError.isTerminal }

  /// Shows a share from 0 to 1.
  func show(_ share: Double) {
    guard isShown else { return }
    let width = 30
    let full = Int((Double(width) * min(1, max(0, share))).rounded(.down))
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
    StandardError.put("\r[\(bar)] \(Int((100 * share).rounded(.down))) % ")
  }

  /// Takes the line away.
  func clear() {
    if isShown { StandardError.put("\r\u{1B}[K") }
  }
}
