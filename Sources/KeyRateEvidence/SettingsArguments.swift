// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateNumerics
import KeyRateReports
import KeyRateSecurity

/// Lines (b) and (c): what the stated protocol and devices give, at the best and at the stated settings.
struct SettingsArguments {
  /// The optimiser is trusted to this relative accuracy; a claim that exceeds its optimum by less is left open.
  static let searchTolerance = 0.01

  let best, stated: Argument
  /// The uncertainty box at the stated settings.
  let box: UncertaintyBox
  /// The best rate at the stated values of the devices, and at the best corner of the box.
  let nominalBest, cornerBest: BestRate?
  /// The analysis that decides: the stated one, or the sound one where the stated one is for comparison only.
  let link: ClaimedLink
  /// The link with the analysis that was stated, if that is for comparison only.
  let published: ClaimedLink?
  /// The link with everything unsaid at the claimant's end; that of the defaults where nothing is unsaid.
  let favourable: ClaimedLink

  /// - Parameters:
  ///   - statedLink: the link as the claim states it, unsaid values at the program's defaults.
  ///   - sound: the same under the sound analysis, if the stated one is for comparison only.
  ///   - favourable: unsaid values at the claimant's end: what refutes (R1); nil if nothing is unsaid.
  init(_ statedLink: ClaimedLink, sound: ClaimedLink?, favourable: ClaimedLink?) throws {
    link = sound ?? statedLink
    published = sound == nil ? nil : statedLink
    box = try UncertaintyBox(link)
    let fair = favourable ?? link
    self.favourable = fair
    let fairBox = try favourable == nil ? box : UncertaintyBox(fair)
    nominalBest = try link.best([])
    let fairBest = try favourable == nil ? nominalBest : fair.best([])
    var atCorner = try fairBox.bestCorner.isEmpty ? fairBest : fair.best(fairBox.bestCorner)
    var publishedBest: Double?
    if let published {
      // What the published formula gives is no bound on the protocol, but a claim below it is not refuted here.
      publishedBest = try max(published.rate ?? 0, published.best(box.bestCorner)?.rate ?? 0)
    }
    let mostStated = max(box.best, fairBox.best)
    if let found = atCorner, found.rate < mostStated {
      // The search ended below the stated settings: those count.
      atCorner = BestRate(
        rate: mostStated, result: found.result, settings: link.settings, optimisation: found.optimisation)
    }
    cornerBest = atCorner
    let statement = link.claim.statement
    guard let weak = statement.weakestRatePerPulse else {
      let reason = ["The claim cannot be read as a rate per pulse; see the list of what is missing."]
      best = Argument(.bestSettings, .notEvaluated, limit: atCorner?.rate, reason)
      stated = Argument(.statedSettings, .notEvaluated, limit: box.worst, reason)
      return
    }
    best = Self.judgeBest(weak, atCorner, publishedBest: publishedBest, least: box.worst, link: link)
    stated = Self.judgeStated(
      weak, statement.authenticationPerPulse, box, most: mostStated, link: link, published: published)
  }

  private static func judgeBest(
    _ claimed: Double, _ best: BestRate?, publishedBest: Double?, least: Double, link: ClaimedLink
  ) -> Argument {
    guard let best else {
      return Argument(.bestSettings, .notEvaluated, claimed: claimed, ["No rate per pulse could be computed."])
    }
    let limit = max(best.rate, publishedBest ?? 0)
    var explanation = [
      "All settings free, every device at the end of its uncertainty where the rate is highest, everything unsaid at the claimant's end: \(best.rate.words) bit/pulse (\(best.result.analysis.title))."
    ]
    if let publishedBest {
      explanation.append("The published formula that the claim uses gives at most \(publishedBest.words) bit/pulse.")
    }
    if let search = best.optimisation {
      explanation.append(
        "The search: \(search.agreeing) of \(search.starts.count) starts reached the best value, \(search.evaluations) evaluations."
      )
    }
    if claimed > limit * (1 + searchTolerance) {
      explanation.append(
        "The claim exceeds this: no settings of the stated protocol give it with the stated devices, by the analyses that this program has."
      )
      explanation += Self.unproved(link)
      return Argument(
        .bestSettings, Self.unproved(link).isEmpty ? .exceeds : .exceedsUncertified, claimed: claimed, limit: limit,
        least: least, most: limit, explanation)
    }
    if claimed > limit {
      explanation.append("The claim exceeds this by less than the accuracy of the search, 1 %.")
      return Argument(
        .bestSettings, .open, claimed: claimed, limit: limit, least: least, most: limit, explanation)
    }
    return Argument(
      .bestSettings, .consistent, claimed: claimed, limit: limit, least: least, most: limit, explanation)
  }

  /// A value that is stated without uncertainty refutes only conditionally (R1).
  private static func unproved(_ link: ClaimedLink) -> [String] {
    link.claim.valuesWithoutUncertainty.map { "Not shown: \($0) is stated without uncertainty." }
  }

  private static func judgeStated(
    _ weak: Double, _ authentication: Double, _ box: UncertaintyBox, most: Double, link: ClaimedLink,
    published: ClaimedLink?
  ) -> Argument {
    let strong = weak + authentication
    var explanation = [
      "At the \(link.statesAllSettings ? "stated" : "best") settings the rate is \(box.nominal.words) bit/pulse; over the uncertainty box it lies between \(box.worst.words) and \(box.best.words) bit/pulse.",
      "Analysis: \(link.result.analysis.title) (\(link.result.analysis.status.rawValue): \(link.result.analysis.statusReasons.joined(separator: "; "))).",
    ]
    func argument(_ conclusion: Argument.Conclusion, _ claimed: Double, _ limit: Double) -> Argument {
      Argument(
        .statedSettings, conclusion, claimed: claimed, limit: limit, least: box.worst, most: most, explanation)
    }
    if !link.statesAllSettings {
      explanation.append("The claim does not state all settings: those left open are the best for the stated devices.")
    }
    if let published, let rate = published.rate {
      explanation.append(
        "The analysis that the claim names is for comparison only (\(published.result.analysis.statusReasons.joined(separator: "; "))); it gives \(rate.words) bit/pulse. The sound analysis decides."
      )
    }
    if most > box.best {
      explanation.append("With everything unsaid at the claimant's end it is at most \(most.words) bit/pulse.")
    }
    if weak > most {
      if let rate = published?.rate, weak <= rate {
        explanation.append("The claim is reached by the published formula only, whose proof has gaps: left open.")
        return argument(.open, weak, most)
      }
      explanation.append("The claim exceeds the best case.")
      explanation += unproved(link)
      let isProved = unproved(link).isEmpty
      return argument(link.statesAllSettings ? (isProved ? .exceeds : .exceedsUncertified) : .open, weak, most)
    }
    if strong <= box.worst, link.result.analysis.status == .comparisonOnly {
      explanation.append(
        "The claim is reached, but by an analysis for comparison only: \(link.result.analysis.statusReasons.joined(separator: "; ")). That is no support."
      )
      return argument(.open, strong, box.worst)
    }
    // An analysis that leaves a cost unpaid gives more than the link has: it may plan, never support.
    if strong <= box.worst, let unpaid = link.result.analysis.unpaidCosts.first {
      explanation.append(
        "The claim is reached, but by an analysis that leaves a cost unpaid: \(unpaid). That is no support.")
      return argument(.open, strong, box.worst)
    }
    if strong <= box.worst {
      explanation.append("The claim is reached in the worst case.")
      if authentication > 0 {
        explanation.append("Authentication is paid for: \(authentication.words) bit/pulse are added to the claim.")
      }
      return argument(.supports, strong, box.worst)
    }
    explanation.append(
      weak > box.best
        ? "The claim is reached only with values that it does not state; see the list of what is missing."
        : "Inside the uncertainty box there are devices that reach the claim and devices that do not.")
    return argument(.open, strong, box.worst)
  }
}

extension Double {
  /// Six significant digits, for sentences.
  var words: String { NumberText.significant(self, digits: 6) }
  /// The nearest number of 14 significant digits: what products of stated numbers were meant to be.
  var tidy: Double { isFinite ? Double(NumberText.significant(self, digits: 14)) ?? self : self }
}
