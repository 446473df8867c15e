// SPDX-License-Identifier: GPL-3.0-or-later
/// h(p) = −p log2 p − (1−p) log2(1−p), the entropy in bits of a coin with probability `p`.
///
/// - Parameter p: a probability in [0, 1]; 0 and 1 give 0. Symmetric about 1/2, concave.
@inlinable
public func binaryEntropy<S: Scalar>(_ p: S) -> S {
  let low = p.lowest
  let high = p.highest
  if low > 0 && high < 1 {
    let nats = p * S.log(p) + (S.one - p) * S.log(onePlus: -p)
    return S.maximum(-nats / S.log(S(2)), S.zero)
  }
  if low == high && (low == 0 || low == 1) { return S.zero }
  // Outside the domain (or NaN) there is no entropy; only an enclosure may stick out by rounding.
  guard low < high, high > 0, low < 1 else { return S(.nan) }
  let left = low > 0 ? binaryEntropy(S(low)) : S.zero
  let right = high < 1 ? binaryEntropy(S(high)) : S.zero
  let top = low < 0.5 && high > 0.5 ? S.one : S.maximum(left, right)
  return S.hull(S.zero, top)
}

/// 1 − h(p) without cancellation near p = 1/2.
///
/// With s = 1 − 2p it is the series Σ s^(2k) / (2k (2k−1) ln 2) (bounds sheet, BND-21) for
/// |s| < 0.05 and 1 − h(p) elsewhere. Falls from 1 at p = 0 to 0 at p = 1/2.
///
/// - Parameter p: a probability in [0, 1].
@inlinable
public func binaryEntropyComplement<S: Scalar>(_ p: S) -> S {
  let s = S.one - S(2) * p
  if s.lowest > -0.05 && s.highest < 0.05 {
    let square = S.maximum(s * s, S.zero)
    var sum = S.zero
    // 12 terms: the first neglected one is below 0.05^24, under the last bit of a double-double.
    for k in stride(from: 12, through: 1, by: -1) {
      sum = S.one / S(Double(2 * k * (2 * k - 1))) + square * sum
    }
    return square * sum / S.log(S(2))
  }
  return S.one - binaryEntropy(p)
}
