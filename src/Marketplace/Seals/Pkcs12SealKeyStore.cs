using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Signing;
using Microsoft.AspNetCore.DataProtection;

namespace Market.Marketplace.Seals;

/// <summary>PKCS#12 keys, and the addresses, PINs and certificates of keys on tokens, in a directory, each encrypted at rest with the
/// installation's data-protection keys.</summary>
public sealed class Pkcs12SealKeyStore : ISealKeyVault
{
    private const int ReferenceBytes = 16;
    private readonly string _directory;
    private readonly IDataProtector _protector;
    private readonly IIssuerSource? _issuers;

    /// <summary>Opens or makes the store.</summary>
    /// <param name="directory">Where the keys are kept.</param>
    /// <param name="protection">Encrypts them.</param>
    /// <param name="issuers">Asked for the issuers of a token's certificate that nobody brings.</param>
    public Pkcs12SealKeyStore(string directory, IDataProtectionProvider protection, IIssuerSource? issuers = null)
    {
        ArgumentNullException.ThrowIfNull(protection);
        _issuers = issuers;
        _directory = Directory.CreateDirectory(directory).FullName;
        _protector = protection.CreateProtector("Market.Marketplace.Seals.Pkcs12SealKeyStore");
    }

    /// <summary>Keeps a key; returns its reference.</summary>
    public Task<string> AddAsync(byte[] pkcs12, string password, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pkcs12);
        return WriteAsync(new Kept(pkcs12, password), ct);
    }

    /// <inheritdoc />
    public Task<string> KeepAsync(SealKeyImport key, ISealKey opened, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(opened);
        return WriteAsync(
            key.Pkcs12 is { } file
                ? new Kept(file, key.Password)
                : new Kept(null, null, key.TokenUri, key.Pin, opened.Certificate.RawData, [.. opened.Chain.Select(issuer => issuer.RawData)]),
            ct);
    }

    /// <inheritdoc />
    public async Task<ISealKey> OpenImportAsync(SealKeyImport key, X509Certificate2? certificate, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Pkcs12 is null && key.TokenUri is null)
        {
            throw new RuleViolationException("certificate-missing");
        }

        try
        {
            return key.Pkcs12 is { } file ? Open(new Kept(file, key.Password)) : await OpenTokenAsync(key, certificate, ct);
        }
        catch (SealRefusedException e)
        {
            throw new RuleViolationException("key-refused", new SigningReason(e.Code));
        }
    }

    /// <inheritdoc />
    public async Task<ISealKey> OpenAsync(string keyReference, CancellationToken ct = default)
    {
        var path = PathOf(keyReference);
        if (!File.Exists(path))
        {
            throw new RuleViolationException("key-not-available");
        }

        var plain = _protector.Unprotect(await File.ReadAllBytesAsync(path, ct));
        try
        {
            return Open(JsonSerializer.Deserialize<Kept>(plain)!);
        }
        catch (SealRefusedException e)
        {
            // A token may be out of its slot.
            throw new RuleViolationException("key-refused", new SigningReason(e.Code));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    // A signature carries its issuers, and a token's key brings none: they are on the token, in a file, or where the certificate says.
    private async Task<ISealKey> OpenTokenAsync(SealKeyImport key, X509Certificate2? certificate, CancellationToken ct)
    {
        var (own, others) = Pkcs11SealKey.CertificatesBeside(key.TokenUri!);
        List<X509Certificate2> atHand = [.. others, .. IssuersIn(key.Issuers)];
        try
        {
            var encoded = (certificate ?? own)?.RawData ?? throw new RuleViolationException("token-holds-no-certificate");
            using var leaf = X509CertificateLoader.LoadCertificate(encoded);

            // A certificate's addresses are visited for whoever has its key, and for nobody else.
            Open(new Kept(null, null, key.TokenUri, key.Pin, encoded)).Dispose();
            var chain = await IssuerChain.CompleteAsync(leaf, atHand, _issuers, ct);
            if (!chain.IsComplete)
            {
                throw new RuleViolationException("issuers-missing", CertificateFacts.Of((chain.Issuers.Count > 0 ? chain.Issuers[^1] : leaf).RawData).Issuer);
            }

            return Open(new Kept(null, null, key.TokenUri, key.Pin, encoded, [.. chain.Issuers.Select(issuer => issuer.RawData)]));
        }
        finally
        {
            own?.Dispose();
            atHand.ForEach(one => one.Dispose());
        }
    }

    private static IReadOnlyList<X509Certificate2> IssuersIn(byte[]? file)
    {
        try
        {
            return file is null ? [] : IssuerChain.Read(file);
        }
        catch (CryptographicException e)
        {
            throw new RuleViolationException("certificate-unreadable", e);
        }
    }

    /// <inheritdoc />
    public IReadOnlyCollection<string> List() =>
        [.. Directory.EnumerateFiles(_directory, "*.seal").Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <inheritdoc />
    public async Task<bool> IsKeyOfAsync(string keyReference, byte[] certificate, CancellationToken ct = default)
    {
        byte[]? plain = null;
        try
        {
            plain = _protector.Unprotect(await File.ReadAllBytesAsync(PathOf(keyReference), ct));
            var kept = JsonSerializer.Deserialize<Kept>(plain)!;

            // A token answers for itself when it is used; what is kept of it is its address.
            using var key = kept.Pkcs12 is null ? null : Open(kept);
            return (key?.Certificate.RawData ?? kept.Certificate).AsSpan().SequenceEqual(certificate);
        }
        catch (Exception e) when (e is CryptographicException or IOException or JsonException or SealRefusedException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static ISealKey Open(Kept kept) => kept.Pkcs12 is { } file
        ? Pkcs12SealKey.Open(file, kept.Password ?? "")
        : Pkcs11SealKey.Open(kept.TokenUri!, kept.Pin, X509CertificateLoader.LoadCertificate(kept.Certificate!),
            [.. (kept.Issuers ?? []).Select(issuer => X509CertificateLoader.LoadCertificate(issuer))]);

    private async Task<string> WriteAsync(Kept kept, CancellationToken ct)
    {
        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ReferenceBytes));
        var plain = JsonSerializer.SerializeToUtf8Bytes(kept);
        try
        {
            var path = PathOf(reference);
            await using (var file = new FileStream(path + ".new", FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(_protector.Protect(plain), ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path);
            DirectoryFlush.Flush(_directory);
            return reference;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private string PathOf(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Length == ReferenceBytes * 2 && reference.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(_directory, reference + ".seal")
            : throw new RuleViolationException("key-not-available");
    }

    private sealed record Kept(byte[]? Pkcs12, string? Password, string? TokenUri = null, string? Pin = null, byte[]? Certificate = null, byte[][]? Issuers = null);
}
