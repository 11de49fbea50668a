using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Revocation;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>Whether a seal's certificate was revoked: by what the file carries, by asking, and never by a word of anyone
/// who may not speak.</summary>
public sealed class RevocationTests : IDisposable
{
    private readonly ArchivePki _pki = new();
    private readonly IssuedCertificate _unit;
    private readonly DevelopmentTimestampAuthority _authority;

    public RevocationTests()
    {
        _unit = _pki.Unit();
        _authority = _pki.Authority(years: 8);
    }

    [Fact]
    public async Task Without_any_word_a_certificate_that_names_a_source_stays_unsure()
    {
        var report = _pki.Judge(await _pki.SealAsync(_unit, _authority));

        AssertIs(report, Indication.Indeterminate, "timestamp-revocation-unknown", "revocation-unknown", "issuer-revocation-unknown");
    }

    [Fact]
    public async Task A_seal_whose_certificates_are_good_passes_by_asking()
    {
        var report = _pki.Judge(await _pki.SealAsync(_unit, _authority), online: true);

        AssertIs(report, Indication.TotalPassed, "revocation-good");
    }

    [Fact]
    public async Task A_seal_passes_by_what_the_file_carries()
    {
        var report = _pki.Judge(await LongTermAsync());

        AssertIs(report, Indication.TotalPassed, "revocation-good");
    }

    [Fact]
    public async Task A_seal_made_after_the_revocation_fails()
    {
        _pki.Pki.Revocation.Revoke(_unit.Certificate, _pki.Now.AddHours(-1));

        var report = _pki.Judge(await _pki.SealAsync(_unit, _authority), online: true);

        AssertIs(report, Indication.TotalFailed, "certificate-revoked");
        Assert.Equal(SubIndication.Revoked, report.Signatures[0].SubIndication);
    }

    [Fact]
    public async Task A_revoked_certificate_without_a_proven_time_is_unsure()
    {
        var unstamped = await _pki.SealAsync(_unit, authority: null);
        _pki.Now = ArchivePki.Start.AddDays(2);
        _pki.Pki.Revocation.Revoke(_unit.Certificate);

        var report = _pki.Judge(unstamped, online: true);

        AssertIs(report, Indication.Indeterminate, "certificate-revoked-no-poe", "timestamp-missing");
    }

    [Fact]
    public async Task A_seal_stamped_before_the_revocation_stays_good()
    {
        var sealedFile = await _pki.SealAsync(_unit, _authority);
        _pki.Now = ArchivePki.Start.AddDays(30);
        _pki.Pki.Revocation.Revoke(_unit.Certificate, reason: X509RevocationReason.KeyCompromise);

        AssertIs(_pki.Judge(sealedFile, online: true), Indication.TotalPassed, "certificate-revoked-later");
    }

    [Fact]
    public async Task A_revocation_told_later_with_effect_from_before_outweighs_what_the_file_carries()
    {
        var longTerm = await LongTermAsync();
        _pki.Now = ArchivePki.Start.AddDays(30);
        _pki.Pki.Revocation.Revoke(_unit.Certificate, ArchivePki.Start.AddDays(-1));

        AssertIs(_pki.Judge(longTerm), Indication.TotalPassed, "revocation-good");
        AssertIs(_pki.Judge(longTerm, online: true), Indication.TotalFailed, "certificate-revoked");
    }

    [Fact]
    public async Task A_certificate_on_hold_is_unsure()
    {
        _pki.Pki.Revocation.Revoke(_unit.Certificate, _pki.Now.AddHours(-1), X509RevocationReason.CertificateHold);

        AssertIs(_pki.Judge(await _pki.SealAsync(_unit, _authority), online: true), Indication.Indeterminate, "certificate-on-hold");
    }

    [Fact]
    public async Task A_certificate_the_responder_does_not_know_is_unsure()
    {
        _pki.Pki.Revocation.Disown(_unit.Certificate);

        AssertIs(_pki.Judge(await _pki.SealAsync(_unit, _authority), online: true), Indication.Indeterminate, "revocation-unknown");
    }

    [Fact]
    public async Task A_revoked_issuer_leaves_the_seal_unsure()
    {
        var sealedFile = await _pki.SealAsync(_unit, _authority);
        _pki.Pki.Revocation.Revoke(_pki.Pki.Chain[0], _pki.Now.AddHours(-1));

        var report = _pki.Judge(sealedFile, online: true);

        AssertIs(report, Indication.Indeterminate, "issuer-revoked", "timestamp-authority-revoked");
    }

    [Theory]
    [InlineData(X509RevocationReason.KeyCompromise, false)]
    [InlineData(X509RevocationReason.Unspecified, false)]
    [InlineData(X509RevocationReason.CessationOfOperation, true)]
    [InlineData(X509RevocationReason.Superseded, true)]
    public async Task A_time_stamp_outlives_the_revocation_of_its_authority_only_for_harmless_reasons(X509RevocationReason reason, bool isProof)
    {
        var sealedFile = await _pki.SealAsync(_unit, _authority);
        _pki.Now = ArchivePki.Start.AddDays(30);
        _pki.Pki.Revocation.Revoke(_authority.Certificate, reason: reason);

        var report = _pki.Judge(sealedFile, online: true);

        Assert.Equal(isProof ? Indication.TotalPassed : Indication.Indeterminate, report.Verdict);
        Assert.Equal(!isProof, report.Signatures[0].Reasons.Contains("timestamp-authority-revoked"));
    }

    [Fact]
    public async Task An_answer_from_before_the_seal_proves_nothing_once_newer_was_due()
    {
        var evidence = await _pki.EvidenceAsync(_unit.Certificate, _authority.Certificate);
        _pki.Now = ArchivePki.Start.AddDays(2);

        var report = _pki.Judge(HandSigned.Store(await _pki.SealAsync(_unit, _authority), evidence));

        AssertIs(report, Indication.Indeterminate, "revocation-before-seal");
    }

    [Fact]
    public async Task Without_trusted_roots_the_report_still_says_that_the_answer_is_from_before_the_seal()
    {
        var evidence = await _pki.EvidenceAsync(_unit.Certificate, _authority.Certificate);
        _pki.Now = ArchivePki.Start.AddDays(2);

        var report = JudgeByStrangers(HandSigned.Store(await _pki.SealAsync(_unit, _authority), evidence));

        AssertIs(report, Indication.Indeterminate, "certificate-untrusted", "timestamp-untrusted", "revocation-before-seal");
    }

    [Fact]
    public async Task Without_trusted_roots_the_report_still_says_that_the_certificate_had_ended_before_the_stamp()
    {
        var unstamped = await _pki.SealAsync(_unit, authority: null);
        _pki.Now = ArchivePki.Start.AddYears(3);
        var stamped = await SealedFiles.SealAsync(
            File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf")), _unit.Open(), new SealOptions { ClaimedAt = ArchivePki.Start }, _authority);

        Assert.Contains("certificate-outside-stamp", JudgeByStrangers(stamped).Signatures[0].Reasons);
        Assert.Contains("timestamp-missing", JudgeByStrangers(unstamped).Signatures[0].Reasons);
    }

    [Fact]
    public async Task An_answer_by_an_authority_that_did_not_issue_the_certificate_is_not_believed()
    {
        AssertIs(await JudgeForgedAsync(TestPki.Pki.Chain[0], ForgedResponder(isSelfIssued: true)), Indication.Indeterminate, "revocation-unproven");
    }

    [Fact]
    public async Task An_answer_signed_with_the_seals_own_certificate_is_not_believed()
    {
        using var holder = X509CertificateLoader.LoadPkcs12(_unit.Pkcs12, _unit.Password);

        AssertIs(await JudgeForgedAsync(_pki.Pki.Chain[0], holder), Indication.Indeterminate, "revocation-unproven");
    }

    [Fact]
    public async Task An_answer_with_one_flipped_bit_is_not_believed()
    {
        var evidence = await _pki.EvidenceAsync(_unit.Certificate, _authority.Certificate);
        var forged = evidence.Select(item => item.Format == RevocationFormat.Ocsp ? item with { Encoded = Flipped(item.Encoded) } : item);

        AssertIs(
            _pki.Judge(HandSigned.Store(await _pki.SealAsync(_unit, _authority), forged)), Indication.Indeterminate, "revocation-unproven");
    }

    [Fact]
    public async Task Revocation_lists_count_as_well_as_answers()
    {
        var stamped = await _pki.SealAsync(_unit, _authority);
        var lists = new[] { _pki.Pki.Revocation.IssuingList(), _pki.Pki.Revocation.RootList() }
            .Select(list => new RevocationEvidence(RevocationFormat.RevocationList, list));

        AssertIs(_pki.Judge(HandSigned.Store(stamped, lists)), Indication.TotalPassed, "revocation-good");
    }

    [Fact]
    public async Task A_store_dropped_in_a_later_revision_still_counts_and_one_cut_off_does_not()
    {
        var stamped = await _pki.SealAsync(_unit, _authority);
        var stored = HandSigned.Store(stamped, await _pki.EvidenceAsync(_unit.Certificate, _authority.Certificate));
        var emptied = HandSigned.Store(stored, []);

        AssertIs(_pki.Judge(emptied), Indication.TotalPassed, "revocation-good");
        AssertIs(_pki.Judge(emptied[..stamped.Length]), Indication.Indeterminate, "revocation-unknown");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _pki.Dispose();
    }

    private async Task<byte[]> LongTermAsync() => HandSigned.Store(
        await _pki.SealAsync(_unit, _authority), await _pki.EvidenceAsync(_unit.Certificate, _authority.Certificate));

    private async Task<SealReport> JudgeForgedAsync(X509Certificate2 namedAuthority, X509Certificate2 responder)
    {
        var standing = new CertificateStanding(CertificateState.Good, _pki.Now, _pki.Now.AddDays(1), _pki.Now);
        var answers = new[] { _pki.Pki.Chain[0], namedAuthority }.Select(authority =>
            new OcspAnswer(CertificateId.Of(_unit.Certificate, authority, HashAlgorithmName.SHA256), standing));
        var forged = new RevocationEvidence(RevocationFormat.Ocsp, OcspWriter.Write(responder, [responder], answers, _pki.Now, null));
        var genuine = await _pki.EvidenceAsync(_authority.Certificate);
        responder.Dispose();
        return _pki.Judge(HandSigned.Store(await _pki.SealAsync(_unit, _authority), [.. genuine, forged]));
    }

    // Everything a responder's certificate needs, but the signature of the authority.
    private X509Certificate2 ForgedResponder(bool isSelfIssued)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(isSelfIssued ? _pki.Pki.Chain[0].SubjectName : _pki.Pki.Root.SubjectName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.9")], critical: false));
        return request.CreateSelfSigned(_pki.Now.AddDays(-1), _pki.Now.AddDays(1));
    }

    private static byte[] Flipped(ReadOnlyMemory<byte> encoded)
    {
        // The producedAt of the answer: the bytes stay a readable answer.
        var bytes = encoded.ToArray();
        var place = bytes.AsSpan().IndexOf("Z"u8) - 1;
        bytes[place] = bytes[place] == (byte)'9' ? (byte)'8' : (byte)(bytes[place] + 1);
        return bytes;
    }

    private static void AssertIs(SealReport report, Indication indication, params string[] reasons)
    {
        var found = report.Signatures.SelectMany(seal => seal.Reasons).ToList();
        Assert.True(indication == report.Verdict, $"{report.Verdict}: {string.Join(' ', found)}");
        Assert.All(reasons, reason => Assert.Contains(reason, found));
        Assert.All(report.Signatures, seal => Assert.True(seal.Intact));
    }

    private SealReport JudgeByStrangers(byte[] pdf) => SealedFiles.Judge(pdf, new ValidationOptions { AsOf = _pki.Now });
}
