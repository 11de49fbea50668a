using System.Formats.Asn1;
using System.Text;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

/// <summary>What other producers really write, imitated.</summary>
public sealed class OddSealTests
{
    [Theory]
    [InlineData(ElectronicSealVersion.Gbt38540Of2020, 4)]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025, 5)]
    public void The_header_tells_the_later_versions_apart(ElectronicSealVersion version, int header)
    {
        var report = Verify(SesForge.SecondVersion(new() { HeaderVersion = header }));

        Assert.Equal((Indication.TotalPassed, version), (report.Indication, report.Seal!.Version));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void The_first_version_is_told_by_its_structure_whatever_the_header_says(int header)
    {
        var report = Verify(SesForge.FirstVersion(new() { HeaderVersion = header, UsesUtcTime = true }));

        Assert.Equal((Indication.TotalPassed, ElectronicSealVersion.Gmt0031Of2014), (report.Indication, report.Seal!.Version));
    }

    [Fact]
    public void A_header_of_another_version_fails() =>
        Assert.Contains("ses-version-mismatch", Verify(SesForge.SecondVersion(new() { HeaderVersion = 7 }), Indication.TotalFailed).Reasons);

    [Fact]
    public void An_explicit_false_is_hashed_as_it_stands()
    {
        var bytes = SesForge.SecondVersion(new() { HasExplicitFalse = true });

        var report = Verify(bytes);

        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.SealValue));
        Assert.True(bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x01, 0x01, 0x00]) > 0);
    }

    [Fact]
    public void Critical_extensions_ofd_pictures_and_plain_values_pass_and_are_noted()
    {
        var report = Verify(SesForge.SecondVersion(new() { HasCriticalExtension = true, PictureFormat = "ofd", HasPlainValue = true }));

        Assert.Equal("ofd", report.Seal!.Picture.Format);
        Assert.Contains("ses-critical-extension", report.Reasons);
        Assert.Contains("sm2-value-plain", report.Reasons);
    }

    [Fact]
    public void The_other_identifier_of_the_algorithm_passes_and_a_foreign_one_leaves_it_open()
    {
        Assert.Contains("sm2-algorithm-alias", Verify(SesForge.SecondVersion(new() { Algorithm = GuoMiOids.Sm2Signature })).Reasons);
        Assert.Contains(
            "ses-algorithm-unsupported",
            Verify(SesForge.SecondVersion(new() { Algorithm = "1.2.840.113549.1.1.11" }), Indication.Indeterminate).Reasons);
    }

    [Fact]
    public void Times_are_read_in_both_forms_in_both_structures()
    {
        Assert.Equal(TestSeals.Now.AddDays(-30), Verify(SesForge.FirstVersion(new() { HeaderVersion = 1 })).Seal!.CreatedAt);
        Assert.Equal(TestSeals.Now.AddDays(-30), Verify(SesForge.SecondVersion(new() { UsesUtcTime = true })).Seal!.CreatedAt);
    }

    [Fact]
    public void An_indefinite_length_is_read_and_noted()
    {
        var strict = SesForge.SecondVersion(new());
        AsnDecoder.ReadSequence(strict, AsnEncodingRules.DER, out var offset, out var length, out _);
        byte[] loose = [0x30, 0x80, .. strict.AsSpan(offset, length), 0, 0];

        Assert.Contains("ses-not-der", Verify(loose).Reasons);
    }

    [Theory]
    [InlineData("text as one vendor writes it", "2026-03-16T02:30:00.000Z", false)]
    [InlineData("text with an offset", "2026-03-16 10:30:00+08:00", false)]
    [InlineData("digits", "20260316023000Z", false)]
    [InlineData("an octet string", "20260316023000Z", true)]
    public void The_first_versions_time_is_read(string why, string text, bool usesOctets)
    {
        var seal = SesForge.FirstVersion(new() { HeaderVersion = 1, UsesUtcTime = true });
        var signature = SesForge.FirstVersionSignature(seal, Encoding.ASCII.GetBytes(text), usesOctets);

        var report = ElectronicSealSignature.Verify(signature, TestSeals.ContentDigest, TestSeals.Trusting);

        Assert.True(TestSeals.Now == report.Signature!.ClaimedAt, why);
        Assert.Equal(Indication.TotalPassed, report.Indication);
    }

    [Theory]
    [InlineData("no zone", "20260316023000", "signing-time-unreadable")]
    [InlineData("no time", "yesterday", "signing-time-unreadable")]
    [InlineData("a token", "0", "signing-time-token-unverified")]
    public void Without_a_readable_time_the_first_version_stays_open(string why, string text, string reason)
    {
        var seal = SesForge.FirstVersion(new() { HeaderVersion = 1, UsesUtcTime = true });
        var signature = SesForge.FirstVersionSignature(seal, Encoding.ASCII.GetBytes(text));

        var report = ElectronicSealSignature.Verify(signature, TestSeals.ContentDigest, TestSeals.Trusting);

        Assert.True(report.Indication == Indication.Indeterminate, why);
        Assert.Contains(reason, report.Reasons);
    }

    [Fact]
    public void A_list_of_identifiers_does_not_tell_who_may_sign()
    {
        var seal = SesForge.FirstVersion(new() { HeaderVersion = 1, UsesUtcTime = true, ListsIdentifiers = true });
        var signature = SesForge.FirstVersionSignature(seal, Encoding.ASCII.GetBytes("20260316023000Z"));

        var report = ElectronicSealSignature.Verify(signature, TestSeals.ContentDigest, TestSeals.Trusting);

        Assert.Equal(Indication.Indeterminate, report.Indication);
        Assert.Equal(Indication.Indeterminate, report.OutcomeOf(ElectronicSealStep.SignerInSeal));
        Assert.Contains("signer-list-identifiers", report.Reasons);
    }

    private static ElectronicSealReport Verify(byte[] seal, Indication expected = Indication.TotalPassed)
    {
        var report = ElectronicSeal.Verify(seal, TestSeals.Trusting);
        Assert.True(report.Indication == expected, string.Join(", ", report.Reasons));
        return report;
    }
}
