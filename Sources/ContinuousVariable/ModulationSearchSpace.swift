// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move with Gaussian modulation: V_A, and the share of symbols for parameter estimation.
///
/// The objectives are signed and have no plateau: too large a modulation variance makes the rate fall below zero
/// without end, too small a one makes it rise to zero from below; both are measured relative to what arrives, so that
/// "send nothing" is no attraction (cv sheet, section 10).
package struct ModulationSearchSpace: Sendable {
  /// V_A if it is given.
  package let modulation: Double?
  /// f_PE if it is given, or without meaning.
  package let estimationFraction: Double?
  /// Where V_A is searched, on a logarithmic scale.
  package let modulationRange: ClosedRange<Double>
  /// Where f_PE is searched, on a logit scale.
  package let fractionRange: ClosedRange<Double>

  /// The usual range of V_A.
  package static let usualModulation = 1e-3...1e3
  /// The usual range of f_PE.
  package static let usualFraction = 1e-3...0.95

  /// Makes the space of what is open; nil is free.
  ///
  /// - Parameters:
  ///   - modulation: V_A.
  ///   - estimationFraction: f_PE; not searched unless `mode` is `sacrifice`.
  ///   - modulationRange: where V_A is searched.
  ///   - fractionRange: where f_PE is searched.
  ///   - mode: how symbols are shared; nil for asymptotic analyses.
  package init(
    modulation: Double?, estimationFraction: Double? = nil,
    modulationRange: ClosedRange<Double> = usualModulation, fractionRange: ClosedRange<Double> = usualFraction,
    mode: EstimationMode? = nil
  ) {
    self.modulation = modulation
    self.estimationFraction = mode == .sacrifice ? estimationFraction : (estimationFraction ?? 0)
    self.modulationRange = modulationRange
    self.fractionRange = fractionRange
  }

  /// The names of what may be moved.
  package var names: [String] {
    (modulation == nil ? ["modulation variance"] : [])
      + (estimationFraction == nil ? ["share for parameter estimation"] : [])
  }

  private static func logit(_ p: Double) -> Double { Double.log(p) - Double.log(onePlus: -p) }

  /// The settings at a point of the unit box.
  package func settings(at x: [Double]) -> QuadratureSettings {
    var index = 0
    func next() -> Double {
      defer { index += 1 }
      return index < x.count ? min(1, max(0, x[index])) : 0
    }
    func modulationAt(_ t: Double) -> Double {
      let (low, high) = (modulationRange.lowerBound, modulationRange.upperBound)
      // The ends exactly, so that a bound is a bound.
      return t == 0 ? low : t == 1 ? high : low * Double.exp(t * Double.log(high / low))
    }
    func fractionAt(_ t: Double) -> Double {
      let low = Self.logit(fractionRange.lowerBound)
      let high = Self.logit(min(fractionRange.upperBound, 1 - 1e-9))
      let f = 1 / (1 + Double.exp(-(low + t * (high - low))))
      // A range of one's own is held to against rounding.
      return fractionRange == Self.usualFraction ? f : min(fractionRange.upperBound, max(fractionRange.lowerBound, f))
    }
    let va = modulation ?? modulationAt(next())
    let f = estimationFraction ?? fractionAt(next())
    return QuadratureSettings(modulationVariance: va, estimationFraction: f)
  }

  /// Where a value of V_A lies in the unit interval.
  private func position(_ va: Double) -> Double {
    let (low, high) = (modulationRange.lowerBound, modulationRange.upperBound)
    return min(1, max(0, Double.log(va / low) / Double.log(high / low)))
  }

  private var variables: [SearchVariable] { names.map { SearchVariable(name: $0, range: 0...1) } }

  private func starts(_ modulations: [Double], _ fractions: [Double]) -> [[Double]] {
    guard !names.isEmpty else { return [] }
    let low = Self.logit(fractionRange.lowerBound)
    let high = Self.logit(min(fractionRange.upperBound, 1 - 1e-9))
    return modulations.flatMap { va in
      fractions.map { f in
        (modulation == nil ? [position(va)] : [])
          + (estimationFraction == nil ? [min(1, max(0, (Self.logit(f) - low) / (high - low)))] : [])
      }
    }
  }

  /// How far a point without key is from one: relative to what Bob learns, so that sending nothing is no attraction;
  /// logarithmic, so that it falls on where next to nothing is sent.
  static func deficit(_ raw: Double, _ information: Double) -> Double {
    information > 0 && raw.isFinite ? -Double.log(onePlus: -raw / information) : -1e3
  }

  /// The maximisation of the asymptotic rate of a link with stated noise.
  package func asymptoticProblem(setup: QuadratureSetup, options: ReconciliationOptions) -> SearchProblem {
    asymptoticProblem(link: LinkPrediction(setup), options: options)
  }

  /// The maximisation of the asymptotic rate.
  package func asymptoticProblem(link: LinkPrediction, options: ReconciliationOptions) -> SearchProblem {
    let space = self
    return SearchProblem(
      variables: variables, starts: starts([4, 1, 20, 0.1], [0.3]),
      objective: { x in
        let settings = space.settings(at: x)
        let va = settings.modulationVariance
        let e = GaussianAnalysis.evaluate(link.setup(modulation: va), modulation: va, options)
        if e.rawRate > 0 { return e.rawRate }
        return Self.deficit(e.rawRate, e.information)
      })
  }

  /// The maximisation of the unrounded composable length per symbol.
  ///
  /// - Throws: `InputError` for options that cannot be.
  package func composableProblem(
    setup: QuadratureSetup, symbols: Double, options: ComposableOptions
  ) throws(InputError) -> SearchProblem {
    try composableProblem(link: LinkPrediction(setup), symbols: symbols, options: options)
  }

  /// The same for a link whose noise may depend on the modulation, against collective or general attacks.
  ///
  /// - Parameter energyTest: m_et of CV-47; nil for collective attacks.
  /// - Throws: `InputError` for options that cannot be.
  package func composableProblem(
    link: LinkPrediction, symbols: Double, options: ComposableOptions, energyTest: Double? = nil
  ) throws(InputError) -> SearchProblem {
    try options.validate(detection: link.setup.detection, origin: .expected)
    if energyTest != nil { try ComposableKey.checkGeneral(link.setup, options) }
    let constants = try ComposableAnalysis.Constants(options, origin: .expected)
    let space = self
    return SearchProblem(
      variables: variables, starts: starts([4, 1.5], [0.05, 0.3]),
      objective: { x in
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
            let reduced = try? ComposableAnalysis.Constants(reduction.applied(to: options), origin: .expected)
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
      })
  }
}
