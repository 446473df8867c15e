// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import PhotonSources

/// The counts of a run without decoys: reading, checking, analysing.
extension PhotonFamily {
  static func readRun(_ reader: DocumentReader, _ kind: PhotonKeys.SourceKind) throws -> MeasuredRun? {
    let stated = [DetectorKeys.keyBasisProbability.path]
    BB84Family.refusePlanningKeys(reader, except: stated)
    let leak = reader.ifGiven(CountsKeys.errorCorrectionLeakBits)
    if leak != nil, reader.gives(SecurityKeys.errorCorrectionEfficiency) {
      reader.refuse(
        SecurityKeys.errorCorrectionEfficiency,
        "estimates what counts.error_correction_leak_bits measures; give one of the two")
    }
    if reader.gives(CountsKeys.file) {
      reader.refuse(
        CountsKeys.file, "has no meaning with source.kind = \"\(kind.rawValue)\"", hint: "give the counts here")
    }
    let options = PhotonReading.options(reader, leakage: leak.map { .measured(bits: $0) })
    if !reader.gives(CountsKeys.pulses) {
      reader.refuse(
        CountsKeys.pulses, "must be given: how many pulses may have had two photons depends on it",
        hint: kind == .heralded ? "without passive decoys the heralds" : nil)
    }
    let pulses = reader.ifGiven(CountsKeys.pulses) ?? 1
    let basis = reader[SourceKeys.keyBasisProbability].number
    if basis == nil, !reader[PhotonKeys.passiveDecoy] {
      reader.refuse(
        SourceKeys.keyBasisProbability, "must be stated: how many multi-photon pulses met the key basis depends on it")
    }
    let settings = PhotonSettings(
      preAttenuation: reader.gives(PhotonKeys.preAttenuation) ? reader[PhotonKeys.preAttenuation].number ?? 1 : 1,
      keyBasisProbability: basis ?? 0.5, bobKeyBasisProbability: reader.ifGiven(DetectorKeys.keyBasisProbability))
    let detections = [
      BB84Keys.keyBasisDetections, BB84Keys.keyBasisErrors, BB84Keys.testBasisDetections, BB84Keys.testBasisErrors,
    ].map { reader.list($0, count: 1).first ?? 0 }
    for key in BB84Family.lists { refuseFractions(key, reader) }
    refuseFractions(PhotonKeys.unheralded.path, reader)
    let (key, test) = (
      PhotonSample(detections: detections[0], errors: detections[1]),
      PhotonSample(detections: detections[2], errors: detections[3])
    )
    if reader[PhotonKeys.passiveDecoy] {
      return try passive(reader, key, test, pulses: pulses, options)
    }
    if reader.gives(PhotonKeys.unheralded) {
      reader.refuse(PhotonKeys.unheralded, "goes with source.passive_decoy = true")
    }
    guard let source = runSource(reader, kind), let limit = PhotonReading.limit(reader, kind), reader.isSound
    else { return nil }
    let counts = PhotonCounts(key: key, test: test, triggers: pulses, origin: .measured)
    return try LinkReading.checked(reader, place: PhotonReading.place(kind)) { () throws -> MeasuredRun in
      MeasuredRun(
        result: try PhotonFiniteKey.analyse(counts, settings, limit(source, settings.preAttenuation), options),
        acceptance: nil)
    }
  }

  /// The source as far as the analysis of counts looks at it: never a model.
  private static func runSource(_ reader: DocumentReader, _ kind: PhotonKeys.SourceKind) -> PhotonSource? {
    guard kind != .weakCoherent else {
      guard let mean = reader[PhotonKeys.meanPhotons].number else {
        reader.refuse(
          PhotonKeys.meanPhotons, "must be given: the analysis rests on its upper limit")
        return nil
      }
      return .coherent(mean: mean)
    }
    for key in [SourceKeys.schmidtModes.path, SourceKeys.meanPairs.path] where reader.gives(key) {
      reader.refuse(
        key, "has no meaning beside measured counts", hint: "an analysis sees the counts only, never a source model")
    }
    let word = reader[PhotonKeys.calibration, default: PhotonKeys.Calibration.model]
    let used: [any DocumentKey] =
      switch word {
      case .moment: [PhotonKeys.g2, PhotonKeys.meanPhotons]
      case .clicks: [PhotonKeys.g2]
      default: []
      }
    let read = Set(used.map(\.path))
    for key in [PhotonKeys.g2.path, PhotonKeys.meanPhotons.path] where reader.gives(key) && !read.contains(key) {
      reader.refuse(key, "has no meaning with source.calibration = \"\(word.rawValue)\" beside measured counts")
    }
    if word == .model {
      reader.refuse(
        PhotonKeys.calibration, "must say how P(two photons or more) is known",
        hint: "a run rests on a measurement of the source, never on a model")
      return nil
    }
    return .distribution([1])
  }

  private static func passive(
    _ reader: DocumentReader, _ key: PhotonSample, _ test: PhotonSample, pulses: Double,
    _ options: PhotonFiniteKeyOptions
  ) throws -> MeasuredRun? {
    let others = reader.list(PhotonKeys.unheralded, count: 4)
    let heralds = PhotonReading.heralds(reader)
    guard reader.isSound, others.count == 4, let heralds else { return nil }
    let counts = PassiveDecoyCounts(
      keyHeralded: key, keyUnheralded: PhotonSample(detections: others[0], errors: others[1]), testHeralded: test,
      testUnheralded: PhotonSample(detections: others[2], errors: others[3]), pulses: pulses, origin: .measured)
    let places: [String: any DocumentKey] = [
      "nXT": BB84Keys.keyBasisDetections, "mXT": BB84Keys.keyBasisErrors, "nZT": BB84Keys.testBasisDetections,
      "mZT": BB84Keys.testBasisErrors, "nXN": PhotonKeys.unheralded, "mXN": PhotonKeys.unheralded,
      "nZN": PhotonKeys.unheralded, "mZN": PhotonKeys.unheralded,
    ]
    return try LinkReading.checked(reader, place: { places[$0] }) { () throws -> MeasuredRun in
      MeasuredRun(result: try PassiveDecoy.analyse(counts, heralds, options), acceptance: nil)
    }
  }

  /// Fractions, each at its own place in its list.
  private static func refuseFractions(_ key: String, _ reader: DocumentReader) {
    for element in reader.table[key]?.array ?? [] {
      guard let value = element.number, value != value.rounded() else { continue }
      reader.report(
        element.error("must be a whole number", hint: "give the counts of the run, not rates or averages"))
    }
  }
}
