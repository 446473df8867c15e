// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateText

extension ParameterFile {
  /// A key on which two files disagree.
  package struct Difference: Sendable, Equatable {
    /// The key, for example `curve[2].detector.misalignment`.
    package let path: String
    /// What one file says, as written; nil if it leaves the key out.
    package let here: String?
    /// What the other says.
    package let there: String?

    /// The difference in words, for example `link.distance_km (50 here, 60 now)`.
    package func words(here: String, there: String) -> String {
      "\(path.printable) (\(self.here?.quotable() ?? "not given") \(here), \(self.there?.quotable() ?? "not given") \(there))"
    }
  }

  /// Everything in which another file differs, down to single elements of lists and tables.
  ///
  /// Unlike ``fingerprint`` this looks at the whole of long lists and of every `[[curve]]`. Values count as they are
  /// written: `0.2` and `0.20` differ, because the fingerprint in the results does. So does the title, which may be
  /// the file's name.
  package func differences(from other: ParameterFile) -> [Difference] {
    let mine = Self.scalars(of: self)
    let others = Self.scalars(of: other)
    var order = mine.map(\.path)
    let known = Set(order)
    order += others.map(\.path).filter { !known.contains($0) }
    let left = Dictionary(mine.map { ($0.path, $0.text) }) { first, _ in first }
    let right = Dictionary(others.map { ($0.path, $0.text) }) { first, _ in first }
    return order.compactMap { path in
      left[path] == right[path] ? nil : Difference(path: path, here: left[path], there: right[path])
    }
  }

  /// All values that have no parts, in the order of the file.
  private static func scalars(of file: ParameterFile) -> [(path: String, text: String)] {
    var found = file.table.leaves.flatMap { scalars(of: $0.value, at: $0.path) }
    if !found.contains(where: { $0.path == FileKeys.title.path }) {
      found.insert((FileKeys.title.path, file.title), at: 0)
    }
    return found
  }

  private static func scalars(of value: LocatedValue, at path: String) -> [(path: String, text: String)] {
    switch value.content {
    case .number: [(path, value.source)]
    case .bool(let bool): [(path, "\(bool)")]
    // A long text is cut in its source.
    case .text(let text): [(path, text)]
    // An empty list has no elements that could tell it from a key left out.
    case .array(let elements):
      [(path, "a list of \(elements.count)")]
        + elements.enumerated().flatMap { scalars(of: $1, at: "\(path)[\($0 + 1)]") }
    case .table(let members): members.flatMap { scalars(of: $0.value, at: KeyText.joined(path, $0.name)) }
    }
  }
}
