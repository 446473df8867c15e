// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

extension DecoyAnalysis {
  /// The estimate and the options it was made with, ε_sec being κ l if the options ask for that.
  static func resolved(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> (DecoyEstimate<Double>, FiniteKeyOptions) {
    guard let kappa = options.secrecyPerBit, !options.isInfiniteBlock else {
      return (try estimate(counts, settings, options), options)
    }
    return try selfConsistent(counts, settings, options, kappa: kappa)
  }

  /// The largest length l with l = f(κ l), where f is the length at a given ε_sec.
  ///
  /// f rises with ln ε_sec almost in a straight line of some slope s, so l = f + s ln(x/l) is solved
  /// for x and the slope taken anew until both agree. A line has a solution only above l = s: near
  /// the end of the range the key does not fade to nothing but stops at some s bits. Where there is
  /// no solution the raw length is what is missing for one, max over x of f(κ x) − x: negative, and
  /// rising towards zero where solutions begin, so that a search finds them.
  private static func selfConsistent(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, kappa: Double
  ) throws(InputError) -> (DecoyEstimate<Double>, FiniteKeyOptions) {
    var fixed = options
    fixed.secrecyPerBit = nil
    func evaluate(_ length: Double) throws(InputError) -> DecoyEstimate<Double> {
      fixed.secrecy = min(0.5, kappa * length)
      return try estimate(counts, settings, fixed)
    }
    var length = max(2, counts.keyDetections.total)
    var other = (length: length / 2, value: try evaluate(length / 2).rawLength)
    var e = try evaluate(length)
    for _ in 0..<40 {
      let value = e.rawLength
      if abs(value - length) <= 1e-12 * length { return (e, fixed) }
      let slope = (value - other.value) / Double.log(length / other.length)
      guard slope > 0, slope.isFinite else { break }
      other = (length, value)
      if let next = largestRoot(value, slope, at: length) {
        length = next
      } else if abs(length - slope) <= 1e-6 * slope {
        // The best the line can do is evaluated, and falls short.
        break
      } else {
        length = max(1e-3, slope)
      }
      if length == other.length { break }
      e = try evaluate(length)
    }
    // Rounding may keep the two from agreeing to the last digits; the key may not be longer than ε_sec allows.
    if e.rawLength >= 1, abs(e.rawLength - length) <= 1e-9 * length { return (e, fixed) }
    e.rawLength = min(e.rawLength - length, -Double.leastNormalMagnitude)
    return (e, fixed)
  }

  /// The largest x with x = value + slope ln(x/length); nil if the line stays below.
  private static func largestRoot(_ value: Double, _ slope: Double, at length: Double) -> Double? {
    guard value + slope * Double.log(slope / length) - slope >= 0 else { return nil }
    // Above the root the difference is convex: Newton's method falls onto it.
    var x = max(length, value, 2 * slope)
    for _ in 0..<100 {
      let step = (x - value - slope * Double.log(x / length)) / (1 - slope / x)
      guard step > 0, step.isFinite else { break }
      x -= step
      if step <= 1e-15 * x { break }
    }
    return x > 0 ? x : nil
  }
}
