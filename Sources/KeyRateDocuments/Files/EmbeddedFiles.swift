import CKeyRateTables

/// The files that are compiled into the program, so that a copied binary has them too.
public enum EmbeddedFiles {
  /// A file by its name.
  public struct File: Sendable, Equatable {
    /// The name without folder, such as `gys-2004.toml`.
    public let name: String
    /// The contents.
    public let text: String
  }

  private static func files(_ first: UnsafePointer<keyrate_file>?, _ count: Int) -> [File] {
    UnsafeBufferPointer(start: first, count: count).compactMap { file in
      guard let name = file.name, let bytes = file.bytes else { return nil }
      let contents = UnsafeBufferPointer(start: bytes, count: Int(file.length))
      return File(name: String(cString: name), text: String(decoding: contents, as: UTF8.self))
    }
  }

  /// The checkpoint tables.
  public static var checkpoints: [File] { files(keyrate_checkpoints(), Int(keyrate_checkpoint_count())) }

  /// The published parameter sets, by name.
  public static var publishedSets: [File] { files(keyrate_published(), Int(keyrate_published_count())) }

  /// A published set by the name that users type, with or without `.toml`.
  public static func publishedSet(named name: String) -> File? {
    let wanted = name.hasSuffix(".toml") ? name : name + ".toml"
    return publishedSets.first { $0.name == wanted }
  }
}
