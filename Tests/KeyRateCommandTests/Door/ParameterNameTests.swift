// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateDocuments
import KeyRateReading
import Testing

/// Most typed parameters are made from a key of their type. Some keys have another type in each family; these have only
/// their path.
@Suite("Front door: parameters")
struct ParameterNameTests {
  private func kinds(_ path: String) -> [String] {
    ProtocolFamily.all.compactMap { $0.fileVocabulary[path].map { "\($0.kind)" } }
  }

  @Test("Those that differ between families have their type in one of them")
  func keys() {
    let lists: [Parameter<[Double]>] = [.keyBasisDetections, .keyBasisErrors, .testBasisDetections, .testBasisErrors]
    for list in lists { #expect(kinds(list.path).contains("numbers"), "\(list.path)") }
    let words: [Parameter<String>] = [.detectorModel, .scheme, .analysis, .statistics]
    for word in words {
      #expect(kinds(word.path).contains { $0.hasPrefix("choice") }, "\(word.path)")
    }
  }
}
