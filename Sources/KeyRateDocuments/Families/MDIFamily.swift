import MDI

extension ProtocolFamily {
  /// Measurement-device-independent QKD.
  static let mdi = ProtocolFamily(
    name: "mdi", title: "Measurement-device-independent QKD", keys: [], calculations: MDICalculations.all,
    displacedKeys: { _, _ in [] }, freeing: { $0 }, readLink: { _ in nil }, readRun: { _, _ in nil })
}
