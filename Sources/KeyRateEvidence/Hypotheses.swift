// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// What the concentration inequalities assume, and what the reports leave out, in words.
enum Hypotheses {
  /// The hypotheses of the inequality behind an option's word.
  static func inequality(_ word: String) -> String? {
    switch word {
    case "kl":
      "relative-entropy form of Hoeffding's bound: independent trials with values in [0, 1], or sampling without replacement from a fixed population; no assumption on the channel (BB-22, BB-25)"
    case "hoeffding": "Hoeffding's bound for sums of bounded independent trials; looser than kl (BB-21)"
    case "chernoff":
      "multiplicative Chernoff bound on the mean of a count given its outcome: independent trials given labels that Eve does not know"
    case "chernoff-simple": "closed forms of the Chernoff bound, looser"
    case "serfling": "Serfling's bound for sampling without replacement from a fixed population"
    case "kato":
      "Kato's inequality for dependent trials: a martingale with bounded increments, and a prediction that was fixed before the run"
    case "azuma": "the inequality of Azuma and Hoeffding: a martingale with bounded increments; no prediction"
    case "paper": "Kato's inequality for the pair of vacua only; its prediction was fixed before the run"
    case "gaussian": "normal approximation: no bound at all"
    default: nil
    }
  }

  /// The effects that no line of the report contains: those of every protocol, then the family's own.
  static func effects(_ family: FamilyTraits, gives: (String) -> Bool) -> [FamilyTraits.OmittedEffect] {
    FamilyTraits.everywhere(authenticationKey: ClaimKeys.authenticationBits.path).filter { effect in
      !(effect.paidBy.map(gives) ?? false)
    } + family.omittedEffects(gives: gives)
  }
}
