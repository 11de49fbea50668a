using System.Globalization;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Tests.Validation;

/// <summary>Every published attack, against files sealed by ourselves in every way and at every level.</summary>
public sealed class TamperingMatrixTests
{
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("zh-CN"), CultureInfo.GetCultureInfo("en-US")];

    // How much a certification lets others change concerns only what comes behind it.
    internal static readonly Dictionary<string, Attack> Attacks = SignatureAttacks.All
        .Select(attack => attack with { AppliesTo = (form, level) => form != SealedAs.CertifiedForComments && attack.AppliesTo(form, level) })
        .Concat(UpdateAttacks.All)
        .ToDictionary(attack => attack.Name, StringComparer.Ordinal);

    // A seal without a time stamp is good for this judge, so that nothing but the attack keeps a file from passing.
    internal static readonly ValidationOptions Judge = SealedFiles.Trusting with { RequireTimestamp = false };

    public static TheoryData<SealedAs, PadesLevel> Files { get; } = new MatrixTheoryData<SealedAs, PadesLevel>(
        Enum.GetValues<SealedAs>(), Enum.GetValues<PadesLevel>());

    public static TheoryData<SealedAs, PadesLevel, string> Forgeries
    {
        get
        {
            var data = new TheoryData<SealedAs, PadesLevel, string>();
            foreach (var form in Enum.GetValues<SealedAs>())
            {
                foreach (var level in Enum.GetValues<PadesLevel>())
                {
                    data.AddRange(Attacks.Values.Where(attack => attack.AppliesTo(form, level)).Select(attack => (form, level, attack.Name)));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Before_it_is_attacked_every_file_passes(SealedAs form, PadesLevel level)
    {
        var report = SealedFiles.Judge((await AttackedFile.MakeAsync(form, level)).Bytes, Judge);

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.All(report.Signatures, seal => Assert.True(seal.CoversWholeFile));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task No_attack_passes_and_each_is_called_by_its_name(SealedAs form, PadesLevel level, string attack)
    {
        var forged = Attacks[attack].Forge(await AttackedFile.MakeAsync(form, level));

        var report = SealedFiles.Judge(forged, Judge);

        Assert.NotEqual(Indication.TotalPassed, report.Verdict);
        var said = report.Reasons
            .Concat(report.Signatures.SelectMany(seal => seal.Reasons.Concat(seal.Modifications.Select(change => change.Code))))
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(Attacks[attack].Codes, code => Assert.Contains(code, said));
        Assert.All(said, code => Assert.All(Languages, language => Assert.NotEmpty(ReasonCatalogue.Explain(code, language))));
    }

    [Theory]
    [InlineData(SealedAs.Once)]
    [InlineData(SealedAs.Twice)]
    [InlineData(SealedAs.CertifiedForSigning)]
    public async Task A_file_cut_back_to_its_seal_lacks_proof_but_was_not_modified(SealedAs form)
    {
        var whole = (await AttackedFile.MakeAsync(form, PadesLevel.BLTA)).Bytes;
        var seal = SealedFiles.Judge(whole, Judge).Signatures.Last(seal => !seal.IsDocumentTimestamp);

        var report = SealedFiles.Judge(whole[..(int)seal.RevisionLength!.Value], Judge);

        Assert.NotEqual(Indication.TotalFailed, report.Verdict);
        Assert.All(report.Signatures, left =>
        {
            Assert.True(left.Intact);
            Assert.True(left.CoversWholeFile);
            Assert.Empty(left.Modifications);
        });
        Assert.DoesNotContain(report.Signatures, left => left.RevisionLength > seal.RevisionLength);
    }

    [Fact]
    public async Task A_later_seal_over_half_a_page_is_for_a_person_to_look_at()
    {
        var file = (await AttackedFile.MakeAsync(SealedAs.CertifiedForSigning, PadesLevel.BT)).Bytes;

        var large = SealedFiles.Judge(HandSigned.Sign(file, over: PdfArray.OfIntegers(0, 0, 595, 500)), Judge);
        var small = SealedFiles.Judge(HandSigned.Sign(file, over: PdfArray.OfIntegers(0, 0, 595, 300)), Judge);

        Assert.Equal(Indication.Indeterminate, large.Verdict);
        Assert.Equal([false, true], large.Signatures.Select(seal => seal.Reasons.Contains("seal-covers-page")));
        Assert.Equal(Indication.TotalPassed, small.Verdict);
    }

    [Fact]
    public async Task Later_seals_that_cover_half_a_page_together_are_for_a_person_to_look_at()
    {
        var file = (await AttackedFile.MakeAsync(SealedAs.CertifiedForSigning, PadesLevel.BT)).Bytes;
        var half = HandSigned.Sign(file, field: "Lower", over: PdfArray.OfIntegers(0, 0, 595, 250));

        var both = SealedFiles.Judge(HandSigned.Sign(half, field: "Upper", over: PdfArray.OfIntegers(0, 250, 595, 500)), Judge);

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(half, Judge).Verdict);
        Assert.Equal(Indication.Indeterminate, both.Verdict);
        Assert.Equal([false, true, true], both.Signatures.Select(seal => seal.Reasons.Contains("seal-covers-page")));
    }
}
