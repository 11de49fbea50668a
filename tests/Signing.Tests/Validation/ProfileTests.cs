using Market.Signing.Pdf.Objects;

namespace Market.Signing.Tests.Validation;

/// <summary>What each profile lets follow a seal: a sealed result stays as it is, a form may be filled in where nothing forbids it.</summary>
public sealed class ProfileTests
{
    private static readonly ValidationOptions Filling =
        SealedFiles.Trusting with { Profile = ValidationProfile.FormFilling, RequireTimestamp = false };

    private static readonly ValidationOptions Result = SealedFiles.Trusting with { RequireTimestamp = false };

    [Fact]
    public void An_empty_field_filled_in_later_passes_as_a_form_only()
    {
        var filled = HandSigned.Fill(HandSigned.Sign(HandSigned.Form()), "Opinion", "agreed");

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(filled, Filling).Verdict);
        var seal = Assert.Single(SealedFiles.Judge(filled, Result).Signatures);
        Assert.Equal(Indication.TotalFailed, seal.Indication);
        var change = Assert.Single(seal.Modifications);
        Assert.Equal(("form-field-changed", 1, "Opinion"), (change.Code, change.Page, change.Detail));
    }

    [Fact]
    public void A_value_filled_in_anew_passes_as_a_form_and_is_named_in_a_result()
    {
        var filled = HandSigned.Fill(HandSigned.Sign(HandSigned.Form()), "Amount", "9000");

        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(filled, Filling).Verdict);
        AssertChange(filled, Result, "form-value-replaced", "shadow-replace");
    }

    [Fact]
    public void Another_look_of_the_same_value_passes_in_no_profile()
    {
        var forged = HandSigned.Fill(HandSigned.Sign(HandSigned.Form()), "Amount", null, shown: "9000");

        AssertChange(forged, Filling, "form-appearance-replaced", "shadow-replace");
        AssertChange(forged, Result, "form-appearance-replaced", "shadow-replace");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void A_certification_decides_whether_a_form_may_be_filled_in(int permission, bool isAllowed)
    {
        var filled = HandSigned.Fill(HandSigned.Sign(HandSigned.Form(), HandSigned.Certifying(permission)), "Opinion", "agreed");

        Assert.Equal(isAllowed ? Indication.TotalPassed : Indication.TotalFailed, SealedFiles.Judge(filled, Filling).Verdict);
        Assert.Equal(!isAllowed, Changes(filled, Filling).Any(change => change.Code == "forbidden-by-certification"));
    }

    [Theory]
    [InlineData("All", "", false)]
    [InlineData("Include", "Opinion", false)]
    [InlineData("Include", "Opin", true)]
    [InlineData("Exclude", "Opinion", true)]
    [InlineData("Exclude", "Amount", false)]
    public void A_lock_decides_which_fields_may_be_filled_in(string action, string field, bool isAllowed)
    {
        var filled = HandSigned.Fill(HandSigned.Sign(HandSigned.Form(), HandSigned.Locking(action, field)), "Opinion", "agreed");

        Assert.Equal(isAllowed ? Indication.TotalPassed : Indication.TotalFailed, SealedFiles.Judge(filled, Filling).Verdict);
        Assert.Equal(!isAllowed, Changes(filled, Filling).Any(change => change.Code == "forbidden-by-lock"));
    }

    [Fact]
    public void A_filled_field_must_not_move_or_vanish_on_the_way()
    {
        var signed = HandSigned.Sign(HandSigned.Form());
        foreach (var (key, value) in new (string, PdfObject)[] { ("Rect", PdfArray.OfIntegers(0, 0, 600, 800)), ("F", new PdfInteger(2)), ("AA", PdfDictionary.Empty) })
        {
            var forged = Forgery.Update(signed, (file, update) =>
            {
                var fields = file.Current.Array(file.Current.Dictionary(file.Current.Catalog["AcroForm"])!["Fields"])!;
                update.Put((PdfReference)fields[0], file.Current.Dictionary(fields[0])!.With(("V", PdfString.Text("x")), (key, value)));
            });

            Assert.Contains(Changes(forged, Filling), change => change.Code == "form-field-changed" && change.Detail == $"Opinion /{key}");
        }
    }

    [Fact]
    public void A_page_changed_while_filling_in_passes_in_no_profile()
    {
        var filled = HandSigned.Fill(HandSigned.Sign(HandSigned.Form()), "Opinion", "agreed");
        var forged = Forgery.ChangePage(filled, (page, update) => page.With("Contents", Forgery.AddContent(update)));

        AssertChange(forged, Filling, "page-content-changed", "incremental-saving-attack");
    }

    [Fact]
    public async Task Any_signed_revision_can_be_taken_out_as_a_file()
    {
        var twice = await SealedFiles.TwiceAsync();
        var forged = Forgery.ChangePage(twice, (page, update) => page.With("Contents", Forgery.AddContent(update)));

        var revisions = PdfRevisions.List(new MemoryStream(forged));

        Assert.Equal([SealedFiles.PractitionerField, SealedFiles.UnitField], revisions.Select(revision => revision.FieldName));
        using var output = new MemoryStream();
        await PdfRevisions.ExtractAsync(new MemoryStream(forged), revisions[1], output, TestContext.Current.CancellationToken);
        Assert.Equal(twice, output.ToArray());
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(output.ToArray()).Verdict);
    }

    private static void AssertChange(byte[] pdf, ValidationOptions options, string code, string attack)
    {
        var seal = SealedFiles.Judge(pdf, options).Signatures[0];
        Assert.Equal(Indication.TotalFailed, seal.Indication);
        Assert.Contains(seal.Modifications, change => change.Code == code && change.Page == 1);
        Assert.Contains(attack, seal.Reasons);
    }

    private static IEnumerable<Modification> Changes(byte[] pdf, ValidationOptions options) =>
        SealedFiles.Judge(pdf, options).Signatures.SelectMany(seal => seal.Modifications);
}
