// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// A number type whose values can be handed to the certified linear programs, which compute with enclosures.
protocol EnclosedScalar: Scalar {
  /// The value as an interval: itself for `Interval`, the number alone for `Double`, the doubles around it for
  /// `DoubleDouble`.
  var enclosure: Interval { get }
}

extension Double: EnclosedScalar {
  var enclosure: Interval { Interval(self) }
}

extension DoubleDouble: EnclosedScalar {
  var enclosure: Interval { Interval(lower: high.nextDown, upper: high.nextUp) }
}

extension Interval: EnclosedScalar {
  var enclosure: Interval { self }
}

extension ParityWeights where S: EnclosedScalar {
  /// The same weights as enclosures.
  var enclosed: ParityWeights<Interval> {
    func enclosed(_ a: Amplitudes) -> ParityWeights<Interval>.Amplitudes {
      .init(
        values: a.values.map { $0.enclosure }, remainder: a.remainder.map { $0.enclosure },
        remainderOfSquares: a.remainderOfSquares.map { $0.enclosure })
    }
    var weights = ParityWeights<Interval>(alice: enclosed(alice), bob: enclosed(bob), cutoff: cutoff)
    weights.tails = tails.map { $0.enclosure }
    return weights
  }
}
