/// The program, as it names itself in every output.
public enum KeyRateProgram {
  /// The name.
  public static let name = "keyrate"
  /// The version: numbers may change between versions, so every output carries it.
  public static let version = "0.1.0"
}
