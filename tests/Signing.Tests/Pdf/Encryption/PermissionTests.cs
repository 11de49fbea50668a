namespace Market.Signing.Tests.Pdf.Encryption;

/// <summary>What the author of an encrypted document allows: ISO 32000-2, table 22.</summary>
public sealed class PermissionTests
{
    private static readonly SealImpression Place = new(1, 100, 100, Sealing.Sealing.UnitSeal);

    [Theory]
    [InlineData("--modify=none", false, false, false)]
    [InlineData("--modify=assembly", false, false, false)]
    [InlineData("--modify=form", false, true, false)]
    [InlineData("--modify=annotate", false, true, false)]
    [InlineData("--modify=all", true, true, true)]
    public async Task The_authors_restrictions_are_obeyed_and_the_owner_password_lifts_them(string restriction, bool newField, bool emptyField, bool drawing)
    {
        using var source = new TemporaryFile(PdfText.OnePage("/AcroForm<</Fields[8 0 R]>>", "/Annots[8 0 R]")
            .Object(8, "<</Type/Annot/Subtype/Widget/FT/Sig/T(UnitSeal)/Rect[100 100 300 200]/P 3 0 R/F 4>>")
            .End("/Size 9/Root 1 0 R").Bytes);
        var document = Encrypted.Make(source.Path, "AES-256, revision 6", "", Encrypted.OwnerPassword, restriction);
        var (make, fill) = (Sealing.Sealing.Options(Place), Sealing.Sealing.Options(Place) with { FieldName = "UnitSeal" });
        var draw = Sealing.Sealing.Options(Place, Place);

        Assert.Equal(newField, await IsAllowed(document, make));
        Assert.Equal(emptyField, await IsAllowed(document, fill));
        Assert.Equal(drawing, await IsAllowed(document, draw));
        Assert.All([make, fill, draw], options => Assert.True(IsAllowed(document, options with { Password = Encrypted.OwnerPassword }).Result));
        Assert.Equal(!emptyField, PdfInspector.Inspect(new MemoryStream(document)).IsSealingForbidden);
    }

    private static async Task<bool> IsAllowed(byte[] document, SealOptions options)
    {
        try
        {
            await Sealing.Sealing.SealAsync(document, options);
            return true;
        }
        catch (SealRefusedException refused)
        {
            Assert.Equal(SealRefusedException.ForbiddenByPermissions, refused.Code);
            return false;
        }
    }
}
