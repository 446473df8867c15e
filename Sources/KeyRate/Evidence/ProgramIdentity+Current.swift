public import KeyRateEvidence

extension ProgramIdentity {
  /// This program.
  public static var current: ProgramIdentity {
    ProgramIdentity(name: KeyRateProgram.name, version: KeyRateProgram.version)
  }
}
