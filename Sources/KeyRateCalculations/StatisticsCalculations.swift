// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import RealModule
import TwinField

/// The concentration bounds by themselves, in the symbols of the tf sheet, section 15.
enum StatisticsCalculations {
  static let all: [Calculation] = [
    Calculation("statistics.kato", inputs: ["n", "obs", "pred", "eps"]) { inputs in
      let n = try inputs.required("n")
      let observed = try inputs.required("obs")
      let predicted = try inputs.required("pred")
      try require(n, "n", in: 1...1e18)
      try require(observed, "obs", in: 0...n)
      // A prediction above n is cut to n: it only tunes the bound.
      try require(predicted, "pred", in: 0...1e18)
      let bound = DependentTrialsBound(trials: n, logInverseFailure: try logInverse(inputs))
      let tilt = bound.tilt(predicted: predicted)
      return [
        "a": .number(tilt), "b": .number(bound.spread(tilt: tilt)),
        "sum_upper": .number(min(n, bound.sumFromCount(predicted: predicted)(observed))),
        "count_upper": .number(min(n, bound.countFromSum(predicted: predicted)(observed))),
        "azuma": .number(min(n, bound.withoutPrediction(observed))),
      ]
    },
    Calculation("statistics.chernoff", inputs: ["chi", "eps"]) { inputs in
      let count = try inputs.required("chi")
      try require(count, "chi", in: 0...1e18)
      let log = try logInverse(inputs)
      let mean = PoissonTailBound.mean(ofCount: count, logInverseFailure: log)
      return [
        "E_L": .number(mean.lower.value), "E_U": .number(mean.upper.value),
        "count_upper": .number(PoissonTailBound.count(ofMean: count, logInverseFailure: log).value),
      ]
    },
  ]

  private static func logInverse(_ inputs: CalculationInputs) throws -> Double {
    let eps = try inputs.required("eps")
    try require(eps, "eps", in: 0...1, excludingLower: true, excludingUpper: true)
    return -Double.log(eps)
  }
}
