// SPDX-License-Identifier: GPL-3.0-or-later
/// One line of argument about a claim.
struct Argument: Sendable, Equatable {
  /// The four lines.
  enum Line: String, Sendable, CaseIterable {
    /// What no protocol can exceed.
    case ceiling
    /// What no settings of the stated protocol exceed with the stated devices.
    case bestSettings = "best_settings"
    /// What the stated settings give.
    case statedSettings = "stated_settings"
    /// What the counts of the run certify.
    case counts

    var title: String {
      switch self {
      case .ceiling: "(a) the fundamental ceiling"
      case .bestSettings: "(b) the best settings of the stated protocol with the stated devices"
      case .statedSettings: "(c) the stated settings"
      case .counts: "(d) the counts of the run"
      }
    }
  }

  /// What a line concludes.
  enum Conclusion: String, Sendable, CaseIterable {
    /// No protocol at all could do what is claimed.
    case impossible
    /// The claim exceeds what this line allows.
    case exceeds
    /// The claim exceeds the limit, but a condition of the limit has not been shown.
    case exceedsUncertified = "exceeds (conditions not certified)"
    /// The claim does not exceed the limit. That is no support.
    case consistent
    /// The claim is within what this line shows to be reached.
    case supports
    /// The uncertainty, or the status of the analysis, leaves both answers open.
    case open
    /// Something that this line needs is not known.
    case notEvaluated = "not evaluated"
  }

  /// Which line.
  let line: Line
  /// What it concludes.
  let conclusion: Conclusion
  /// The claimed quantity as this line reads it.
  let claimed: Double?
  /// What the claim is compared with.
  let limit: Double?
  /// The worst end of what the line reads, which decides for the claim, and the favourable end, which decides against it;
  /// nil where there is none.
  let least, most: Double?
  /// The unit of all: bit/pulse, bit/s or bit.
  let unit: String
  /// The conclusion in sentences.
  let explanation: [String]

  init(
    _ line: Line, _ conclusion: Conclusion, claimed: Double? = nil, limit: Double? = nil, unit: String = "bit/pulse",
    least: Double? = nil, most: Double? = nil, _ explanation: [String]
  ) {
    self.line = line
    self.conclusion = conclusion
    self.claimed = claimed
    self.limit = limit
    self.unit = unit
    self.least = least
    self.most = most
    self.explanation = explanation
  }

  /// limit / claimed: above 1 the claim is within the limit.
  var ratio: Double? {
    guard let claimed, let limit, claimed > 0, limit.isFinite else { return nil }
    return limit / claimed
  }
}
