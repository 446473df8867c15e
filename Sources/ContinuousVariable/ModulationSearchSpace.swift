// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move with Gaussian modulation: V_A, and the share of symbols for parameter estimation.
///
/// The objectives are signed and have no plateau: too large a modulation variance makes the rate fall below zero
/// without end, too small a one makes it rise to zero from below; both are measured relative to what arrives, so that
/// "send nothing" is no attraction (cv sheet, section 10).
package struct ModulationSearchSpace: SearchedSpace {
  /// What may be moved.
  package let box: SearchCoordinates
  /// The range of one's own of V_A.
  package let ownModulation: ClosedRange<Double>?
  private let modulation: Int
  private let fraction: Int

  /// The usual range of V_A.
  package static let usualModulation = 1e-3...1e3
  /// The usual range of f_PE.
  package static let usualFraction = 1e-3...0.95

  /// f_PE.
  package static let fraction = SearchSetting(
    "f_pe", "share of symbols for parameter estimation", .probability, in: "security", key: "estimation_fraction",
    range: "estimation_fraction")

  /// V_A.
  package static let variance = SearchSetting.variance(least: usualModulation.lowerBound)

  /// Makes the space of what is open; nil is free.
  ///
  /// - Parameters:
  ///   - modulation: V_A.
  ///   - estimationFraction: f_PE; not searched unless `mode` is `sacrifice`.
  ///   - mode: how symbols are shared; nil for asymptotic analyses.
  ///   - ranges: ranges in place of the usual ones, for `modulation_variance` and `estimation_fraction`.
  package init(
    modulation: Double?, estimationFraction: Double? = nil, mode: EstimationMode? = nil,
    ranges: SearchRanges = SearchRanges()
  ) {
    var box = SearchDeclaration(ranges)
    let setting = Self.variance
    ownModulation = box.own(setting)
    self.modulation = box.addVariance(setting, modulation, Self.usualModulation)
    if mode == .sacrifice {
      let usual = SearchBounds.range(box.own(Self.fraction), usual: Self.usualFraction)
      fraction = box.add(
        Self.fraction, given: estimationFraction, named: "share for parameter estimation", scale: .logit, .fixed(usual))
    } else {
      fraction = box.fix(estimationFraction ?? 0)
    }
    self.box = SearchCoordinates(box)
  }

  /// The settings at a point of the unit box.
  package func settings(at x: [Double]) -> QuadratureSettings {
    let values = box.values(at: x)
    return QuadratureSettings(modulationVariance: values[modulation], estimationFraction: values[fraction])
  }

  private func starts(_ modulations: [Double], _ fractions: [Double]) -> [[Double]] {
    modulations.flatMap { va in fractions.map { box.point(for: [(modulation, va), (fraction, $0)]) } }
  }

  /// How far a point without key is from one: relative to what Bob learns, so that sending nothing is no attraction;
  /// logarithmic, so that it falls on where next to nothing is sent.
  static func deficit(_ raw: Double, _ information: Double) -> Double {
    information > 0 && raw.isFinite ? -Double.log(onePlus: -raw / information) : -1e3
  }

  /// The maximisation of the asymptotic rate.
  package func asymptoticProblem(link: LinkPrediction, options: ReconciliationOptions) -> SearchProblem {
    let space = self
    return box.problem(starts: starts([4, 1, 20, 0.1], [0.3])) { x in
      let va = space.settings(at: x).modulationVariance
      let e = GaussianAnalysis.evaluate(link.setup(modulation: va), modulation: va, options)
      return e.rawRate > 0 ? e.rawRate : Self.deficit(e.rawRate, e.information)
    }
  }

  /// The maximisation of the unrounded composable length per symbol, against collective or general attacks.
  ///
  /// - Parameter energyTest: m_et of CV-47; nil for collective attacks.
  /// - Throws: `InputError` for options that cannot be.
  package func composableProblem(
    link: LinkPrediction, symbols: Double, options: ComposableOptions, energyTest: Double? = nil
  ) throws(InputError) -> SearchProblem {
    try options.validate(detection: link.setup.detection, origin: .expected)
    if energyTest != nil { try ComposableKey.checkGeneral(link.setup, options) }
    let constants = try ComposableAnalysis.Constants(options)
    let space = self
    return box.problem(starts: starts([4, 1.5], [0.05, 0.3])) { x in
      let settings = space.settings(at: x)
      let setup = link.setup(modulation: settings.modulationVariance)
      var e = QuadratureSimulation.estimates(setup, settings, symbols: symbols, mode: options.mode)
      var (options, constants) = (options, constants)
      if let energyTest {
        // The cut-off, and with it every failure probability, depends on the photons that are sent.
        guard
          let reduction = GeneralAttackReduction(
            setup, modulation: settings.modulationVariance, symbols: symbols, test: energyTest,
            secrecy: options.secrecy),
          let reduced = try? ComposableAnalysis.Constants(reduction.applied(to: options))
        else { return -1e4 }
        (options, constants) = (reduction.applied(to: options), reduced)
        e.keySymbols = max(0, e.keySymbols - energyTest)
      }
      let c: ComposableEstimate<Double> = ComposableAnalysis.resolved(
        e, setup, options, constants, isThorough: false)
      if c.refusal == nil {
        let perSymbol = c.rawLength / symbols
        if perSymbol > 0 { return perSymbol }
        return Self.deficit(perSymbol, c.mutualInformation ?? 0)
      }
      // Nothing can be estimated: the more symbols for the scarcer purpose, the better.
      let scarce = min(e.pairs, e.keySymbols)
      return -2e3 - 1e3 / (1 + scarce)
    }
  }
}

extension SearchSetting {
  /// A modulation variance of which the end 0 of a range stands for `least`.
  ///
  /// - Parameter user: whose it is, where there are two.
  static func variance(least: Double, of user: (column: String, name: String, key: String)? = nil) -> SearchSetting {
    SearchSetting(
      user?.column ?? "v_a", "modulation variance" + (user.map { " (\($0.name))" } ?? ""),
      .quantity(unit: "SNU", least: least), key: (user?.key ?? "") + "modulation_variance",
      range: (user?.key ?? "") + "modulation_variance")
  }
}

extension SearchDeclaration {
  /// A positive quantity on a logarithmic scale whose ends are met exactly, so that a bound is a bound.
  mutating func addVariance(
    _ setting: SearchSetting, _ given: Double?, _ usual: ClosedRange<Double>, named name: String = "modulation variance"
  ) -> Int {
    let range = own(setting) ?? usual
    return add(
      setting, given: given, named: name, scale: .logarithmicToEnds,
      .fixed(SearchBounds(range.lowerBound, range.upperBound)))
  }
}
