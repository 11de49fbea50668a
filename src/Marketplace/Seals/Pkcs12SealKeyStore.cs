using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Signing;
using Microsoft.AspNetCore.DataProtection;

namespace Market.Marketplace.Seals;

/// <summary>PKCS#12 keys, and the addresses and PINs of keys on tokens, in a directory, each encrypted at rest with the
/// installation's data-protection keys.</summary>
public sealed class Pkcs12SealKeyStore : ISealKeyVault
{
    private const int ReferenceBytes = 16;
    private readonly string _directory;
    private readonly IDataProtector _protector;

    /// <summary>Opens or makes the store.</summary>
    public Pkcs12SealKeyStore(string directory, IDataProtectionProvider protection)
    {
        ArgumentNullException.ThrowIfNull(protection);
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
    public Task<string> KeepAsync(SealKeyImport key, X509Certificate2 certificate, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificate);
        return WriteAsync(new Kept(key.Pkcs12, key.Password, key.TokenUri, key.Pin, certificate.RawData), ct);
    }

    /// <inheritdoc />
    public Task<ISealKey> OpenImportAsync(SealKeyImport key, X509Certificate2? certificate, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Pkcs12 is null && (key.TokenUri is null || certificate is null))
        {
            throw new RuleViolationException("certificate-missing");
        }

        try
        {
            return Task.FromResult(Open(new Kept(key.Pkcs12, key.Password, key.TokenUri, key.Pin, certificate?.RawData)));
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

    private static ISealKey Open(Kept kept) => kept.Pkcs12 is { } file
        ? Pkcs12SealKey.Open(file, kept.Password ?? "")
        : Pkcs11SealKey.Open(kept.TokenUri!, kept.Pin, X509CertificateLoader.LoadCertificate(kept.Certificate!), []);

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

    private sealed record Kept(byte[]? Pkcs12, string? Password, string? TokenUri = null, string? Pin = null, byte[]? Certificate = null);
}
