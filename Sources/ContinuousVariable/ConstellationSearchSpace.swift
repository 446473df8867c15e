// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What an optimiser may move with discrete modulation: the scale of the constellation, and ν of Gaussian shaping.
package struct ConstellationSearchSpace: SearchedSpace {
  /// The family of constellations.
  package enum Kind: Sendable, Equatable {
    /// States on a circle.
    case psk(states: Int)
    /// A square grid.
    case qam(side: Int, shaping: QAMShaping)
    /// Given states, scaled as a whole.
    case custom(Constellation)
  }

  /// The family.
  package let kind: Kind
  /// What may be moved.
  package let box: SearchCoordinates
  private let modulation: Int
  private let nu: Int

  /// The usual range of ν.
  package static let usualNu = 1e-3...2.0

  /// ν.
  package static let shaping = SearchSetting(
    "nu", "nu of gaussian shaping", .quantity(unit: "", least: usualNu.lowerBound), key: "shaping_parameter",
    range: "shaping_parameter")

  /// The usual range of V_A: with states on a circle 0.005 to 8, which is α from 0.05 to 2; else 0.05 to 50.
  package static func usualModulation(_ kind: Kind) -> ClosedRange<Double> {
    if case .psk = kind { 0.005...8 } else { 0.05...50 }
  }

  /// Makes the space of what is open; nil is free.
  ///
  /// - Parameters:
  ///   - kind: the family of constellations.
  ///   - modulation: V_A.
  ///   - nu: ν, free with Gaussian shaping only.
  ///   - ranges: ranges in place of the usual ones, for `modulation_variance` and `shaping_parameter`.
  package init(kind: Kind, modulation: Double?, nu: Double? = 0, ranges: SearchRanges = SearchRanges()) {
    self.kind = kind
    let usual = Self.usualModulation(kind)
    var box = SearchDeclaration(ranges)
    self.modulation = box.addVariance(.variance(least: usual.lowerBound), modulation, usual)
    if case .qam(_, .gaussian) = kind {
      self.nu = box.addVariance(Self.shaping, nu, Self.usualNu, named: "shaping")
    } else {
      self.nu = box.fix(nu ?? 0)
    }
    self.box = SearchCoordinates(box)
  }

  /// V_A and ν at a point of the unit box.
  package func settings(at x: [Double]) -> (modulationVariance: Double, nu: Double) {
    let values = box.values(at: x)
    return (values[modulation], values[nu])
  }

  /// The constellation at a point of the unit box.
  ///
  /// - Throws: `InputError`.
  package func constellation(at x: [Double]) throws(InputError) -> Constellation {
    let (va, nu) = settings(at: x)
    switch kind {
    case .psk(let states): return try .psk(states: states, amplitude: (va / 2).squareRoot())
    case .qam(let side, let shaping):
      return try .qam(side: side, modulationVariance: va, shaping: shaping, nu: nu)
    case .custom(let given):
      let present = given.modulationVariance
      if va == present { return given }
      let scale = (va / present).squareRoot()
      return try .custom(
        given.points.map {
          Constellation.Point(
            real: scale * $0.real, imaginary: scale * $0.imaginary, probability: $0.probability)
        })
    }
  }

  /// The maximisation of the asymptotic rate.
  package func problem(
    link: LinkPrediction, options: ReconciliationOptions, information: MutualInformation
  ) -> SearchProblem {
    let space = self
    // Of V_A and ν, whichever are open.
    let opensVariance = box.settings.first?.isFree ?? false
    let starts = [0.35, 0.5, 0.65].map { Array([$0, 0.8].suffix(opensVariance ? 2 : 1).prefix(box.names.count)) }
    return box.problem(starts: starts) { x in
      guard let constellation = try? space.constellation(at: x),
        let e = try? DiscreteAnalysis.estimate(
          link.setup(modulation: constellation.modulationVariance), constellation, options,
          information: information)
      else { return -1e4 }
      return e.rawRate > 0 ? e.rawRate : ModulationSearchSpace.deficit(e.rawRate, e.information)
    }
  }
}
