using Market.Development;

namespace Market.Signing.Tests.Validation;

/// <summary>Seals after years: what was proven in time stays proven, for as long as the last time stamp can be believed.</summary>
public sealed class PastValidationTests : IDisposable
{
    private static readonly DateTimeOffset SealExpired = ArchivePki.Start.AddYears(3);
    private readonly ArchivePki _pki = new();
    private readonly IssuedCertificate _unit;

    public PastValidationTests() => _unit = _pki.Unit();

    [Fact]
    public async Task A_stamped_seal_stays_good_after_its_certificate_expired()
    {
        using var authority = _pki.Authority(years: 8);
        var longTerm = await LongTermAsync(authority);

        _pki.Now = SealExpired;

        var seal = Passes(longTerm).Signatures[0];
        Assert.Equal(ArchivePki.Start, seal.SignedAt);
        Assert.True(seal.Trusted);
    }

    [Fact]
    public async Task Without_a_stamp_an_expired_certificate_is_unsure()
    {
        var unstamped = HandSigned.Store(await _pki.SealAsync(_unit, null), await _pki.EvidenceAsync(_unit.Certificate));

        _pki.Now = SealExpired;

        Assert.Equal(Indication.Indeterminate, _pki.Judge(unstamped).Verdict);
        Assert.Contains("certificate-not-valid-now", _pki.Judge(unstamped).Signatures[0].Reasons);
    }

    [Fact]
    public async Task Good_words_spoken_after_the_certificate_expired_prove_nothing()
    {
        using var authority = _pki.Authority(years: 8);
        var stamped = await _pki.SealAsync(_unit, authority);
        _pki.Now = SealExpired;

        var late = HandSigned.Store(stamped, await _pki.EvidenceAsync(_unit.Certificate, authority.Certificate));

        Assert.Contains("revocation-stale", _pki.Judge(late).Signatures[0].Reasons);
    }

    [Fact]
    public async Task An_archive_stamp_carries_a_seal_over_the_end_of_both_its_certificates()
    {
        using var first = _pki.Authority(years: 3);
        using var second = _pki.Authority(years: 12);
        var archived = await ArchiveAsync(first, second);

        _pki.Now = ArchivePki.Start.AddYears(10);

        var report = Passes(archived);
        Assert.Equal(ArchivePki.Start, report.Signatures[0].SignedAt);
        Assert.Equal([false, true], report.Signatures.Select(signature => signature.IsDocumentTimestamp));
    }

    [Fact]
    public async Task A_stamp_proves_its_time_until_its_algorithm_ends_and_an_archive_stamp_takes_over()
    {
        // RSA keys under 3000 bits end with 2028 (TS 119 312); the PKI's own authority has one of 2048.
        using var strong = _pki.Authority(years: 12);
        var weak = await LongTermAsync(_pki.Pki.TimestampAuthority);
        var archived = HandSigned.Stamp(HandSigned.Store(weak, await _pki.EvidenceAsync(_unit.Certificate, _pki.Pki.TimestampAuthority.Certificate, strong.Certificate)), strong, "Archive1");

        _pki.Now = new DateTimeOffset(2029, 1, 2, 0, 0, 0, TimeSpan.Zero);

        Assert.Contains("timestamp-algorithm-too-weak", _pki.Judge(weak).Signatures[0].Reasons);
        Assert.Equal(Indication.Indeterminate, _pki.Judge(weak).Verdict);
        Passes(archived);
    }

    [Fact]
    public async Task A_key_stolen_after_the_archive_stamp_harms_nothing()
    {
        using var first = _pki.Authority(years: 8);
        using var second = _pki.Authority(years: 12);
        var archived = await ArchiveAsync(first, second);
        var plain = await LongTermAsync(first);

        _pki.Now = ArchivePki.Start.AddYears(1);
        _pki.Pki.Revocation.Revoke(first.Certificate, reason: System.Security.Cryptography.X509Certificates.X509RevocationReason.KeyCompromise);
        _pki.Pki.Revocation.Revoke(_unit.Certificate, reason: System.Security.Cryptography.X509Certificates.X509RevocationReason.KeyCompromise);

        Passes(archived, online: true);
        Assert.Contains("timestamp-authority-revoked", _pki.Judge(plain, online: true).Signatures[0].Reasons);
    }

    [Fact]
    public async Task A_stamp_chain_is_followed_step_by_step()
    {
        using var first = _pki.Authority(years: 3);
        using var second = _pki.Authority(years: 6);
        using var third = _pki.Authority(years: 15);
        var archived = await ArchiveAsync(first, second);
        _pki.Now = ArchivePki.Start.AddYears(5);
        archived = HandSigned.Stamp(HandSigned.Store(archived, await _pki.EvidenceAsync(second.Certificate, third.Certificate)), third, "Archive2");

        _pki.Now = ArchivePki.Start.AddYears(13);

        Assert.Equal(3, Passes(archived).Signatures.Count);
    }

    [Fact]
    public async Task An_archive_stamp_moved_to_another_file_proves_nothing()
    {
        using var authority = _pki.Authority(years: 12);
        var one = await LongTermAsync(authority);
        var other = await LongTermAsync(authority);
        var stampedOther = HandSigned.Stamp(other, authority, "Archive1");
        var token = TokenOf(stampedOther);

        var forged = HandSigned.Sign(one, cms: _ => token, field: "Archive1", names: new SignatureNames("Adobe.PPKLite", "ETSI.RFC3161"));

        var stamp = _pki.Judge(forged).Signatures[^1];
        Assert.Equal(Indication.TotalFailed, stamp.Indication);
        Assert.Contains("timestamp-imprint-mismatch", stamp.Reasons);
    }

    [Fact]
    public async Task The_same_archive_stamp_in_two_places_proves_nothing_the_second_time()
    {
        using var authority = _pki.Authority(years: 12);
        var archived = HandSigned.Stamp(await LongTermAsync(authority), authority, "Archive1");
        var token = TokenOf(archived);

        var forged = HandSigned.Sign(archived, cms: _ => token, field: "Archive2", names: new SignatureNames("Adobe.PPKLite", "ETSI.RFC3161"));

        var report = _pki.Judge(forged);
        Assert.Equal(Indication.TotalPassed, report.Signatures[0].Indication);
        Assert.Contains("hash-mismatch", report.Signatures[^1].Reasons);
    }

    public void Dispose() => _pki.Dispose();

    private SealReport Passes(byte[] pdf, bool online = false)
    {
        var report = _pki.Judge(pdf, online);
        Assert.True(
            report.Verdict == Indication.TotalPassed,
            string.Join("; ", report.Signatures.Select(seal => $"{seal.FieldName} {seal.SubIndication} {string.Join(' ', seal.Reasons)}")));
        return report;
    }

    private async Task<byte[]> LongTermAsync(DevelopmentTimestampAuthority authority) => HandSigned.Store(
        await _pki.SealAsync(_unit, authority), await _pki.EvidenceAsync(_unit.Certificate, authority.Certificate));

    /// <summary>Level B-LTA: sealed and stamped by one authority, the proofs stored, all of it stamped by another.</summary>
    private async Task<byte[]> ArchiveAsync(DevelopmentTimestampAuthority first, DevelopmentTimestampAuthority second) => HandSigned.Stamp(
        HandSigned.Store(
            await _pki.SealAsync(_unit, first), await _pki.EvidenceAsync(_unit.Certificate, first.Certificate, second.Certificate)),
        second,
        "Archive1");

    private static byte[] TokenOf(byte[] pdf)
    {
        var (start, end) = Forgery.LastContents(pdf);
        return Convert.FromHexString(System.Text.Encoding.ASCII.GetString(pdf, start, end - start));
    }
}
