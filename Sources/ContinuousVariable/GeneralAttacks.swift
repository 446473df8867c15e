// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Against whom a finite key is proved.
package enum AttackClass: String, Sendable, CaseIterable {
  /// Every symbol is attacked alike and independently; what Eve keeps is measured together.
  case collective
  /// Anything.
  case general
}

/// From collective to general attacks by the Gaussian de Finetti reduction, heterodyne only (cv sheet, section 3.3).
///
/// Leverrier 2017, PRL 118, 200501, arXiv:1701.03393, Eq. 5. The constants are from memory and from a secondary source, the
/// larger of the two readings; random rotations of the data, which the theorem asks for, are assumed to be no more than a
/// step of the proof. For planning, never for a run.
package struct GeneralAttackReduction: Sendable, Equatable {
  /// m_et: symbols spent on the energy test.
  package let testSymbols: Double
  /// d_A and d_B: thresholds of the test in mean photons.
  package let thresholds: (alice: Double, bob: Double)
  /// K: the dimension that the test leaves, a whole number.
  package let cutoff: Double
  /// ε of the collective proof, 50 ε_general / K⁴.
  package let collectiveSecrecy: Double
  /// Bits that privacy amplification takes besides, 2 ⌈log2 binom(K+4, 4)⌉.
  package let hashingCost: Double

  /// Whether two reductions are the same.
  package static func == (a: GeneralAttackReduction, b: GeneralAttackReduction) -> Bool {
    a.testSymbols == b.testSymbols && a.thresholds == b.thresholds && a.cutoff == b.cutoff
  }

  /// K (CV-47) with the larger of the two readings of its last term; +∞ if the test is too small for a cut-off.
  static func cutoff(symbols n: Double, test m: Double, photons d: Double, secrecy eps: Double) -> Double {
    let log = Double.log(8) - Double.log(eps)
    let denominator = 1 - 2 * (log / (2 * m)).squareRoot()
    guard m > 0, n > 0, denominator > 0 else { return .infinity }
    return max(1, n * d * (1 + 2 * (log / (2 * n)).squareRoot() + log / n) / denominator).rounded(.up)
  }

  /// The reduction of an expected run; nil if the energy test is too small.
  ///
  /// The thresholds lie ten standard deviations of a thermal mode above the honest photon numbers, so that an honest run
  /// passes.
  ///
  /// - Parameters:
  ///   - setup: the link; heterodyne.
  ///   - va: V_A.
  ///   - symbols: N, all of the block.
  ///   - test: m_et.
  ///   - secrecy: ε against general attacks.
  package init?(_ setup: QuadratureSetup, modulation va: Double, symbols: Double, test: Double, secrecy: Double) {
    // Bob's noise counts as light: this overstates what passes.
    let eta = setup.detectorEfficiency
    let noise = (2 - eta + 2 * setup.electronicNoise) / eta
    let photons = (alice: va / 2, bob: (setup.channel.value * va + setup.outputNoise + noise) / 2)
    guard test >= 1 else { return nil }
    let margin = 10 / test.squareRoot()
    thresholds = (photons.alice + margin * (photons.alice + 1), photons.bob + margin * (photons.bob + 1))
    testSymbols = test
    let d = thresholds.alice + thresholds.bob
    // K grows as ε falls: iterate from above, then make sure of the product.
    var eps = secrecy
    for _ in 0..<40 {
      let k = Self.cutoff(symbols: symbols, test: test, photons: d, secrecy: eps)
      let next = 50 * secrecy / (k * k * k * k)
      guard next > 1e-300 else { return nil }
      let isSettled = next >= eps * (1 - 1e-12)
      eps = min(eps, next)
      if isSettled { break }
    }
    // A little less, whose own K then fits below it.
    eps *= 1 - 1e-6
    let k = Self.cutoff(symbols: symbols, test: test, photons: d, secrecy: eps)
    guard k.isFinite, k * k * k * k / 50 * eps <= secrecy else { return nil }
    cutoff = k
    collectiveSecrecy = min(eps, secrecy)
    let states = (1...4).reduce(-Double.log2(24)) { $0 + Double.log2(k + Double($1)) }
    hashingCost = 2 * states.rounded(.up)
  }

  /// The options of the collective proof behind the general one.
  func applied(to options: ComposableOptions) -> ComposableOptions {
    var reduced = options
    reduced.smoothing = collectiveSecrecy / 5
    reduced.hashing = collectiveSecrecy / 5
    reduced.estimation = collectiveSecrecy / 5
    reduced.entropy = collectiveSecrecy / 5
    reduced.extraLeakBits += hashingCost
    return reduced
  }
}

extension ComposableKey {
  /// Refuses what the reduction does not reach.
  ///
  /// - Throws: `InputError` with the reason.
  package static func checkGeneral(_ setup: QuadratureSetup, _ options: ComposableOptions) throws(InputError) {
    guard setup.detection == .heterodyne else {
      throw InputError(
        "attacks", value: "general", allowed: "must be collective with homodyne detection",
        hint: "the reduction needs a protocol that treats both quadratures alike: heterodyne")
    }
    guard options.mode == .sacrifice, options.frameErrorMode == .block else {
      throw InputError(
        "attacks", value: "general", allowed: "must be collective with estimation after-EC or dropped frames",
        hint: "the collective proof behind the reduction must hold for every block that is kept")
    }
  }

  /// The key of an expected run against general attacks (CV-47). Planning only.
  ///
  /// - Parameters:
  ///   - estimates: of the run as for collective attacks; the test's symbols are taken from those that make key.
  ///   - setup: the link; heterodyne.
  ///   - options: ε_sec is that against general attacks.
  ///   - test: m_et, symbols for the energy test.
  /// - Throws: `InputError` for inputs that cannot be, or an energy test too small for any cut-off.
  package static func general(
    _ estimates: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, test: Double
  ) throws(InputError) -> SecretKeyRate {
    try checkGeneral(setup, options)
    try options.validate(detection: setup.detection, origin: estimates.origin)
    guard estimates.origin == .expected else {
      throw InputError(
        "attacks", value: "general", allowed: "must be collective with measured data",
        hint: "the reduction needs an energy test that was part of the run, and its constants are not verified here")
    }
    let reduction = GeneralAttackReduction(
      setup, modulation: estimates.modulationVariance, symbols: estimates.symbols, test: test, secrecy: options.secrecy)
    guard let reduction else {
      throw InputError(
        "energy_test", test, allowed: "must be more symbols: no cut-off follows from so few",
        hint: "a tenth of a block of 1e9 symbols is ample")
    }
    var e = estimates
    e.keySymbols = max(0, e.keySymbols - test)
    var rate = try analyse(e, setup, reduction.applied(to: options))
    let k = reduction.cutoff
    rate.analysis.calculation = "cv.gaussian.general"
    rate.analysis.title = "Gaussian modulation, heterodyne, finite key, general attacks (planning)"
    rate.analysis.status = .planning
    rate.analysis.statusReasons += [
      "general attacks by a published reduction whose constants were not compared with the paper",
      "random rotations of both users' data are taken for a step of the proof only",
    ]
    typealias Q = Quantities
    rate.trace.removeAll { $0.symbol == Q.estimationShare.symbol }
    rate.trace.insert(
      contentsOf: [
        Q.estimationShare((e.symbols - e.keySymbols - test) / e.symbols), Q.energyTest(test),
        Q.aliceThreshold(reduction.thresholds.alice), Q.bobThreshold(reduction.thresholds.bob), Q.energyCutoff(k),
        Q.collectiveFailure(reduction.collectiveSecrecy), Q.reductionBits(reduction.hashingCost),
      ], at: 0)
    let factor = k * k * k * k / 50
    let share = reduction.collectiveSecrecy / 5
    rate.failureBudget = FailureBudget(
      items: [
        .init(
          event: "collective proof (2 eps_s + eps_PA + eps_PE + eps_ent), times K^4/50", count: 5,
          probabilityEach: share, contribution: factor * reduction.collectiveSecrecy)
      ], secrecy: options.secrecy, correctness: options.correctness, composition: "K^4/50 times that of CV-45 (CV-47)")
    let word = "collective Gaussian attacks; "
    rate.assumptions = rate.assumptions.map { $0.hasPrefix(word) ? String($0.dropFirst(word.count)) : $0 }
    rate.assumptions.append(
      "an energy test with the thresholds d_A and d_B was passed; both users' data are rotated at random alike")
    return rate
  }
}

extension Quantities {
  private static let leverrier = "Leverrier 2017, arXiv:1701.03393, Eq. 5"
  static let energyTest = Quantity(
    .settings, "m_et", "symbols for the energy test", .input, "CV-47", unit: "symbol")
  static let aliceThreshold = Quantity(
    .estimation, "d_A", "threshold of the energy test, Alice", .exact, "CV-47", unit: "photon")
  static let bobThreshold = Quantity(
    .estimation, "d_B", "threshold of the energy test, Bob", .exact, "CV-47", unit: "photon")
  static let energyCutoff = Quantity(
    .estimation, "K_dF", "cut-off that the energy test leaves", .upperBound, "CV-47", leverrier)
  static let collectiveFailure = Quantity(
    .estimation, "eps_collective", "failure probability of the collective proof", .upperBound, "CV-47", leverrier)
  static let reductionBits = Quantity(
    .keyLength, "reduction", "bits for the reduction, part of the penalty", .upperBound, "CV-47", leverrier,
    unit: "bit")

  static let generalAttacks = [aliceThreshold, bobThreshold, energyCutoff, collectiveFailure, reductionBits]
}
