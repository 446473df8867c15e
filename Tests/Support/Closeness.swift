// SPDX-License-Identifier: GPL-3.0-or-later
/// |a − b| relative to the larger of the two; 0 for equal numbers (infinities included), infinite
/// where one is not a number or only one is infinite.
package func relativeDifference(_ a: Double, _ b: Double) -> Double {
  if a == b { return 0 }
  let difference = abs(a - b)
  guard difference.isFinite else { return .infinity }
  return difference / max(abs(a), abs(b))
}
