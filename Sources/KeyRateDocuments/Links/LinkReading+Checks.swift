// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity

extension LinkReading {
  /// Runs a check of the physics and reports its refusal at the key it concerns.
  ///
  /// - Parameter place: where a symbol of the formula sheet stands in this file, if not where the schema says.
  static func checked<T>(
    _ reader: DocumentReader, place: (_ symbol: String) -> (any DocumentKey)? = { _ in nil }, _ body: () throws -> T
  ) rethrows -> T? {
    do {
      return try body()
    } catch let error as InputError {
      refuse(error, place: place, reader)
      return nil
    }
  }

  /// Turns an analysis's refusal, which speaks in symbols, into one that names key and line.
  static func refuse(
    _ error: InputError, place: (_ symbol: String) -> (any DocumentKey)? = { _ in nil }, _ reader: DocumentReader
  ) {
    let symbol = error.quantity.prefix { $0 != "[" }
    guard let key = place(String(symbol))?.path ?? reader.vocabulary.path(ofSymbol: String(symbol)) else {
      reader.report(
        DocumentError(
          position: SourcePosition(file: reader.table.fileName), path: error.quantity, value: error.value,
          problem: error.allowed, hint: error.hint))
      return
    }
    let place = error.quantity == symbol ? "" : " (\(error.quantity) = \(error.value))"
    reader.refuse(key, error.allowed + place, hint: error.hint)
  }
}
