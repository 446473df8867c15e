import CGSL

/// The C library behind the special functions.
public enum NumericalLibrary {
  /// The version of the GNU Scientific Library that this program was built with.
  public static var version: String { GSL_VERSION }
}
