// SPDX-License-Identifier: GPL-3.0-or-later
/// One value for Alice and one for Bob: in this family the two need not be alike.
package struct PerParty<Value: Sendable>: Sendable {
  /// Alice's value.
  package var alice: Value
  /// Bob's value.
  package var bob: Value

  /// Two values.
  package init(alice: Value, bob: Value) {
    self.alice = alice
    self.bob = bob
  }

  /// The same value for both.
  package init(both value: Value) {
    alice = value
    bob = value
  }

  /// Each value transformed.
  package func map<T: Sendable, Failure: Error>(
    _ transform: (Value) throws(Failure) -> T
  ) throws(Failure) -> PerParty<T> {
    PerParty<T>(alice: try transform(alice), bob: try transform(bob))
  }

  /// The two exchanged.
  package var swapped: PerParty { PerParty(alice: bob, bob: alice) }
}

extension PerParty: Equatable where Value: Equatable {}
