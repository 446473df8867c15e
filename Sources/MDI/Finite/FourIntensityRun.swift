// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What one party of `finite4` chooses (mdi sheet, section 5.5): signals z always in Z, decoys
/// y > x > 0 always in X, and vacuum.
package struct FourIntensityChoice: FiniteChoice, Equatable {
  /// z: mean photons of the signal.
  package var signal: Double
  /// y: mean photons of the strong decoy.
  package var strongDecoy: Double
  /// x: mean photons of the weak decoy.
  package var weakDecoy: Double
  /// o: mean photons that a vacuum pulse leaks; 0 for certified lengths (MDI-38a).
  package var vacuum: Double
  /// p_z.
  package var signalProbability: Double
  /// p_y.
  package var strongProbability: Double
  /// p_x.
  package var weakProbability: Double

  /// Makes a choice.
  package init(
    signal: Double, strongDecoy: Double, weakDecoy: Double, vacuum: Double = 0, signalProbability: Double,
    strongProbability: Double, weakProbability: Double
  ) {
    self.signal = signal
    self.strongDecoy = strongDecoy
    self.weakDecoy = weakDecoy
    self.vacuum = vacuum
    self.signalProbability = signalProbability
    self.strongProbability = strongProbability
    self.weakProbability = weakProbability
  }

  /// p_o = 1 − p_z − p_y − p_x.
  package var vacuumProbability: Double { 1 - signalProbability - strongProbability - weakProbability }

  /// z.
  package var signalIntensity: Double { signal }
  /// p_z: signals are always in Z.
  package var signalShare: Double { signalProbability }

  /// p_z, p_y, p_x, p_o.
  var shares: [Double] { [signalProbability, strongProbability, weakProbability, vacuumProbability] }

  /// Refuses a choice with which the bounds do not hold.
  ///
  /// - Parameter party: A or B, for messages.
  package func validate(_ party: String) throws(InputError) {
    let name = "I\(party)"
    let hint = "mean photons per pulse, usually below 1"
    try require(signal, name, in: 0...10, excludingLower: true, hint: hint)
    for value in [strongDecoy, weakDecoy] { try require(value, name, in: 0...10, hint: hint) }
    let list = "[\(signal), \(strongDecoy), \(weakDecoy)]"
    guard strongDecoy > weakDecoy, weakDecoy > 0 else {
      throw InputError(
        name, value: list, allowed: "intensities must be ordered z, y, x with y > x > 0",
        hint: "signal first, then the stronger and the weaker decoy")
    }
    try require(vacuum, "o\(party)", in: 0...10, hint: "what a vacuum pulse leaks, usually 0")
    guard vacuum < weakDecoy else {
      throw InputError("o\(party)", vacuum, allowed: "must be below the weak decoy x = \(weakDecoy)")
    }
    let p = "p\(party)"
    for value in [signalProbability, strongProbability, weakProbability] {
      try require(value, p, in: 0...1, excludingLower: true, hint: "every setting must be sent")
    }
    guard vacuumProbability > 0 else {
      throw InputError(
        p, value: "[\(signalProbability), \(strongProbability), \(weakProbability)]",
        allowed: "must sum to less than 1: the rest is the vacuum", hint: "order p_z, p_y, p_x")
    }
  }
}

/// The counts of a run with four intensities each; the first letter is Alice's setting.
package struct FourIntensityCounts: Sendable, Equatable {
  /// n_zz, the key bits.
  package var zz: Double
  /// m_zz, errors among them.
  package var zzErrors: Double
  /// n_xx.
  package var xx: Double
  /// m_xx, errors among them.
  package var xxErrors: Double
  /// n_yy.
  package var yy: Double
  /// n_xo.
  package var xo: Double
  /// n_ox.
  package var ox: Double
  /// n_yo.
  package var yo: Double
  /// n_oy.
  package var oy: Double
  /// n_oo.
  package var oo: Double
  /// N: pulse pairs emitted.
  package var pulses: Double
  /// Measured or expected.
  package var origin: CountsOrigin
  /// N_ij: pulse pairs really sent with the settings z, y, x, o of Alice (rows) and Bob, nil where they
  /// were not counted; only checked, never used.
  package var sent: [[Double?]]?

  /// Gathers counts.
  package init(
    zz: Double, zzErrors: Double, xx: Double, xxErrors: Double, yy: Double, xo: Double, ox: Double, yo: Double,
    oy: Double, oo: Double, pulses: Double, origin: CountsOrigin, sent: [[Double?]]? = nil
  ) {
    self.sent = sent
    self.zz = zz
    self.zzErrors = zzErrors
    self.xx = xx
    self.xxErrors = xxErrors
    self.yy = yy
    self.xo = xo
    self.ox = ox
    self.yo = yo
    self.oy = oy
    self.oo = oo
    self.pulses = pulses
    self.origin = origin
  }

  /// Expected counts of a link (real-valued expectations, not rounded).
  package static func expected(
    _ setup: Setup, _ choices: PerParty<FourIntensityChoice>, pulses: Double
  ) -> FourIntensityCounts {
    let a = choices.alice
    let b = choices.bob
    func response(_ basis: Basis, _ muA: Double, _ muB: Double) -> Response {
      setup.response(basis, PerParty(alice: muA, bob: muB))
    }
    func x(_ muA: Double, _ pA: Double, _ muB: Double, _ pB: Double) -> Response {
      let r = response(.x, muA, muB)
      return Response(gain: pulses * pA * pB * r.gain, errorGain: pulses * pA * pB * r.errorGain)
    }
    let signal = response(.z, a.signal, b.signal)
    let pairs = pulses * a.signalProbability * b.signalProbability
    let xx = x(a.weakDecoy, a.weakProbability, b.weakDecoy, b.weakProbability)
    return FourIntensityCounts(
      zz: pairs * signal.gain, zzErrors: pairs * signal.errorGain, xx: xx.gain, xxErrors: xx.errorGain,
      yy: x(a.strongDecoy, a.strongProbability, b.strongDecoy, b.strongProbability).gain,
      xo: x(a.weakDecoy, a.weakProbability, b.vacuum, b.vacuumProbability).gain,
      ox: x(a.vacuum, a.vacuumProbability, b.weakDecoy, b.weakProbability).gain,
      yo: x(a.strongDecoy, a.strongProbability, b.vacuum, b.vacuumProbability).gain,
      oy: x(a.vacuum, a.vacuumProbability, b.strongDecoy, b.strongProbability).gain,
      oo: x(a.vacuum, a.vacuumProbability, b.vacuum, b.vacuumProbability).gain, pulses: pulses, origin: .expected)
  }

  /// Refuses counts that cannot be (section 6).
  ///
  /// - Throws: `InputError` naming the count.
  package func validate(_ choices: PerParty<FourIntensityChoice>) throws(InputError) {
    try CountCheck.pulses(pulses, origin)
    let a = choices.alice
    let b = choices.bob
    let cells: [(String, Double, Double, Double)] = [
      ("n_zz", zz, a.signalProbability, b.signalProbability), ("n_xx", xx, a.weakProbability, b.weakProbability),
      ("n_yy", yy, a.strongProbability, b.strongProbability), ("n_xo", xo, a.weakProbability, b.vacuumProbability),
      ("n_ox", ox, a.vacuumProbability, b.weakProbability), ("n_yo", yo, a.strongProbability, b.vacuumProbability),
      ("n_oy", oy, a.vacuumProbability, b.strongProbability), ("n_oo", oo, a.vacuumProbability, b.vacuumProbability),
    ]
    for (name, value, pA, pB) in cells {
      try CountCheck.count(value, name, origin)
      try CountCheck.share(value, name, pulses: pulses, probability: pA * pB, origin)
    }
    try CountCheck.count(xxErrors, "m_xx", origin)
    try CountCheck.errors(xxErrors, "m_xx", among: xx, "n_xx")
    try CountCheck.count(zzErrors, "m_zz", origin)
    try CountCheck.errors(zzErrors, "m_zz", among: zz, "n_zz")
    if let sent { try Self.validate(sent, pulses: pulses, choices, cells) }
  }

  private static func validate(
    _ sent: [[Double?]], pulses: Double, _ choices: PerParty<FourIntensityChoice>,
    _ cells: [(String, Double, Double, Double)]
  ) throws(InputError) {
    guard sent.count == 4, sent.allSatisfy({ $0.count == 4 }) else {
      throw InputError(
        "sent", value: "\(sent.map { $0.count })", allowed: "must be 4 rows of 4 numbers", hint: "z, y, x, o")
    }
    let names = ["z", "y", "x", "o"]
    var counted = 0.0
    for (i, row) in sent.enumerated() {
      for (j, value) in row.enumerated() {
        guard let value else { continue }
        counted += value
        let p = choices.alice.shares[i] * choices.bob.shares[j]
        try CountCheck.sent(value, "sent[\(names[i]), \(names[j])]", pulses: pulses, probability: p)
        if let cell = cells.first(where: { $0.0 == "n_" + names[i] + names[j] }) {
          try CountCheck.among(cell.1, cell.0, sent: value)
        }
      }
    }
    let isComplete = sent.allSatisfy { $0.allSatisfy { $0 != nil } }
    // Sums of very long runs are rounded.
    let rounding = 16 * pulses.ulp
    guard isComplete ? abs(counted - pulses) <= rounding : counted <= pulses + rounding else {
      throw InputError(
        "N", pulses,
        allowed: isComplete
          ? "must be the sum of all settings, \(CountCheck.whole(counted))"
          : "cannot be below the \(CountCheck.whole(counted)) pulse pairs of the settings",
        hint: "N counts the pulse pairs emitted, all settings")
    }
  }
}

extension Quantities {
  static let fourCounts = [
    ("n_zz", "announcements, both signals"), ("m_zz", "errors among them"),
    ("n_xx", "announcements, both weak decoys"), ("m_xx", "errors among them"),
    ("n_yy", "announcements, both strong decoys"), ("n_xo", "weak decoy and vacuum"),
    ("n_ox", "vacuum and weak decoy"), ("n_yo", "strong decoy and vacuum"), ("n_oy", "vacuum and strong decoy"),
    ("n_oo", "both vacuum"),
  ].map { expected($0, $1) }
}

extension FourIntensityCounts {
  /// The counts, for the trace of a result.
  var trace: [TraceEntry] {
    let values = [zz, zzErrors, xx, xxErrors, yy, xo, ox, yo, oy, oo]
    return [Quantities.pulsePairs(pulses)]
      + zip(Quantities.fourCounts, values).map { (origin == .measured ? $0.given : $0)($1) }
  }
}
