using System.Text.Json;
using Market.Signing.Isolation;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Isolation;

public sealed class WireOptionsTests
{
    [Fact]
    public void Every_option_reaches_the_worker_as_it_was_set()
    {
        var source = new OwnersRevocation(Stream.Null, Stream.Null);
        var options = new ValidationOptions
        {
            TrustAnchors = [TestPki.Pki.Root],
            TimestampAnchors = [TestPki.Pki.Chain[0]],
            AsOf = TestPki.Now,
            Profile = ValidationProfile.FormFilling,
            Password = "geheim",
            Revocation = source,
            RequireTimestamp = false,
        };

        var arrived = WireOptions.FromWire(WireOptions.ToWire(options), source);

        Assert.Equal(TestPki.Pki.Root.RawData, Assert.Single(arrived.TrustAnchors).RawData);
        Assert.Equal(TestPki.Pki.Chain[0].RawData, Assert.Single(arrived.TimestampAnchors).RawData);
        Assert.Equal(
            options with { TrustAnchors = [], TimestampAnchors = [] },
            arrived with { TrustAnchors = [], TimestampAnchors = [] });
    }

    [Fact]
    public void No_option_was_added_without_a_thought_to_the_way_it_travels() =>
        Assert.Equal(
            ["AsOf", "Password", "Profile", "RequireTimestamp", "Revocation", "TimestampAnchors", "TrustAnchors"],
            typeof(ValidationOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Everything_about_a_seal_but_its_key_reaches_who_drafts_it()
    {
        var picture = SealPicture.Round(TestPki.AgencyName);
        var options = new SealOptions
        {
            ClaimedAt = TestPki.Now,
            FieldName = "甲方",
            Reason = "审查",
            Location = "长沙",
            Placements =
            [
                new SealImpression(-1, 1.5, 2.5, picture), new EveryPagePlacement(3, 4, picture) { Pages = PageSet.Parse("1-3,7,-1,5-") },
                new TitleBlockPlacement(5, 6, picture) { Pages = PageSet.Even }, new FieldPlacement("乙方", picture), new DefaultPlacement(picture) { MarginMillimetres = 9 },
                new KeywordPlacement("盖章处", picture) { Occurrence = KeywordOccurrence.Last, RightMillimetres = 7, DownMillimetres = -8, Pages = PageSet.Odd },
                new StraddlePlacement(picture) { Side = StraddleSide.Top, AlongMillimetres = 10, MostSlices = 5 },
            ],
            PlannedPlacements = [new SealImpression(1, 1, 1, SealPicture.Personal("周敏"))],
            Attachments = [new PdfAttachment("a.json", "application/json", new byte[] { 1, 2, 3 }, AttachmentRelationship.Source)],
            Stamps = [new PageStamp(1, 2, 3, new[,] { { true, false, true }, { false, false, true } }, 22, ["一", "二"])],
            ElectronicSeal = await GuoMi.TestSeals.SealAsync(),
            Names = new SignatureNames("A", "B"),
            RebuildDamaged = false,
            CheckWholeDocument = true,
            Password = "geheim",
            Level = PadesLevel.BB,
            Certification = Certification.Annotate,
            Lock = SealLock.AllBut("c", "d"),
            TimestampContainerBytes = 5000,
            SignatureContainerBytes = 6000,
        };
        var request = new WireRequest("path", null) { Sealing = new WireSealing(options with { DomesticSeal = new DomesticSeal { Key = GuoMi.Sm2Pki.Unit, Seal = options.ElectronicSeal } }, "SHA384") };

        var sent = JsonSerializer.Serialize(request, WireJson.Default.WireRequest);
        var arrived = JsonSerializer.Deserialize(sent, WireJson.Default.WireRequest)!.Sealing!;

        Assert.Equal("SHA384", arrived.DigestAlgorithm);
        Assert.Null(arrived.Options.DomesticSeal);
        Assert.Equal(options.Placements.Select(place => place.GetType()), arrived.Options.Placements.Select(place => place.GetType()));
        Assert.Equal(options.Stamps[0].Modules.Cast<bool>(), arrived.Options.Stamps[0].Modules.Cast<bool>());
        Assert.All(typeof(SealOptions).GetProperties().Where(property => property.Name != "DomesticSeal"), property => Assert.NotNull(property.GetValue(arrived.Options)));
        Assert.Equal(Comparable(options), Comparable(arrived.Options));
        Assert.Single(arrived.Options.Placements.Select(place => place.Picture).Distinct());

        // What was not set above has its usual value, and would arrive whether it travels or not.
        Assert.Equal(
            ["DomesticSeal"],
            typeof(SealOptions).GetProperties().Where(property => Equals(property.GetValue(options), property.GetValue(new SealOptions { ClaimedAt = default }))).Select(property => property.Name));
    }

    // Each picture arrives as one that is drawn already, with the same parts.
    private static string Comparable(SealOptions options) => JsonSerializer.Serialize(
        new WireRequest("path", null) { Sealing = new WireSealing(options, "SHA384") }, WireJson.Default.WireRequest);
}
