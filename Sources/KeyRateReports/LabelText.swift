/// Labels of figures, which may raise and lower text with `^{…}` and `_{…}`.
public enum LabelText {
  /// The label for places that know no superscripts: `10^{6} bits` becomes `10^6 bits`.
  public static func plain(_ label: String) -> String { RichText(label).plainText }
}
