/// One value for Alice and one for Bob: in this family the two need not be alike.
public struct PerParty<Value: Sendable>: Sendable {
  /// Alice's value.
  public var alice: Value
  /// Bob's value.
  public var bob: Value

  /// Two values.
  public init(alice: Value, bob: Value) {
    self.alice = alice
    self.bob = bob
  }

  /// The same value for both.
  public init(both value: Value) {
    alice = value
    bob = value
  }

  /// Each value transformed.
  public func map<T: Sendable>(_ transform: (Value) throws -> T) rethrows -> PerParty<T> {
    PerParty<T>(alice: try transform(alice), bob: try transform(bob))
  }

  /// The two exchanged.
  public var swapped: PerParty { PerParty(alice: bob, bob: alice) }
}

extension PerParty: Equatable where Value: Equatable {}
