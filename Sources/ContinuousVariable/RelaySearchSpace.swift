// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// What an optimiser may move over a relay: V_A and V_B, each on a logarithmic scale (cv sheet, section 10).
package struct RelaySearchSpace: Sendable {
  /// V_A if it is given.
  package let alice: Double?
  /// V_B if it is given.
  package let bob: Double?
  /// Where V_A is searched.
  package let range: ClosedRange<Double>
  /// Where V_B is searched.
  package let bobRange: ClosedRange<Double>

  /// Makes the space of what is open; nil is free. Bob's range is Alice's unless it is given.
  package init(
    alice: Double?, bob: Double?, range: ClosedRange<Double> = ModulationSearchSpace.usualModulation,
    bobRange: ClosedRange<Double>? = nil
  ) {
    self.alice = alice
    self.bob = bob
    self.range = range
    self.bobRange = bobRange ?? range
  }

  /// The names of what may be moved.
  package var names: [String] {
    (alice == nil ? ["modulation variance, Alice"] : []) + (bob == nil ? ["modulation variance, Bob"] : [])
  }

  /// V_A and V_B at a point of the unit box.
  package func modulation(at x: [Double]) -> (alice: Double, bob: Double) {
    var index = 0
    func next(_ range: ClosedRange<Double>) -> Double {
      defer { index += 1 }
      let t = index < x.count ? min(1, max(0, x[index])) : 0
      let (low, high) = (range.lowerBound, range.upperBound)
      // The ends exactly, so that a bound is a bound.
      return t == 0 ? low : t == 1 ? high : low * Double.exp(t * Double.log(high / low))
    }
    let a = alice ?? next(range)
    return (a, bob ?? next(bobRange))
  }

  /// The maximisation of the asymptotic rate for a valid link.
  package func problem(setup: RelaySetup, keyFrom: RelayKeySource, efficiency: Double) -> SearchProblem {
    let space = self
    let names = names
    let open = (alice == nil ? [range] : []) + (bob == nil ? [bobRange] : [])
    func position(_ va: Double, _ range: ClosedRange<Double>) -> Double {
      min(1, max(0, Double.log(va / range.lowerBound) / Double.log(range.upperBound / range.lowerBound)))
    }
    let starts: [[Double]] = names.isEmpty ? [] : [5, 20, 60, 1].map { va in open.map { position(va, $0) } }
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: starts,
      objective: { x in
        let e = RelayAnalysis.resolved(
          setup, modulation: space.modulation(at: x), keyFrom: keyFrom, efficiency: efficiency)
        if e.rawRate > 0 { return e.rawRate }
        return ModulationSearchSpace.deficit(e.rawRate, e.information)
      })
  }
}
