using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Levels;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>What a seal forbids from then on, and what earlier ones forbid it.</summary>
public sealed class CertificationTests
{
    private static readonly SealOptions Plain = new() { ClaimedAt = TestPki.Now };

    [Theory]
    [InlineData(Certification.NoChanges, PadesLevel.BT)]
    [InlineData(Certification.FillAndSign, PadesLevel.BLTA)]
    [InlineData(Certification.Annotate, PadesLevel.BLT)]
    public async Task A_document_is_certified_by_its_first_seal(Certification certification, PadesLevel level)
    {
        Assert.SkipUnless(Tools.Has("qpdf") && Tools.Has("pdfsig"), "qpdf or poppler-utils is not installed.");

        var bytes = await LevelFiles.SealAsync(LevelFiles.Sample("survey-report.pdf"), level, options: Plain with { Certification = certification });

        using var stream = new MemoryStream(bytes);
        using var pdf = PdfFile.Open(stream);
        Assert.Equal((DocMdpPermission)certification, DocMdp.ReadCertification(pdf.Current));
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(bytes).Verdict);
        using var file = new TemporaryFile(bytes);
        var qpdf = Tools.Run("qpdf", "--check", file.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
        Assert.Contains("Signature is Valid", Tools.Run("pdfsig", "-nocert", file.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_may_sign_what_was_certified_with_forms_allowed_and_not_what_was_certified_against_any_change()
    {
        var open = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BT, options: Plain with { Certification = Certification.FillAndSign });
        var closed = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BT, options: Plain with { Certification = Certification.NoChanges });

        var second = await LevelFiles.SealAsync(open, PadesLevel.BT, options: Plain);

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(second).Verdict);
        Assert.Equal(SealRefusedException.LockedByCertification, await RefusedAsync(closed, Plain));
    }

    [Fact]
    public async Task Only_the_first_seal_certifies()
    {
        var sealedOnce = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BT, options: Plain);

        Assert.Equal(SealRefusedException.CertificationNotFirst, await RefusedAsync(sealedOnce, Plain with { Certification = Certification.FillAndSign }));
    }

    [Theory]
    [InlineData(PadesLevel.BLT)]
    [InlineData(PadesLevel.BLTA)]
    public async Task A_certification_against_any_change_is_refused_where_validation_data_is_to_follow(PadesLevel level)
    {
        var refused = await Assert.ThrowsAsync<SealRefusedException>(() => LevelFiles.SealAsync(
            PdfText.OnePage().Bytes, level, options: Plain with { Certification = Certification.NoChanges }));

        Assert.Equal(SealRefusedException.CertificationAgainstLevel, refused.Code);
        Assert.Contains("validation data comes in a later revision", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extending_what_was_certified_against_any_change_warns()
    {
        var closed = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BT, options: Plain with { Certification = Certification.NoChanges });

        var outcome = await PdfExtender.ExtendAsync(
            new MemoryStream(closed), Stream.Null, new ExtendOptions { Level = PadesLevel.BLT, At = TestPki.Now }, LevelFiles.Services, TestContext.Current.CancellationToken);

        Assert.Equal(SealWarning.CertifiedAgainstChanges, Assert.Single(outcome.Warnings).Code);
    }

    [Theory]
    [InlineData("Seal2", true)]
    [InlineData("Own", false)]
    public async Task A_lock_on_all_fields_leaves_room_for_no_other(string name, bool isNew)
    {
        var document = isNew ? PdfText.OnePage().Bytes : WithField("<</FT/Sig/T(Own)>>");
        var first = await LevelFiles.SealAsync(document, PadesLevel.BB, options: Plain with { FieldName = "First", Lock = SealLock.All });

        Assert.Equal(SealRefusedException.LockedField, await RefusedAsync(first, Plain with { FieldName = name }));
        AssertLock(first, "First", FieldLockAction.All);
    }

    [Theory]
    [InlineData("Party", true)]
    [InlineData("Partner", false)]
    [InlineData("Other", false)]
    public async Task Locking_named_fields_locks_those_only(string name, bool isLocked) =>
        await ChecksAsync(SealLock.Only("Party"), FieldLockAction.Include, name, isLocked);

    [Theory]
    [InlineData("Party", false)]
    [InlineData("Partner", true)]
    public async Task Locking_all_but_named_fields_leaves_those_open(string name, bool isLocked) =>
        await ChecksAsync(SealLock.AllBut("Party"), FieldLockAction.Exclude, name, isLocked);

    [Theory]
    [InlineData("Party", true)]
    [InlineData("Party.Seal", true)]
    [InlineData("Party.Seal.Deeper", false)]
    [InlineData("Part", false)]
    [InlineData("Seal", false)]
    public async Task A_name_covers_the_fields_below_it_and_ends_at_a_full_stop(string locked, bool isLocked)
    {
        var document = PdfText.OnePage("/AcroForm<</Fields[7 0 R]>>")
            .Object(7, "<</T(Party)/Kids[8 0 R]>>").Object(8, "<</FT/Sig/T(Seal)/Parent 7 0 R>>").End("/Size 9/Root 1 0 R").Bytes;
        var first = await LevelFiles.SealAsync(document, PadesLevel.BB, options: Plain with { FieldName = "First", Lock = SealLock.Only(locked) });

        if (isLocked)
        {
            Assert.Equal(SealRefusedException.LockedField, await RefusedAsync(first, Plain with { FieldName = "Party.Seal" }));
        }
        else
        {
            await LevelFiles.SealAsync(first, PadesLevel.BB, options: Plain with { FieldName = "Party.Seal" });
        }
    }

    [Fact]
    public async Task The_lock_of_an_existing_field_is_repeated_in_its_signature_and_no_other_is_put_beside_it()
    {
        var document = WithField("<</FT/Sig/T(Own)/Lock<</Type/SigFieldLock/Action/Include/Fields[(Seal1)]>>>>");

        var first = await LevelFiles.SealAsync(document, PadesLevel.BB, options: Plain with { FieldName = "Own" });

        AssertLock(first, "Own", FieldLockAction.Include, "Seal1");
        Assert.Equal(SealRefusedException.LockedField, await RefusedAsync(first, Plain));
        Assert.Equal(SealRefusedException.UnusableField, await RefusedAsync(document, Plain with { FieldName = "Own", Lock = SealLock.All }));
    }

    [Theory]
    [InlineData("locked-field", "<</FT/Sig/T(First)/V 9 0 R/Lock<</Action/All>>>>")]
    [InlineData("locked-field", "<</FT/Sig/T(First)/V 9 0 R/Lock<</Action/Exclude/Fields[(First)]>>>>")]
    [InlineData("locked-by-certification", "<</FT/Sig/T(First)/V 9 0 R/Lock<</Action/Include/Fields[(First)]/P 1>>>>")]
    public async Task The_lock_of_a_signed_field_holds_although_its_signer_did_not_repeat_it(string code, string field)
    {
        var document = PdfText.OnePage("/AcroForm<</Fields[8 0 R]>>").Object(8, field).Object(9, "<</Type/Sig>>").End("/Size 10/Root 1 0 R").Bytes;

        Assert.Equal(code, await RefusedAsync(document, Plain));
    }

    [Fact]
    public async Task A_read_only_field_is_not_signed() =>
        Assert.Equal(SealRefusedException.LockedField, await RefusedAsync(WithField("<</FT/Sig/T(Own)/Ff 1>>"), Plain with { FieldName = "Own" }));

    [Fact]
    public async Task Certification_and_lock_stand_beside_each_other()
    {
        var options = Plain with { Certification = Certification.FillAndSign, Lock = SealLock.Only("Party") };

        var bytes = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLTA, options: options);

        AssertLock(bytes, "Seal1", FieldLockAction.Include, "Party");
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(bytes).Verdict);
        Assert.Equal(SealRefusedException.LockedField, await RefusedAsync(bytes, Plain with { FieldName = "Party" }));
    }

    private static async Task ChecksAsync(SealLock seal, object action, string name, bool isLocked)
    {
        var first = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BB, options: Plain with { FieldName = "First", Lock = seal });

        AssertLock(first, "First", (FieldLockAction)action, [.. seal.Fields]);
        if (isLocked)
        {
            Assert.Equal(SealRefusedException.LockedField, await RefusedAsync(first, Plain with { FieldName = name }));
            return;
        }

        var second = await LevelFiles.SealAsync(first, PadesLevel.BB, options: Plain with { FieldName = name });
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(second, SealedFiles.Trusting with { RequireTimestamp = false }).Verdict);
    }

    /// <summary>Both the field and the signature say it.</summary>
    private static void AssertLock(byte[] bytes, string fieldName, object action, params string[] fields)
    {
        using var stream = new MemoryStream(bytes);
        using var file = PdfFile.Open(stream);
        var field = SignatureFields.Read(file, file.Current).Single(field => field.Name == fieldName);
        var own = FieldLock.Read(file.Current, file.Current.Dictionary(field.Dictionary["Lock"])!);
        var signed = Assert.Single(DocMdp.LocksOf(file.Current, file.Current.Dictionary(field.Value)!));
        Assert.All([own, signed], fieldLock => Assert.Equal(((FieldLockAction)action, string.Join(',', fields)), (fieldLock.Action, string.Join(',', fieldLock.Fields))));
    }

    private static byte[] WithField(string field) =>
        PdfText.OnePage("/AcroForm<</Fields[8 0 R]>>").Object(8, field).End("/Size 9/Root 1 0 R").Bytes;

    private static async Task<string> RefusedAsync(byte[] document, SealOptions options) =>
        (await Assert.ThrowsAsync<SealRefusedException>(() => LevelFiles.SealAsync(document, PadesLevel.BB, options: options))).Code;
}
