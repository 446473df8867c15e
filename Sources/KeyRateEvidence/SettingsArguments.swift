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

  init(_ statedLink: ClaimedLink, sound: ClaimedLink?) throws {
    link = sound ?? statedLink
    published = sound == nil ? nil : statedLink
    box = try UncertaintyBox(link)
    nominalBest = try link.best([])
    var atCorner = try box.bestCorner.isEmpty ? nominalBest : link.best(box.bestCorner)
    var publishedBest: Double?
    if let published {
      // What the published formula gives is no bound on the protocol, but a claim below it is not refuted here.
      publishedBest = try max(published.rate ?? 0, published.best(box.bestCorner)?.rate ?? 0)
    }
    if let found = atCorner, found.rate < box.best {
      // The search ended below the stated settings: those count.
      atCorner = BestRate(
        rate: box.best, result: found.result, settings: link.settings, optimisation: found.optimisation)
    }
    cornerBest = atCorner
    let statement = link.claim.statement
    guard let weak = statement.weakestRatePerPulse else {
      let reason = ["The claim cannot be read as a rate per pulse; see the list of what is missing."]
      best = Argument(.bestSettings, .notEvaluated, limit: atCorner?.rate, reason)
      stated = Argument(.statedSettings, .notEvaluated, limit: box.worst, reason)
      return
    }
    best = Self.judgeBest(weak, atCorner, publishedBest: publishedBest, link: link)
    stated = Self.judgeStated(weak, statement.authenticationPerPulse, box, link: link, published: published)
  }

  private static func judgeBest(
    _ claimed: Double, _ best: BestRate?, publishedBest: Double?, link: ClaimedLink
  ) -> Argument {
    guard let best else {
      return Argument(.bestSettings, .notEvaluated, claimed: claimed, ["No rate per pulse could be computed."])
    }
    let limit = max(best.rate, publishedBest ?? 0)
    var explanation = [
      "All settings free, every device at the end of its uncertainty where the rate is highest: \(best.rate.words) bit/pulse (\(best.result.analysis.title))."
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
      return Argument(.bestSettings, .exceeds, claimed: claimed, limit: limit, explanation)
    }
    if claimed > limit {
      explanation.append("The claim exceeds this by less than the accuracy of the search, 1 %.")
      return Argument(.bestSettings, .open, claimed: claimed, limit: limit, explanation)
    }
    return Argument(.bestSettings, .consistent, claimed: claimed, limit: limit, explanation)
  }

  private static func judgeStated(
    _ weak: Double, _ authentication: Double, _ box: UncertaintyBox, link: ClaimedLink, published: ClaimedLink?
  ) -> Argument {
    let strong = weak + authentication
    var explanation = [
      "At the \(link.statesAllSettings ? "stated" : "best") settings the rate is \(box.nominal.words) bit/pulse; over the uncertainty box it lies between \(box.worst.words) and \(box.best.words) bit/pulse.",
      "Analysis: \(link.result.analysis.title) (\(link.result.analysis.status.rawValue): \(link.result.analysis.statusReasons.joined(separator: "; "))).",
    ]
    if !link.statesAllSettings {
      explanation.append("The claim does not state all settings: those left open are the best for the stated devices.")
    }
    if let published, let rate = published.rate {
      explanation.append(
        "The analysis that the claim names is for comparison only (\(published.result.analysis.statusReasons.joined(separator: "; "))); it gives \(rate.words) bit/pulse. The sound analysis decides."
      )
    }
    if weak > box.best {
      if let rate = published?.rate, weak <= rate {
        explanation.append("The claim is reached by the published formula only, whose proof has gaps: left open.")
        return Argument(.statedSettings, .open, claimed: weak, limit: box.best, explanation)
      }
      explanation.append("The claim exceeds the best case.")
      return Argument(
        .statedSettings, link.statesAllSettings ? .exceeds : .open, claimed: weak, limit: box.best, explanation)
    }
    if strong <= box.worst, link.result.analysis.status == .comparisonOnly {
      explanation.append(
        "The claim is reached, but by an analysis for comparison only: \(link.result.analysis.statusReasons.joined(separator: "; ")). That is no support."
      )
      return Argument(.statedSettings, .open, claimed: strong, limit: box.worst, explanation)
    }
    // An analysis that leaves a cost unpaid gives more than the link has: it may plan, never support.
    if strong <= box.worst, let unpaid = link.result.analysis.unpaidCosts.first {
      explanation.append(
        "The claim is reached, but by an analysis that leaves a cost unpaid: \(unpaid). That is no support.")
      return Argument(.statedSettings, .open, claimed: strong, limit: box.worst, explanation)
    }
    if strong <= box.worst {
      explanation.append("The claim is reached in the worst case.")
      if authentication > 0 {
        explanation.append("Authentication is paid for: \(authentication.words) bit/pulse are added to the claim.")
      }
      return Argument(.statedSettings, .supports, claimed: strong, limit: box.worst, explanation)
    }
    explanation.append("Inside the uncertainty box there are devices that reach the claim and devices that do not.")
    return Argument(.statedSettings, .open, claimed: strong, limit: box.worst, explanation)
  }
}

extension Double {
  /// Six significant digits, for sentences.
  var words: String { NumberText.significant(self, digits: 6) }
}
