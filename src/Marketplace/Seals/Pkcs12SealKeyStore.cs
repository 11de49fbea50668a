using System.Security.Cryptography;
using System.Text.Json;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Signing;
using Microsoft.AspNetCore.DataProtection;

namespace Market.Marketplace.Seals;

/// <summary>PKCS#12 keys in a directory, each encrypted at rest with the installation's data-protection keys. For small
/// installations; larger ones keep keys in a token or a signing server.</summary>
public sealed class Pkcs12SealKeyStore : ISealKeyStore
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
    public async Task<string> AddAsync(byte[] pkcs12, string password, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(pkcs12);
        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ReferenceBytes));
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Kept(pkcs12, password));
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
            var kept = JsonSerializer.Deserialize<Kept>(plain)!;
            return Pkcs12SealKey.Open(kept.Pkcs12, kept.Password);
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

    private sealed record Kept(byte[] Pkcs12, string Password);
}
