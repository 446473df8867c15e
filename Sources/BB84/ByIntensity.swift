// SPDX-License-Identifier: GPL-3.0-or-later
/// One value for each intensity, strongest first: two (one decoy) or three (two decoys).
///
/// Stored inline, so that an evaluation in an optimiser's inner loop allocates nothing.
package struct ByIntensity<Element: Sendable>: Sendable {
  /// The strongest intensity, the signal.
  package var signal: Element
  /// The second intensity.
  package var decoy: Element
  /// The weakest intensity of a two-decoy protocol; nil with one decoy.
  package var weakest: Element?

  /// Makes the values of a protocol with one or two decoys.
  package init(_ signal: Element, _ decoy: Element, _ weakest: Element? = nil) {
    self.signal = signal
    self.decoy = decoy
    self.weakest = weakest
  }

  /// Takes over a list of two or three values; nil for any other number.
  package init?(_ list: [Element]) {
    switch list.count {
    case 2: self.init(list[0], list[1])
    case 3: self.init(list[0], list[1], list[2])
    default: return nil
    }
  }

  /// How many intensities there are.
  package var count: Int { weakest == nil ? 2 : 3 }

  /// The values as a list, strongest first.
  package var list: [Element] { [signal, decoy] + (weakest.map { [$0] } ?? []) }

  /// Each value transformed.
  package func map<T: Sendable, Failure: Error>(
    _ transform: (Element) throws(Failure) -> T
  ) throws(Failure) -> ByIntensity<T> {
    ByIntensity<T>(try transform(signal), try transform(decoy), try weakest.map(transform))
  }
}

extension ByIntensity: Equatable where Element: Equatable {}

extension ByIntensity where Element == Double {
  /// The sum over the intensities.
  package var total: Double { signal + decoy + (weakest ?? 0) }
}
