// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// Reads the keys of continuous variables into their own types.
enum ContinuousVariableReading {
  /// Refuses a curve that states an excess noise without its plane where another curve names one: conventions mixed.
  private static func refuseMixedPlanes(_ reader: DocumentReader) {
    let noise = LinkKeys.excessNoise.path
    let plane = ContinuousVariableKeys.excessNoiseReference.path
    guard let curves = try? reader.table.tables("curve"), curves.contains(where: { $0[plane] != nil }) else { return }
    for curve in curves {
      guard let value = curve[noise], curve[plane] == nil else { continue }
      reader.report(
        value.error(
          "needs \(plane) in the same curve: the curves of this file state noise at different planes",
          hint: "input and output differ by the transmittance"))
    }
  }

  /// The excess noise with its plane; the plane is never guessed.
  private static func excessNoise(_ reader: DocumentReader) -> ExcessNoise {
    if let source = ContinuousVariableKeys.noise.map(\.path).first(where: reader.gives) {
      return budgetPlane(reader, source)
    }
    let variance = reader[LinkKeys.excessNoise]
    let plane = reader.ifGiven(ContinuousVariableKeys.excessNoiseReference)
    if plane == nil, reader.gives(LinkKeys.excessNoise), !reader.gives(ContinuousVariableKeys.excessNoiseReference) {
      reader.refuse(
        LinkKeys.excessNoise, "needs its plane: give link.excess_noise_reference = \"input\", \"output\" or \"bob\"",
        hint: "papers differ by factors of the transmittance; most quote the channel input")
    }
    refuseMixedPlanes(reader)
    return ExcessNoise(variance, at: plane ?? .input)
  }

  /// The plane of a noise budget, whose sum takes the place of a stated noise.
  private static func budgetPlane(_ reader: DocumentReader, _ source: String) -> ExcessNoise {
    if reader.gives(LinkKeys.excessNoise) {
      reader.refuse(
        LinkKeys.excessNoise, "cannot be given together with \(source)",
        hint: "the sum of [noise] takes its place; what is measured besides is noise.other")
    }
    let plane = reader.ifGiven(ContinuousVariableKeys.excessNoiseReference)
    if plane == nil, !reader.gives(ContinuousVariableKeys.excessNoiseReference) {
      reader.refuse(
        source, "needs a plane: give link.excess_noise_reference = \"input\", \"output\" or \"bob\"",
        hint: "noise.other is stated there and the sum of [noise] is printed there")
    }
    return ExcessNoise(0, at: plane ?? .input)
  }

  /// The symbols per second that carry keys.
  static func symbolRate(_ reader: DocumentReader) -> Double? {
    let rate = reader.ifGiven(SourceKeys.repetitionRateHz)
    let overhead = reader[SourceKeys.overhead]
    if rate == nil, reader.gives(SourceKeys.overhead) {
      reader.refuse(SourceKeys.overhead, "goes with source.repetition_rate_hz", hint: "rates per symbol do not change")
    }
    return rate.map { $0 * (1 - overhead) }
  }

  /// The link with its hardware; the channel of the setup is that of its first state.
  static func planned(_ reader: DocumentReader) -> (setup: QuadratureSetup, link: Link)? {
    guard let link = LinkReading.link(reader, .direct) else {
      // The receiver is read all the same, so that one run shows all that is wrong.
      _ = setup(reader, channel: nil)
      return nil
    }
    return setup(reader, channel: link.samples[0].transmittance).map { ($0, link) }
  }

  /// The hardware; of a measured run the receiver only.
  static func setup(
    _ reader: DocumentReader, channel: Transmittance? = .one, measured: Bool = false
  ) -> QuadratureSetup? {
    let noise = measured ? ExcessNoise(0) : excessNoise(reader)
    let rate = symbolRate(reader)
    let hasCalibration = measured && reader.gives(CountsKeys.electronicsVariance)
    let setup = QuadratureSetup(
      channel: channel ?? .one, excessNoise: noise,
      detection: reader[DetectorKeys.detection, default: Detection.homodyne],
      detectorEfficiency: reader[DetectorKeys.efficiency],
      electronicNoise: hasCalibration
        ? reader[DetectorKeys.electronicNoise, default: 0] : reader[DetectorKeys.electronicNoise],
      trust: reader[DetectorKeys.trust, default: ReceiverTrust.trusted],
      reconciliation: reader[ContinuousVariableKeys.reconciliation, default: Reconciliation.reverse],
      symbolRateHz: rate)
    guard reader.isSound, channel != nil else { return nil }
    do {
      try setup.validate()
    } catch {
      LinkReading.refuse(error, reader)
      return nil
    }
    return setup
  }

  /// V_A from the one of its keys that the file gives; nil leaves it to the optimiser.
  static func modulation(_ reader: DocumentReader) -> Double? {
    let given = reader.atMostOne(of: [
      SourceKeys.modulationVariance.path, SourceKeys.meanPhotons.path, SourceKeys.amplitude.path,
    ])
    switch given {
    case SourceKeys.meanPhotons.path?: return 2 * reader[SourceKeys.meanPhotons]
    case SourceKeys.amplitude.path?:
      let alpha = reader[SourceKeys.amplitude]
      return 2 * alpha * alpha
    default: return reader[SourceKeys.modulationVariance].number
    }
  }

  static func reconciliation(_ reader: DocumentReader) -> ReconciliationOptions {
    ReconciliationOptions(
      efficiency: reader[SecurityKeys.reconciliationEfficiency],
      frameErrorRate: reader[SecurityKeys.frameErrorRate])
  }

  static func composable(_ reader: DocumentReader, cost: ReconciliationCost?) -> ComposableOptions {
    let hypothesis = reader[SecurityKeys.noiseHypothesis, default: NoiseHypothesis.gaussian]
    if hypothesis == .gaussian {
      for key in [SecurityKeys.clipRadius.path, SecurityKeys.slopeReference.path, SecurityKeys.continuity.path]
      where reader.gives(key) {
        reader.refuse(key, "goes with security.noise_hypothesis = \"bounded\"")
      }
    }
    return ComposableOptions(
      mode: reader[SecurityKeys.estimation, default: EstimationMode.sacrifice],
      cost: cost ?? .efficiency(reader[SecurityKeys.reconciliationEfficiency]),
      frameErrorRate: reader[SecurityKeys.frameErrorRate],
      frameErrorMode: reader[SecurityKeys.frameErrors, default: FrameErrorMode.block],
      digitisationBits: Double(reader[SecurityKeys.digitisationBits]),
      secrecy: reader[SecurityKeys.secrecy], correctness: reader[SecurityKeys.correctness],
      entropyPenalty: reader[SecurityKeys.entropyPenalty], extraLeakBits: reader[SecurityKeys.extraLeakBits],
      lengths: lengths(reader),
      composition: reader[ContinuousVariableKeys.lengthComposition, default: LengthComposition.split],
      noiseHypothesis: hypothesis,
      clipRadius: reader.ifGiven(SecurityKeys.clipRadius),
      continuity: reader[SecurityKeys.continuity, default: ContinuityBound.entropies])
  }

  /// What the file says of agreed lengths (CV-46c).
  private static func lengths(_ reader: DocumentReader) -> AgreedLengths {
    let agreement = reader[SecurityKeys.lengthAgreement, default: LengthAgreement.none]
    let keys = [
      SecurityKeys.agreedLengths.path, SecurityKeys.listedLengths.path, SecurityKeys.lengthStep.path,
      SecurityKeys.fixedLength.path,
    ]
    let given = reader.atMostOne(of: keys)
    switch agreement {
    case .fromRevealed:
      if let given {
        reader.refuse(given, "cannot be given together with security.length_agreement = \"from-revealed\"")
      }
      return .fromRevealed
    case .beforeRun:
      guard let length = reader.ifGiven(SecurityKeys.fixedLength) else {
        if !reader.gives(SecurityKeys.fixedLength) {
          reader.refuse(
            SecurityKeys.lengthAgreement, "needs security.fixed_length: the length that was fixed before the run",
            hint: "the bound of this run is never the answer of a protocol of fixed length")
        }
        return .unsaid
      }
      return .fixed(length)
    case .none: break
    }
    if let length = reader.ifGiven(SecurityKeys.fixedLength) { return .fixed(length) }
    if let step = reader.ifGiven(SecurityKeys.lengthStep) { return .step(step) }
    if let lengths = reader.ifGiven(SecurityKeys.listedLengths) { return .listed(lengths) }
    return reader.ifGiven(SecurityKeys.agreedLengths).map { .number(Double($0)) } ?? .unsaid
  }

  /// The constellation of a file with the columns re, im, probability.
  static func constellation(_ reader: DocumentReader) -> Constellation? {
    guard let name = reader.ifGiven(SourceKeys.constellationFile) else {
      reader.refuse(
        SourceKeys.constellationFile, "must be given with source.modulation = \"file\"",
        hint: "a CSV with the columns re, im, probability")
      return nil
    }
    do {
      let file = try reader.table.files.read(RelativePath.resolve(name, beside: reader.table.fileName))
      let table = try DelimitedText(parsing: file.text, fileName: file.name)
      let points = try table.rows.map { row in
        Constellation.Point(
          real: try table.number("re", in: row), imaginary: try table.number("im", in: row),
          probability: try table.number("probability", in: row, range: .above(0, upTo: 1)))
      }
      return try Constellation.custom(points)
    } catch let error as InputError {
      reader.refuse(
        SourceKeys.constellationFile, "\(error.quantity) = \(error.value): \(error.allowed)", hint: error.hint)
    } catch let error as DocumentError {
      reader.report(error)
    } catch let errors as DocumentErrors {
      for error in errors.errors { reader.report(error) }
    } catch {
      reader.refuse(SourceKeys.constellationFile, "\(error)")
    }
    return nil
  }
}
