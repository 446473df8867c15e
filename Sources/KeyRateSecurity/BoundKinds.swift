// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// A value that is certainly not above the quantity it stands for (up to the failure
/// probabilities of the analysis it came from).
@frozen
public struct LowerBound<S: Scalar>: Sendable {
  /// The value.
  public let value: S
  /// Declares a value to be a lower bound.
  @inlinable public init(_ value: S) { self.value = value }
}

/// A value that is certainly not below the quantity it stands for.
@frozen
public struct UpperBound<S: Scalar>: Sendable {
  /// The value.
  public let value: S
  /// Declares a value to be an upper bound.
  @inlinable public init(_ value: S) { self.value = value }
}

extension LowerBound {
  /// A lower bound of a quantity that cannot be negative nor exceed `limit`.
  @inlinable public func clipped(to limit: S) -> LowerBound {
    LowerBound(S.minimum(S.maximum(value, S.zero), limit))
  }
}

extension UpperBound {
  /// An upper bound of a quantity that cannot be negative nor exceed `limit`.
  @inlinable public func clipped(to limit: S) -> UpperBound {
    UpperBound(S.minimum(S.maximum(value, S.zero), limit))
  }
}
