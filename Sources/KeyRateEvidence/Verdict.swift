// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import RealModule

/// The decision about a claim.
public struct Verdict: Sendable, Equatable {
  /// The three answers.
  public enum Outcome: String, Sendable, CaseIterable {
    /// What is claimed is reached in the worst case, and nothing that it rests on is missing.
    case supported
    /// What is claimed is out of reach in the best case, or the claim contradicts itself.
    case notSupported = "not supported"
    /// Neither can be said with what is given.
    case notDecidable = "not decidable with the given data"
  }

  /// The answer.
  public let outcome: Outcome
  /// Whether no protocol at all could do what is claimed.
  public let isImpossible: Bool
  /// What a support rests on: the counts of a run, or a model of the link, perhaps with infinite
  /// data. Empty if there is none.
  public let scope: String
  /// limit / claimed of the line that decides; nil if no numbers decide.
  public let marginRatio: Double?
  /// What decides: a line of argument, a contradiction, something missing.
  public let binding: String
  /// The device quantity that moves the rate most inside its uncertainty; nil if there is none.
  public let bindingQuantity: String?
  /// The decision in sentences.
  public let reasons: [String]
  /// What a support is conditional on: values that nobody has measured.
  public let conditions: [String]

  /// A few words that must stand beside the answer wherever it is printed; nil if none must.
  public var remark: String? {
    if isImpossible { return "impossible for any protocol" }
    guard outcome == .supported else { return nil }
    return "by " + scope + (conditions.isEmpty ? "" : "; conditional on assumed values")
  }

  /// The margin in dB; negative where the claim exceeds the limit.
  public var marginDecibel: Double? { marginRatio.flatMap { $0 > 0 ? 10 * Double.log10($0) : nil } }
}

extension Verdict {
  /// Decides; in doubt for the safe side.
  ///
  /// Contradictions and exceeded limits come first: nothing that is missing could mend them, because every line has
  /// read the claim and the devices in the way that is most favourable to the claimant.
  static func decide(
    _ arguments: [Argument], findings: [Finding], missing: [Missing], violatedAssumptions: [String],
    place: PlaceOfClaim, hasCounts: Bool, isAsymptotic: Bool, dominant: String?, assumedValues: [String]
  ) -> Verdict {
    func argument(_ line: Argument.Line) -> Argument? { arguments.first { $0.line == line } }
    func verdict(
      _ outcome: Outcome, _ binding: String, _ reasons: [String], ratio: Double? = nil, impossible: Bool = false,
      scope: String = "", conditions: [String] = []
    ) -> Verdict {
      Verdict(
        outcome: outcome, isImpossible: impossible, scope: scope, marginRatio: ratio, binding: binding,
        bindingQuantity: dominant, reasons: reasons, conditions: conditions)
    }
    let ceiling = argument(.ceiling)
    let contradictions = findings.filter { $0.outcome == .violated }
    if let ceiling, ceiling.conclusion == .impossible {
      return verdict(
        .notSupported, "ceiling",
        ["Impossible: the claim exceeds what any protocol could do over this channel."]
          + contradictions.map { "Besides, \($0.test): violated; \($0.explanation)." }, ratio: ceiling.ratio,
        impossible: true)
    }
    if let first = contradictions.first {
      return verdict(
        .notSupported, first.id,
        contradictions.map { "The claim contradicts itself or nature. \($0.test): violated; \($0.explanation)." })
    }
    for line in [Argument.Line.counts, .bestSettings, .statedSettings] {
      guard let found = argument(line), found.conclusion == .exceeds else { continue }
      return verdict(
        .notSupported, line.rawValue, ["Line \(line.title) is exceeded."] + found.explanation, ratio: found.ratio)
    }
    let tightest = arguments.filter { $0.conclusion != .notEvaluated }.compactMap(\.ratio).min()
    if !violatedAssumptions.isEmpty {
      return verdict(
        .notDecidable, "assumption",
        ["The proofs of this program do not cover what is claimed: an assumption is violated."]
          + violatedAssumptions.map { "Violated: \($0)." }, ratio: tightest)
    }
    let doubtful = findings.filter { $0.outcome == .doubtful }
    if !missing.isEmpty || !doubtful.isEmpty {
      return verdict(
        .notDecidable, missing.first?.keys.first ?? doubtful.first?.id ?? "",
        (missing.isEmpty
          ? []
          : [
            "The claim leaves out what the verdict needs: " + missing.compactMap(\.keys.first).joined(separator: ", ")
              + "."
          ])
          + doubtful.map { "Doubtful: \($0.test); \($0.explanation)." }, ratio: tightest)
    }
    if let ceiling, ceiling.conclusion == .exceedsUncertified {
      return verdict(
        .notDecidable, "ceiling",
        ["Line \(ceiling.line.title) is exceeded, but its conditions are not certified."]
          + ceiling.explanation, ratio: ceiling.ratio)
    }
    for line in [Argument.Line.bestSettings, .statedSettings] {
      guard let found = argument(line), found.conclusion == .exceedsUncertified else { continue }
      return verdict(
        .notDecidable, line.rawValue,
        ["Line \(line.title) is exceeded, but not all that it reads is certified."]
          + found.explanation, ratio: found.ratio)
    }
    if hasCounts, let open = place.objection, argument(.counts)?.conclusion == .supports {
      return verdict(
        .notDecidable, "link.loss",
        ["The length is supported for these counts; distance and loss were not examined."] + open, ratio: tightest)
    }
    let conditions = assumedValues.map { "\($0) is assumed, not measured" }
    let proviso =
      conditions.isEmpty
      ? []
      : ["Conditional: nobody has measured " + assumedValues.joined(separator: ", ") + "; these values are assumed."]
    // A model never stands in for counts that are there and could not be judged.
    if hasCounts, let counts = argument(.counts) {
      guard counts.conclusion == .supports else {
        return verdict(.notDecidable, "counts", counts.explanation, ratio: counts.ratio)
      }
      return verdict(
        .supported, "counts", ["The counts of the run certify what is claimed."] + proviso + counts.explanation,
        ratio: counts.ratio, scope: "the counts of this run", conditions: conditions)
    }
    guard let stated = argument(.statedSettings), stated.conclusion == .supports else {
      let open = argument(.statedSettings) ?? argument(.bestSettings)
      return verdict(
        .notDecidable, open?.line.rawValue ?? "link",
        ["No line of argument decides."] + (open?.explanation ?? []), ratio: open?.ratio)
    }
    return verdict(
      .supported, "stated_settings",
      ["The stated devices and settings reach what is claimed, by the model of the link. No run has been certified."]
        + proviso + stated.explanation, ratio: stated.ratio,
      // An asymptotic rate says nothing about a key of finite length: that stands in the headline.
      scope: isAsymptotic ? "a model of the link with infinite data, not a run" : "a model of the link, not a run",
      conditions: conditions)
  }
}

/// Whether a claim names a place, a distance or a loss, and whether that was examined (bounds sheet, rule R11).
struct PlaceOfClaim {
  /// Why the place was not examined; nil if it was, or if the claim names none.
  let objection: [String]?

  init(_ claim: ClaimFile, _ ceiling: Argument?) {
    let names = claim.table.leaves.contains { path, _ in
      path.hasPrefix("link.")
        && ["distance_km", "loss_db", "transmittance", "attenuation_db_per_km"].contains { path.hasSuffix($0) }
    }
    let spoken = claim.statement.words.map(Self.speaksOfDistance) ?? false
    guard names || spoken, ceiling?.conclusion != .consistent else {
      objection = nil
      return
    }
    objection = ceiling?.explanation ?? ["The link is not described."]
  }

  /// Whether a sentence has a number of kilometres or decibels.
  private static func speaksOfDistance(_ words: String) -> Bool {
    let parts = words.split { !($0.isLetter || $0.isNumber || $0 == ".") }
    for (number, unit) in zip(parts, parts.dropFirst())
    where Double(number) != nil && ["km", "dB"].contains(String(unit)) {
      return true
    }
    return parts.contains { part in
      ["km", "dB"].contains { part.hasSuffix($0) && Double(part.dropLast(2)) != nil }
    }
  }
}
