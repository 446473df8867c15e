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

  /// An effect that a report leaves out.
  struct Effect {
    let effect: String
    /// What it does to the true key length, compared with what the report says.
    let sign: String
    let note: String
  }

  private static let lowers = "the true key is shorter"

  /// The effects that no line of the report contains.
  static func effects(family: String, gives: (String) -> Bool) -> [Effect] {
    var list = [
      Effect(
        effect: "leakage of the devices: Trojan light, radiation, timing, power", sign: lowers,
        note: "excluded by assumption; evaluated by ISO/IEC 23837-2 type tests, not by counts"),
      Effect(
        effect: "memory of the source: pulses that depend on earlier ones", sign: lowers, note: "excluded by assumption"
      ),
      Effect(
        effect: "imperfect random numbers", sign: lowers, note: "uniform and private choices are assumed"),
      Effect(
        effect: "drift of loss and alignment during the run", sign: "either way",
        note: "counts contain it; a prediction from mean values does not"),
    ]
    if !gives(ClaimKeys.authenticationBits.path) {
      list.append(
        Effect(
          effect: "key used up by authentication", sign: lowers, note: "claim.authentication_bits is not stated"))
    }
    if family == "cv" {
      list.append(
        Effect(
          effect: "non-Gaussian or non-identically distributed attacks", sign: lowers,
          note: "the composable length holds for collective Gaussian attacks"))
      list.append(
        Effect(
          effect: "error of the shot-noise calibration", sign: lowers,
          note: "contained only as far as [[evidence]] of the detector gives it"))
      return list
    }
    list.append(
      Effect(
        effect: "intensity fluctuations and finite extinction beyond the stated intensities", sign: lowers,
        note: "the decoy bounds take the intensities as exact; [[evidence]] of single intensities enters the box"))
    list.append(
      Effect(effect: "incomplete phase randomisation", sign: lowers, note: "Poissonian photon numbers are assumed"))
    if family != "mdi", family != "twin-field" {
      list.append(
        Effect(
          effect: "mismatch of detector efficiencies, blinding", sign: lowers,
          note: "detection independent of the basis is assumed"))
    } else {
      list.append(
        Effect(
          effect: "attacks on the detectors of the station", sign: "none",
          note: "the station is not trusted by the proof"))
    }
    if family == "bb84", !gives(DetectorKeys.afterpulseProbability.path) {
      list.append(
        Effect(
          effect: "after-pulses", sign: lowers, note: "detector.afterpulse_probability is not stated; model lines use 0"
        ))
    }
    if family == "bb84", !gives(DetectorKeys.deadTimeS.path) {
      list.append(
        Effect(
          effect: "dead time of the detectors", sign: lowers,
          note: "detector.dead_time_s is not stated; model lines use 0"))
    }
    if family == "twin-field" {
      list.append(
        Effect(
          effect: "phase noise between the arms", sign: lowers,
          note: "contained only as far as detector.misalignment and the phase offset contain it"))
    }
    return list
  }
}
