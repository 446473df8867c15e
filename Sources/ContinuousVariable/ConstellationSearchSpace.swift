// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move with discrete modulation: the scale of the constellation, and ν of Gaussian shaping.
package struct ConstellationSearchSpace: Sendable {
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
  /// V_A if it is given.
  package let modulation: Double?
  /// ν if it is given; nil is free, with Gaussian shaping only.
  package let nu: Double?
  /// Where V_A is searched.
  package let modulationRange: ClosedRange<Double>
  /// Where ν is searched.
  package let nuRange: ClosedRange<Double>

  /// The usual range of ν.
  package static let usualNu = 1e-3...2.0

  /// The usual range of V_A: with states on a circle 0.005 to 8, which is α from 0.05 to 2; else 0.05 to 50.
  package static func usualModulation(_ kind: Kind) -> ClosedRange<Double> {
    if case .psk = kind { 0.005...8 } else { 0.05...50 }
  }

  /// Makes the space of what is open; nil is free, and the usual range.
  package init(
    kind: Kind, modulation: Double?, nu: Double? = 0, modulationRange: ClosedRange<Double>? = nil,
    nuRange: ClosedRange<Double>? = nil
  ) {
    self.kind = kind
    self.modulation = modulation
    if case .qam(_, .gaussian) = kind { self.nu = nu } else { self.nu = nu ?? 0 }
    self.modulationRange = modulationRange ?? Self.usualModulation(kind)
    self.nuRange = nuRange ?? Self.usualNu
  }

  /// The names of what may be moved.
  package var names: [String] {
    (modulation == nil ? ["modulation variance"] : []) + (nu == nil ? ["shaping"] : [])
  }

  /// V_A and ν at a point of the unit box.
  package func settings(at x: [Double]) -> (modulationVariance: Double, nu: Double) {
    var index = 0
    func next(_ range: ClosedRange<Double>) -> Double {
      defer { index += 1 }
      let t = index < x.count ? min(1, max(0, x[index])) : 0
      if t == 0 { return range.lowerBound }
      return t == 1
        ? range.upperBound
        : range.lowerBound * Double.exp(t * Double.log(range.upperBound / range.lowerBound))
    }
    let va = modulation ?? next(modulationRange)
    return (va, nu ?? next(nuRange))
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

  /// The maximisation of the asymptotic rate of a link with stated noise.
  package func problem(
    setup: QuadratureSetup, options: ReconciliationOptions, information: MutualInformation
  ) -> SearchProblem {
    problem(link: LinkPrediction(setup), options: options, information: information)
  }

  /// The maximisation of the asymptotic rate.
  package func problem(
    link: LinkPrediction, options: ReconciliationOptions, information: MutualInformation
  ) -> SearchProblem {
    let space = self
    let variables = names.map { SearchVariable(name: $0, range: 0...1) }
    let starts: [[Double]] =
      variables.isEmpty
      ? [] : [0.35, 0.5, 0.65].map { Array([$0, 0.8].suffix(modulation == nil ? 2 : 1).prefix(variables.count)) }
    return SearchProblem(
      variables: variables, starts: starts,
      objective: { x in
        guard let constellation = try? space.constellation(at: x),
          let e = try? DiscreteAnalysis.estimate(
            link.setup(modulation: constellation.modulationVariance), constellation, options,
            information: information)
        else { return -1e4 }
        if e.rawRate > 0 { return e.rawRate }
        return ModulationSearchSpace.deficit(e.rawRate, e.information)
      })
  }
}
