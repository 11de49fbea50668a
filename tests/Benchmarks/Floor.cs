using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Market.Benchmarks;

/// <summary>The work no sealer on .NET can avoid: read the file, hash it, make one CMS signature with the platform's own
/// key, write the file and as many bytes more as a seal takes. Its output is no valid PDF.</summary>
internal sealed class Floor(X509Certificate2 certificate)
{
    private const int Buffer = 256 << 10;
    private const int Hole = 2 * SealBench.ContainerBytes;
    private const int Tail = 12 << 10;

    private readonly byte[] _tail = RandomNumberGenerator.GetBytes(Tail);

    public void Seal(string input, string output)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        using var source = File.OpenHandle(input);
        using var target = File.OpenHandle(output, FileMode.Create, FileAccess.Write);
        long position = 0;
        for (int read; (read = RandomAccess.Read(source, buffer.AsSpan(0, Buffer), position)) > 0; position += read)
        {
            hash.AppendData(buffer, 0, read);
            RandomAccess.Write(target, buffer.AsSpan(0, read), position);
        }

        hash.AppendData(_tail);
        var cms = new SignedCms(new ContentInfo(hash.GetHashAndReset()), detached: true);
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = X509IncludeOption.EndCertOnly,
        });
        var hole = ArrayPool<byte>.Shared.Rent(Hole);
        cms.Encode().CopyTo(hole, 0);
        RandomAccess.Write(target, hole.AsSpan(0, Hole), position);
        RandomAccess.Write(target, _tail, position + Hole);
        ArrayPool<byte>.Shared.Return(hole);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
