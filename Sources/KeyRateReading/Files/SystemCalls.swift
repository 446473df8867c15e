// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few system calls that files need, with errors in plain words.
enum SystemCalls {
  /// What a path names.
  enum Kind {
    case file, directory, other, missing
  }

  static func kind(of path: String) -> Kind {
    var info = stat()
    guard stat(path, &info) == 0 else { return .missing }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  /// The permission bits of a file, if it exists.
  static func mode(of path: String) -> mode_t? {
    var info = stat()
    return stat(path, &info) == 0 ? info.st_mode & 0o7777 : nil
  }

  /// What tells a file from every other: its device and its number there.
  struct Identity: Equatable {
    let device: UInt64
    let number: UInt64
  }

  static func identity(of path: String) -> Identity? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return Identity(device: UInt64(truncatingIfNeeded: info.st_dev), number: UInt64(truncatingIfNeeded: info.st_ino))
  }

  /// Whether this user may write to an existing file.
  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  /// An error number of the system in words.
  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "does not exist"
    case EACCES, EPERM: "permission is denied"
    case EISDIR: "is a directory"
    case ENOTDIR: "part of the path is not a directory"
    case ENOSPC, EDQUOT: "the disk is full"
    case EROFS: "the file system is read-only"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "the symbolic links go in a circle"
    case EMFILE, ENFILE: "too many files are open"
    default: "system error \(code)"
    }
  }

  /// All bytes of an open file, or `nil` if there are more than the limit.
  static func readAll(_ descriptor: Int32, limit: Int) -> Result<[UInt8]?, SystemFailure> {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(SystemFailure(code: errno))
      }
      if count == 0 { return .success(bytes) }
      bytes += buffer[..<count]
      if bytes.count > limit { return .success(nil) }
    }
  }

  /// Writes all bytes to an open file; the error number if that fails.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset) }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      offset += count
    }
    return nil
  }

  static func openForReading(_ path: String) -> Result<Int32, SystemFailure> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    return descriptor < 0 ? .failure(SystemFailure(code: errno)) : .success(descriptor)
  }

  /// Opens an existing device or pipe for writing.
  static func openForWriting(_ path: String) -> Result<Int32, SystemFailure> {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    return descriptor < 0 ? .failure(SystemFailure(code: errno)) : .success(descriptor)
  }

  /// Opens an existing file whose end is written to.
  static func openForAppending(_ path: String) -> Result<Int32, SystemFailure> {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    return descriptor < 0 ? .failure(SystemFailure(code: errno)) : .success(descriptor)
  }

  /// Creates a file that must not exist yet.
  static func create(_ path: String) -> Result<Int32, SystemFailure> {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    return descriptor < 0 ? .failure(SystemFailure(code: errno)) : .success(descriptor)
  }

  /// Forces a file's contents to the disk; not every kind of file can do that.
  static func synchronise(_ descriptor: Int32) -> Int32? {
    fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP ? nil : errno
  }

  static func setMode(_ mode: mode_t, of descriptor: Int32) {
    _ = fchmod(descriptor, mode)
  }

  static func closeFile(_ descriptor: Int32) -> Int32? {
    close(descriptor) == 0 ? nil : errno
  }

  static func move(_ from: String, to target: String) -> Int32? {
    rename(from, target) == 0 ? nil : errno
  }

  /// A second name for a file, so that it survives being replaced.
  static func addName(_ name: String, for path: String) -> Int32? {
    link(path, name) == 0 ? nil : errno
  }

  static func remove(_ path: String) {
    _ = unlink(path)
  }

  /// The path with all symbolic links followed; `nil` if it does not exist.
  static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  static var processNumber: Int32 { getpid() }
}

/// A failed system call.
struct SystemFailure: Error {
  let code: Int32
}
