// SPDX-License-Identifier: GPL-3.0-or-later

/// One value for Alice and one for Bob: their arms and choices need not be alike.
package struct PerUser<Value: Sendable>: Sendable {
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
  package func map<T: Sendable>(_ transform: (Value) -> T) -> PerUser<T> {
    PerUser<T>(alice: transform(alice), bob: transform(bob))
  }

  /// The two exchanged.
  package var swapped: PerUser { PerUser(alice: bob, bob: alice) }
}

extension PerUser: Equatable where Value: Equatable {}
