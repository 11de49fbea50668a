using System.Security.Cryptography;

namespace Market.Signing;

/// <summary>Proves that a digest existed at a moment: an RFC 3161 time-stamp authority (时间戳机构).</summary>
public interface ITimestampAuthority
{
    /// <summary>Asks for a time stamp over a digest.</summary>
    /// <param name="messageImprint">The digest to be stamped.</param>
    /// <param name="algorithm">The algorithm that made the digest.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>The DER of the TimeStampToken (a CMS ContentInfo).</returns>
    /// <exception cref="TimestampException">No usable time stamp came back.</exception>
    Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct);
}
