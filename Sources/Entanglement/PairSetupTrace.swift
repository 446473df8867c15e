// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  static func loss(_ user: String) -> Quantity {
    Quantity(.setup, "loss\(user)_dB", "loss of the arm of \(user)", .input, unit: "dB")
  }
  static func receiver(_ user: String) -> Quantity {
    Quantity(.setup, "eta_d\(user)", "receiver of \(user) with its optics", .input)
  }
  static func transmittance(_ user: String) -> Quantity {
    Quantity(.setup, "eta_\(user)", "transmittance to \(user), receiver included", .exact, "BB-1")
  }
  static let misalignment = Quantity(.setup, "e_d", "misalignment", .input)
  static let testMisalignment = Quantity(.setup, "e_dZ", "misalignment, test basis", .input)
  static let modes = Quantity(.setup, "modes", "Schmidt modes of each polarisation combination", .input, "PH-1")
  static func background(_ user: String) -> Quantity {
    Quantity(.setup, "p_\(user)", "background per gate at \(user)", .input)
  }
  static let jitter = Quantity(.setup, "jitter_s", "width of the coincidence peak", .input, unit: "s")
  static func darkRate(_ user: String) -> Quantity {
    Quantity(.setup, "DCR_\(user)", "dark counts of all detectors of \(user)", .input, unit: "1/s")
  }
  static let deadTime = Quantity(.setup, "t_dead", "dead time", .input, unit: "s")
  static let detectors = Quantity(.setup, "detectors", "detectors of a user that share the clicks", .input)

  static let meanPairs = Quantity(.settings, "mu", "mean pairs per pulse", .input, unit: "pair/pulse")
  static let pairRate = Quantity(.settings, "pair_rate", "pairs per second", .input, unit: "1/s")
  static let window = Quantity(.settings, "window_s", "coincidence window", .input, unit: "s")
  static let keyBasis = Quantity(.settings, "pX", "probability of the key basis at Alice", .input)
  static let bobKeyBasis = Quantity(.settings, "pX_bob", "probability of the key basis at Bob", .input)
  static let testFraction = Quantity(.settings, "test_fraction", "disclosed share of the agreed rounds", .input)

  static func clicks(_ user: String, unit: String) -> Quantity {
    Quantity(.channel, "clicks_\(user)", "clicks of \(user)", .expectation, unit: "click/\(unit)")
  }
  static func coincidences(unit: String) -> Quantity {
    Quantity(.channel, "Q", "coincidences, all basis combinations", .expectation, unit: "coincidence/\(unit)")
  }
  static let accidentals = Quantity(
    .channel, "accidentals", "accidental coincidences", .expectation, "PH-7", "Neumann et al. 2021, arXiv:2103.14639",
    unit: "coincidence/s")
  package static let errorRate = Quantity(
    .channel, "E", "error rate, key basis", .expectation, column: .init("error_rate", "error rate of the key"))
  static let testErrorRate = Quantity(.channel, "EZ", "error rate, test basis", .expectation)

  private static let users = ["A", "B"]
  static var setup: [Quantity] {
    users.flatMap { [loss($0), receiver($0), transmittance($0)] } + [misalignment, testMisalignment, modes]
      + users.map(background) + [jitter] + users.map(darkRate) + [deadTime, detectors]
  }
  static let settings = [meanPairs, pairRate, window, keyBasis, bobKeyBasis, testFraction]
  static var channel: [Quantity] {
    let pulsed = PulsedPump.Model.allCases.map { $0.origin }
    let continuous = [ContinuousPump.origin]
    return users.flatMap { clicks($0, unit: "pulse").by(pulsed) + clicks($0, unit: "s").by(continuous) }
      + coincidences(unit: "pulse").by(pulsed) + coincidences(unit: "s").by(continuous) + [accidentals]
      + [errorRate, testErrorRate].flatMap { $0.by(pulsed + continuous) }
  }
}

extension PulsedPump.Model {
  /// Where coincidences and errors come from.
  package var origin: Quantity.Origin {
    switch self {
    case .exact: .init("PH-3", "derived in the photons sheet")
    case .mfl2007: .init("PH-4", "Ma, Fung, Lo 2007, arXiv:quant-ph/0703122")
    }
  }
}

extension ContinuousPump {
  /// Where coincidences and errors come from.
  package static let origin = Quantity.Origin("PH-8", "Neumann et al. 2021, arXiv:2103.14639")
}

extension PairSetup {
  /// The channel model's word.
  package var modelName: String {
    switch pump {
    case .pulsed(let pump): pump.model.rawValue
    case .continuous(let pump): pump.model.rawValue
    }
  }

  /// The hardware and what it does to the pairs, for the trace of a result.
  package func trace(_ brightness: PairBrightness) -> [TraceEntry] {
    typealias Q = Quantities
    var list: [TraceEntry] = []
    for (user, arm) in [("A", alice), ("B", bob)] {
      list += [
        Q.loss(user)(arm.channel.lossDecibel, note: link.remark), Q.receiver(user)(arm.detectorEfficiency.value),
        Q.transmittance(user)(arm.transmittance, note: link.remark),
      ]
    }
    list.append(Q.misalignment(misalignment))
    if testBasisMisalignment != misalignment { list.append(Q.testMisalignment(testBasisMisalignment)) }
    let seen = observables(brightness)
    let unit: String
    let origin: Quantity.Origin
    switch pump {
    case .pulsed(let pump):
      list += [Q.modes(pump.modes), Q.background("A")(pump.aliceBackground), Q.background("B")(pump.bobBackground)]
      (unit, origin) = ("pulse", pump.model.origin)
    case .continuous(let pump):
      list += [
        Q.jitter(pump.jitterSeconds), Q.darkRate("A")(pump.aliceDarkRateHz), Q.darkRate("B")(pump.bobDarkRateHz),
        Q.deadTime(pump.deadTimeSeconds), Q.detectors(pump.detectorsPerUser),
      ]
      (unit, origin) = ("s", ContinuousPump.origin)
    }
    switch brightness {
    case .perPulse(let mu): list.append(Q.meanPairs(mu))
    case .continuous(let rate, let window): list += [Q.pairRate(rate), Q.window(window)]
    }
    list += [
      Q.clicks("A", unit: unit).by(origin)(seen.aliceClicks), Q.clicks("B", unit: unit).by(origin)(seen.bobClicks),
      Q.coincidences(unit: unit).by(origin)(seen.coincidences),
    ]
    if let accidentals = seen.accidentals { list.append(Q.accidentals(accidentals)) }
    return list + [Q.errorRate.by(origin)(seen.errorRate), Q.testErrorRate.by(origin)(seen.testErrorRate)]
  }
}

extension PairSettings {
  /// The choices besides the brightness, for the trace of a result.
  package var trace: [TraceEntry] {
    [Quantities.keyBasis(keyBasisProbability), Quantities.bobKeyBasis(bobKeyBasisProbability)]
      + (keyMode == .one ? [] : [Quantities.testFraction(testFraction)])
  }
}
