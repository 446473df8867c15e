public import KeyRateNumerics
import RealModule

/// What an optimiser may move in an asymptotic analysis: signals, and decoys as parts of them.
///
/// With infinitely many data decoys are best as weak as possible, so that ν is kept at 0.01 or above
/// (mdi sheet, section 9).
public struct AsymptoticSearchSpace: Sendable {
  /// μ and ν of each party; nil is free.
  public let partial: PerParty<[Double?]>
  /// ω of each party, never free.
  public let weakest: PerParty<Double>
  /// The estimation method.
  public let method: AsymptoticMethod
  /// Whether Bob does as Alice.
  public let isSymmetric: Bool

  private static let leastSignal = 1e-3
  private static let mostSignal = 1.5
  private static let leastDecoy = 0.01

  /// Makes the space of what is open; lists hold μ and ν.
  public init(
    method: AsymptoticMethod, partial: PerParty<[Double?]>, weakest: PerParty<Double> = PerParty(both: 0),
    isSymmetric: Bool
  ) {
    self.method = method
    self.partial = partial.map { Array(($0 + [nil, nil]).prefix(2)) }
    self.weakest = weakest
    self.isSymmetric = isSymmetric
  }

  private var movesDecoys: Bool { method == .decoy3 }

  /// The names of what may be moved.
  public var names: [String] {
    guard method != .singlePhoton else { return [] }
    func names(_ p: [Double?], _ party: String) -> [String] {
      (p[0] == nil ? ["signal intensity" + party] : [])
        + (movesDecoys && p[1] == nil ? ["decoy intensity" + party] : [])
    }
    return isSymmetric
      ? names(partial.alice, "") : names(partial.alice, " (Alice)") + names(partial.bob, " (Bob)")
  }

  private func one(_ p: [Double?], _ weakest: Double, _ x: inout CoordinateReader) -> ThreeIntensities {
    let leastDecoy = Swift.max(Self.leastDecoy, weakest * 1.05)
    let least = movesDecoys ? Swift.max(Self.leastSignal, (p[1] ?? leastDecoy) * 1.05) : Self.leastSignal
    let signal = p[0] ?? UnitScale.ratio(least, Swift.max(least, Self.mostSignal)).value(at: x.next())
    guard movesDecoys else { return ThreeIntensities(signal, 0, 0) }
    let decoy =
      p[1]
      ?? UnitScale.ratio(Swift.min(leastDecoy, (signal + weakest) / 2), Swift.max(leastDecoy, 0.95 * signal))
      .value(at: x.next())
    return ThreeIntensities(signal, decoy, weakest)
  }

  /// The settings at a point of the unit box.
  public func settings(at point: [Double]) -> AsymptoticSettings {
    guard method != .singlePhoton else { return AsymptoticSettings(signals: PerParty(both: 0)) }
    var x = CoordinateReader(point)
    let alice = one(partial.alice, weakest.alice, &x)
    return AsymptoticSettings(
      intensities: PerParty(alice: alice, bob: isSymmetric ? alice : one(partial.bob, weakest.bob, &x)))
  }

  /// The maximisation of the asymptotic rate.
  public func problem(setup: Setup, options: AsymptoticOptions) -> SearchProblem {
    let space = self
    let count = names.count
    let starts = [0.85, 0.75, 0.5].map { level in
      (0..<count).map { movesDecoys && $0 % 2 == 1 ? 0.05 : level }
    }
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: count > 0 ? starts : [],
      objective: { x in
        let e = AsymptoticAnalysis.evaluate(setup, space.settings(at: x), options)
        if e.rawRate > 0 { return e.rawRate }
        // Below zero: per announcement, so that "send nothing" is no attraction.
        guard e.signal.gain > 0 else { return -10 }
        if let bounds = e.bounds, bounds.yieldZUnclipped <= 0 || !bounds.isFeasible {
          let deficit = -bounds.yieldZUnclipped / e.signal.gain
          return -1 - (deficit > 0 ? deficit / (1 + deficit) : 0)
        }
        return Swift.max(-1, e.rawRate / e.signal.gain)
      })
  }
}
