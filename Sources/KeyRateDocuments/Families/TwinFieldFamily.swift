import KeyRateSecurity
import TwinField

extension ProtocolFamily {
  /// Twin-field QKD.
  static let twinField = ProtocolFamily(
    name: "twin-field", title: "Twin-field QKD", keys: [],
    calculations: TwinFieldCalculations.all + TwinFieldOptimisations.all + TwinFieldComparisonCalculations.all,
    displacedKeys: { _, _ in [] }, freeing: { $0 }, readLink: { _ in nil }, readRun: { _, _ in nil })
}
