import KeyRateTestSupport

extension Fixtures {
  /// A claim that is supported, and evaluated in a moment.
  static let claim = SmallClaim.text
}
