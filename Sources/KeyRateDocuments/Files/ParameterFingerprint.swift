extension ParameterFile {
  /// A fingerprint of the values in force, overrides included, whatever their order and layout.
  ///
  /// FNV-1a over the sorted keys and values: it tells results of different parameters apart. It is
  /// no protection against somebody who wants two files to look alike.
  public var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for leaf in table.leaves.map({ "\($0.path)=\($0.value.source)\n" }).sorted() {
      for byte in leaf.utf8 {
        hash ^= UInt64(byte)
        hash &*= 0x100_0000_01b3
      }
    }
    let digits = String(hash, radix: 16)
    return "fnv1a64:" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
